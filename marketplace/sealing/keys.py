"""The names of keys, and their public halves, which anybody may read."""

from dataclasses import dataclass

from marketplace.sealing import wrap
from marketplace.sealing.errors import NoSuchKey
from marketplace.sealing.models import SealingKey


@dataclass(frozen=True)
class PublicKey:
    """A public key and the fingerprint by which receipts and notices name it."""

    name: str
    data: bytes

    @property
    def fingerprint(self) -> str:
        return wrap.fingerprint(self.data)


def tender_key(tender: str, part: str) -> str:
    """Name of the key to which one part of every bid on ``tender`` is sealed."""
    return f"tender/{tender}/{part}"


def copy_key(vendor: str) -> str:
    """Name of the key to which a firm's own copies are sealed."""
    return f"vendor/{vendor}/copy"


def owner(name: str) -> str:
    """The tender (by ocid) or the firm (by public id) whose key has this name."""
    return name.split("/")[1]


def subject(name: str) -> str:
    """Under which subject the ledger speaks of the key's owner."""
    kind, owner, _part = name.split("/")
    return f"{kind}:{owner}"


def public_key(name: str) -> PublicKey:
    """The public half of the key ``name``. Raises NoSuchKey."""
    data = SealingKey.objects.filter(name=name).values_list("public_key", flat=True).first()
    if data is None:
        raise NoSuchKey(key=name)
    return PublicKey(name, bytes(data))
