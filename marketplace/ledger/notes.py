"""Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint), and the file of signing keys.

Checking a note is ``verify_ledger.open_note``: the site checks with the very script it gives out.
"""

import os
import secrets
import stat
from base64 import b64decode, b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured

from marketplace.ledger.verify_ledger import Head

ED25519 = b"\x01"
PRIVATE = "PRIVATE+KEY+"


class SigningKey:
    """An Ed25519 key with its name, written ``PRIVATE+KEY+name+id+base64(0x01 and the seed)``.

    The form is that of Go's note package. ``public`` is what others need to
    verify: ``name+id+base64(0x01 and the public key)``.
    """

    def __init__(self, name: str, seed: bytes) -> None:
        if not name or "+" in name or len(name.split()) != 1:
            raise ImproperlyConfigured(f"A key cannot be named {name!r}: no spaces, no “+”.")
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        raw = ED25519 + self._key.public_key().public_bytes_raw()
        self._id = sha256(f"{name}\n".encode() + raw).digest()[:4]
        self.handle = f"{name}+{self._id.hex()}"
        self.public = f"{self.handle}+{b64encode(raw).decode()}"
        self.private = f"{PRIVATE}{self.handle}+{b64encode(ED25519 + seed).decode()}"

    @classmethod
    def generate(cls, name: str) -> "SigningKey":
        return cls(name, secrets.token_bytes(32))

    @classmethod
    def read(cls, line: str) -> "SigningKey":
        """The key that ``private`` wrote. Raises ImproperlyConfigured."""
        name, _, rest = line.removeprefix(PRIVATE).partition("+")
        try:
            seed = b64decode(rest.partition("+")[2], validate=True)
            key = cls(name, seed[1:])
        except ValueError as broken:
            raise ImproperlyConfigured("A line of the key file is no Ed25519 key.") from broken
        if key.private != line:
            raise ImproperlyConfigured("A line of the key file does not have its own number.")
        return key

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)

    def line(self, text: str) -> str:
        """The signature line of a note whose text is ``text``."""
        signature = b64encode(self._id + self.sign(text.encode())).decode()
        return f"— {self.name} {signature}\n"


def checkpoint_note(head: Head, keys: Sequence[SigningKey]) -> str:
    """A checkpoint signed by every key of ``keys``."""
    origin, size, root = head
    text = f"{origin}\n{size}\n{b64encode(root).decode()}\n"
    return text + "\n" + "".join(key.line(text) for key in keys)


def read_keys(path: str | os.PathLike[str], use: str = "ledger") -> list[SigningKey]:
    """The keys in the file, the one in force first. Raises ImproperlyConfigured, saying why."""
    file = Path(path)
    try:
        mode, text = file.stat().st_mode, file.read_text()
    except OSError as missing:
        raise ImproperlyConfigured(
            f"No {use} key at {file}: make one with ‘manage.py make_{use}_key’, "
            f"or set {use.upper()}_KEY_FILE to where it is."
        ) from missing
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        raise ImproperlyConfigured(f"Everybody can read {file}: give it mode 0600.")
    keys = [SigningKey.read(line) for line in text.splitlines() if line]
    if not keys:
        raise ImproperlyConfigured(f"{file} holds no key.")
    return keys


def write_keys(path: str | os.PathLike[str], keys: Sequence[SigningKey]) -> None:
    """Put ``keys`` in the file, readable by its owner only; whoever reads it sees all or none."""
    write_durably(Path(path), "".join(f"{key.private}\n" for key in keys), mode=0o600)


def make_key(path: str | os.PathLike[str], name: str) -> bool:
    """Make a key at ``path`` unless one is there; whether it was made. Two may call it at once."""
    if Path(path).exists():
        return False
    draft = Path(path).with_name(f".{Path(path).name}.{secrets.token_hex(8)}.new")
    write_keys(draft, [SigningKey.generate(name)])
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def write_durably(target: Path, text: str, *, mode: int = 0o644) -> None:
    """Replace the file's content, on the disk when this returns."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
