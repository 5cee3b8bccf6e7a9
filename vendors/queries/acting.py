"""For which of several firms somebody acts now."""

from collections.abc import Sequence
from dataclasses import dataclass

from vendors.models import Vendor


@dataclass(frozen=True)
class Switch:
    """The firms of a person who belongs to several; ``current`` is None for all of them."""

    firms: Sequence[Vendor]
    current: Vendor | None


def switch_of(firms: Sequence[Vendor], chosen: str) -> Switch | None:
    """``chosen`` is a public id, as the session keeps it. None for who has one firm, or none."""
    if len(firms) < 2:
        return None
    current = [firm for firm in firms if str(firm.public_id) == chosen]
    return Switch(firms, current[0] if current else None)
