"""The master key: 32 random bytes in a file that only custody can read.

It wraps the private keys in the database, so that a dump of the database opens nothing. What an
operator must keep apart from the dumps is this one file. After a rotation it holds several keys,
one after the other: the first wraps, each opens what it has wrapped.
"""

import hashlib
import os
import secrets
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured

SIZE = 32
ID_SIZE = 8
_NONCE = 12


class MasterKey:
    """The keys in ``secret``, as the file holds them. Raises ImproperlyConfigured if it is none."""

    def __init__(self, secret: bytes) -> None:
        if not secret or len(secret) % SIZE:
            raise ImproperlyConfigured(
                f"This is not a sealing master key: it must be {SIZE} bytes, or a multiple of it."
            )
        keys = [secret[start : start + SIZE] for start in range(0, len(secret), SIZE)]
        self._ciphers = {_id(key): AESGCM(key) for key in keys}
        self.ids = list(self._ciphers)

    def seal(self, secret: bytes, *, context: bytes) -> bytes:
        """Encrypt ``secret``; it can only be opened with the same ``context``."""
        first, nonce = self.ids[0], secrets.token_bytes(_NONCE)
        return first + nonce + self._ciphers[first].encrypt(nonce, secret, context)

    def open(self, sealed: bytes, *, context: bytes) -> bytes:
        """Give back the secret. Raises ImproperlyConfigured under another master key."""
        cipher = self._ciphers.get(sealed[:ID_SIZE])
        if cipher is None:
            raise ImproperlyConfigured("This key was wrapped under another sealing master key.")
        nonce, ciphertext = sealed[ID_SIZE : ID_SIZE + _NONCE], sealed[ID_SIZE + _NONCE :]
        try:
            return cipher.decrypt(nonce, ciphertext, context)
        except InvalidTag as broken:
            raise ImproperlyConfigured("The wrapped key does not belong to its row.") from broken


def load(path: str | os.PathLike[str]) -> MasterKey:
    """The key in the file ``path``. Raises ImproperlyConfigured, saying what to do, if unusable."""
    return MasterKey(read(path))


def read(path: str | os.PathLike[str]) -> bytes:
    """What the file holds. Raises ImproperlyConfigured if it is missing, or everybody's."""
    try:
        mode = Path(path).stat().st_mode
        secret = Path(path).read_bytes()
    except OSError as missing:
        raise ImproperlyConfigured(
            f"No sealing master key at {path}: bring it back with ‘manage.py restore_key’, or, on "
            "a new installation, make one with ‘manage.py make_master_key’."
        ) from missing
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        raise ImproperlyConfigured(f"Everybody can read {path}: give it mode 0600.")
    return secret


def create(path: str | os.PathLike[str]) -> bool:
    """Make a master key at ``path``, readable by its owner only. Returns False if it is there.

    Two processes may call it at once: the file appears whole, and only one of them makes it.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _draft(target, secrets.token_bytes(SIZE))
    try:
        os.link(draft, target)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def write(path: str | os.PathLike[str], secret: bytes) -> None:
    """Put ``secret`` in the file, readable by its owner only; whoever reads it sees all or none.

    Raises ImproperlyConfigured if it is no master key; the file is then as it was.
    """
    MasterKey(secret)
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _draft(target, secret).replace(target)


def rotate(path: str | os.PathLike[str]) -> MasterKey:
    """Put a new key before those in the file, which go on opening what they have wrapped."""
    write(path, secrets.token_bytes(SIZE) + read(path))
    return load(path)


def _draft(target: Path, secret: bytes) -> Path:
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _id(key: bytes) -> bytes:
    return hashlib.sha256(b"bid-seal/v1 master key\n" + key).digest()[:ID_SIZE]
