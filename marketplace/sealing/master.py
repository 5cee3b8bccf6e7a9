"""The master key: 32 random bytes in a file that only custody can read.

It wraps the private keys in the database, so that a dump of the database opens nothing. What an
operator must keep apart from the dumps is this one file.
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
_NONCE = 12
_ID = 8


class MasterKey:
    """The key in the file ``path``. Raises ImproperlyConfigured, saying what to do, if unusable."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        key = _read(Path(path))
        self._cipher = AESGCM(key)
        self.id = hashlib.sha256(b"bid-seal/v1 master key\n" + key).digest()[:_ID]

    def seal(self, secret: bytes, *, context: bytes) -> bytes:
        """Encrypt ``secret``; it can only be opened with the same ``context``."""
        nonce = secrets.token_bytes(_NONCE)
        return self.id + nonce + self._cipher.encrypt(nonce, secret, context)

    def open(self, sealed: bytes, *, context: bytes) -> bytes:
        """Give back the secret. Raises ImproperlyConfigured under another master key."""
        if sealed[:_ID] != self.id:
            raise ImproperlyConfigured("This key was wrapped under another sealing master key.")
        nonce, ciphertext = sealed[_ID : _ID + _NONCE], sealed[_ID + _NONCE :]
        try:
            return self._cipher.decrypt(nonce, ciphertext, context)
        except InvalidTag as broken:
            raise ImproperlyConfigured("The wrapped key does not belong to its row.") from broken


def create(path: str | os.PathLike[str]) -> bool:
    """Make a master key at ``path``, readable by its owner only. Returns False if it is there.

    Two processes may call it at once: the file appears whole, and only one of them makes it.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, target)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        key = path.read_bytes()
    except OSError as missing:
        raise ImproperlyConfigured(
            f"No sealing master key at {path}: make one with ‘manage.py make_master_key’, "
            "or set SEALING_MASTER_KEY_FILE to where it is."
        ) from missing
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        raise ImproperlyConfigured(f"Everybody can read {path}: give it mode 0600.")
    if len(key) != SIZE:
        raise ImproperlyConfigured(f"{path} is not a sealing master key: it must be {SIZE} bytes.")
    return key
