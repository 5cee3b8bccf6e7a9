"""What a firm is asked to price, and how one total becomes a price per deliverable. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from marketplace.money import Money
from tenders.models import Deliverable, Tender
from tenders.values import AwardMethod

HIGHEST = Decimal("9999999999.99")  # what an amount column holds
ABNORMAL_RATIO = Decimal("0.5")  # a price under half of the announced budget may be a slip


class Asked(StrEnum):
    """The price is the buyer's; or one total that the shares divide; or a price for each."""

    NOTHING = "nothing"
    TOTAL = "total"
    EACH = "each"


def price_asked(tender: Tender, deliverables: Sequence[Deliverable]) -> Asked:
    if tender.award_method == AwardMethod.BEST_QUALITY:
        return Asked.NOTHING
    if deliverables and all(item.share is not None for item in deliverables):
        return Asked.TOTAL
    return Asked.EACH


def split(total: Decimal, deliverables: Sequence[Deliverable]) -> dict[int, Decimal]:
    """Divide ``total`` by the shares, to the cent; equally where the call states none.

    The parts add up to ``total``. Raises ValueError if it is not in whole cents.
    """
    if not deliverables:
        return {}
    shares = [item.share for item in deliverables]
    known = [share for share in shares if share is not None]
    weights = known if len(known) == len(shares) else [Decimal(1)] * len(shares)
    parts = Money(total).allocate(weights)
    return {item.pk: part.amount for item, part in zip(deliverables, parts, strict=True)}


def is_abnormally_low(tender: Tender, total: Decimal) -> bool:
    """Whether ``total`` is so low beside the announced budget that it may be a slip.

    Never for a budget that is not shown: the answer would tell it.
    """
    if not tender.budget_is_public or not tender.budget or total <= 0:
        return False
    return total < tender.budget * ABNORMAL_RATIO


def is_above_ceiling(tender: Tender, total: Decimal) -> bool:
    """Whether ``total`` is over a maximum that the notice announces."""
    if not (tender.budget_is_public and tender.budget_is_ceiling and tender.budget):
        return False
    return total > tender.budget
