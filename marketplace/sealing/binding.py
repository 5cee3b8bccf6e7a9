"""Where a sealed object belongs. Bound into its encryption, so that it opens nowhere else."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from marketplace import canonical
from marketplace.sealing.errors import Misplaced, SealBroken

TECHNICAL = "technical"
PRICE = "price"
FILE = "file"
DRAFT = "draft"
PARTS = (TECHNICAL, PRICE)


@dataclass(frozen=True)
class Binding:
    """The place of one sealed object.

    ``log`` is the origin of the ledger, so that two installations never exchange bids.
    ``terms_hash`` and ``version`` are empty for what precedes a submission: drafts and files.
    """

    log: str
    tender: str
    bid: str
    part: str
    terms_hash: str = ""
    version: int = 0
    file: str = ""

    def encode(self) -> bytes:
        """The canonical bytes given to HPKE as ``info``."""
        return canonical.dumps(asdict(self))

    def digest(self) -> str:
        return hashlib.sha256(self.encode()).hexdigest()

    def require(self, expected: "Binding") -> None:
        """Raise Misplaced, naming the fields that differ, unless this is ``expected``."""
        mine, theirs = asdict(self), asdict(expected)
        if differing := [name for name in mine if mine[name] != theirs[name]]:
            raise Misplaced(fields=",".join(differing))


def binding_from(value: Any) -> Binding:
    """Read a binding out of an envelope's header. Raises SealBroken if it is not one."""
    kinds = dict(Binding.__annotations__)
    if not isinstance(value, dict) or set(value) != set(kinds):
        raise SealBroken(what="binding")
    if any(type(value[name]) is not kind for name, kind in kinds.items()):
        raise SealBroken(what="binding")
    return Binding(**value)
