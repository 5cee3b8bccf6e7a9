"""The three keys that an operator keeps copies of, and how a copy is tried without being used.

Each is read by another system user, so a command is about one key at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from marketplace.keys.paper import Unreadable
from marketplace.ledger import log, notes
from marketplace.ledger.notes import SigningKey
from marketplace.ledger.verify_ledger import read_keys, signed
from marketplace.sealing import master, state
from marketplace.sealing.master import MasterKey

TRIAL = b"A trial of a key's backup. It says nothing else.\n"


class Kept(Protocol):
    """One kind of key. What cannot be used raises ImproperlyConfigured, saying why."""

    @property
    def path(self) -> Path: ...

    def read(self) -> bytes: ...

    def write(self, secret: bytes) -> None: ...

    def names(self, secret: bytes) -> list[str]:
        """Which keys the secret holds, in words that may be public."""

    def try_out(self, secret: bytes) -> str:
        """What the keys of ``secret`` proved able to do; nothing live is opened or changed.

        Raises Unreadable if they are not the keys that this installation needs.
        """


class Master:
    """The key of the sealer's keys."""

    @property
    def path(self) -> Path:
        return Path(settings.SEALING_MASTER_KEY_FILE)

    def read(self) -> bytes:
        return master.read(self.path)

    def write(self, secret: bytes) -> None:
        master.write(self.path, secret)

    def names(self, secret: bytes) -> list[str]:
        return [each.hex() for each in MasterKey(secret).ids]

    def try_out(self, secret: bytes) -> str:
        tried, shut = state.unopened(MasterKey(secret))
        if shut:
            raise Unreadable(f"{len(shut)} of {tried} keys do not open, {shut[0]} among them.")
        if not tried and secret != self.read():
            raise Unreadable("It is not the master key of this installation.")
        return f"opened a throw-away seal made with each of {tried} public keys"


@dataclass(frozen=True)
class Signing:
    """A file of keys that sign: ``needed`` says which public keys a copy must hold."""

    use: str
    setting: str
    needed: Callable[[list[SigningKey]], list[str]]

    @property
    def path(self) -> Path:
        return Path(getattr(settings, self.setting))

    def read(self) -> bytes:
        keys = notes.read_keys(self.path, self.use)
        return "".join(f"{key.private}\n" for key in keys).encode()

    def write(self, secret: bytes) -> None:
        notes.write_keys(self.path, _keys(secret))

    def names(self, secret: bytes) -> list[str]:
        return [key.public for key in _keys(secret)]

    def try_out(self, secret: bytes) -> str:
        keys = {key.handle: key for key in _keys(secret)}
        public = read_keys("\n".join(self.needed(list(keys.values()))))
        if not public:
            raise Unreadable("The ledger does not know this key.")
        for handle, data in public.items():
            if handle not in keys or not signed(data, keys[handle].sign(TRIAL), TRIAL):
                raise Unreadable(f"{handle} is in force, and this copy can't sign as it.")
        return f"signed a throw-away text as {', '.join(public)}"


def bring_back(kept: Kept, secret: bytes) -> bool:
    """Put ``secret`` where its key belongs; False if it is there already.

    Raises Unreadable if another key is there: it is left alone, because bids may be sealed to it.
    """
    if kept.path.exists():
        if kept.read() == secret:
            return False
        raise Unreadable(
            f"Another key is at {kept.path}: put it somewhere safe first, then try again."
        )
    kept.write(secret)
    return True


def _keys(secret: bytes) -> list[SigningKey]:
    try:
        return [SigningKey.read(line) for line in secret.decode().splitlines()]
    except UnicodeDecodeError as broken:
        raise ImproperlyConfigured("This is not a file of signing keys.") from broken


def _receipt_key(keys: list[SigningKey]) -> list[str]:
    """Of receipts' keys only the newest signs; whether the ledger has introduced it."""
    return [key for key in log.introduced_keys() if keys and key == keys[0].public]


KEPT: dict[str, Kept] = {
    "master": Master(),
    "ledger": Signing("ledger", "LEDGER_KEY_FILE", lambda _keys: log.keys_in_force()),
    "receipt": Signing("receipt", "RECEIPT_KEY_FILE", _receipt_key),
}
