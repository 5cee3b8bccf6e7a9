"""What helps a firm with its first bids: how long it takes, what others were paid, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenders.models import Award, Bid, Tender
from tenders.queries.clarity import minutes_to_bid
from tenders.states import AwardStatus
from vendors.models import Vendor

FIRST_BIDS = 5
LEAST = 3  # awards, below which a range would tell of one firm
NEWEST = 200


@dataclass(frozen=True)
class PastPrices:
    """What the winners of like calls offered, in dollars before taxes."""

    number: int
    lowest: Decimal
    middle: Decimal
    highest: Decimal


@dataclass(frozen=True)
class Coach:
    """``bids`` is how many the firm has submitted; ``duration`` is in words."""

    bids: int
    duration: str
    past: PastPrices | None


def coach_for(tender: Tender, firms: Sequence[Vendor]) -> Coach | None:
    """For the least experienced of ``firms``; None once all have bid enough or don't want it."""
    wanting = [firm for firm in firms if firm.coach_dismissed_at is None]
    counts = [submitted_by(firm) for firm in wanting]
    if not counts or min(counts) >= FIRST_BIDS:
        return None
    return Coach(min(counts), in_words(minutes_to_bid(tender)), past_prices(tender))


def submitted_by(firm: Vendor) -> int:
    """On how many calls the firm has ever submitted a bid."""
    return Bid.objects.of(firm).filter(sealed_at__isnull=False).values("tender").distinct().count()


def past_prices(tender: Tender) -> PastPrices | None:
    """Of the newest public awards in the same UNSPSC class, from ``LEAST`` of them on."""
    like = Award.objects.public().exclude(status=AwardStatus.CANCELLED).exclude(tender=tender)
    like = like.filter(tender__main_category__code__startswith=(tender.main_category_id or "-")[:6])
    found = sorted(like.order_by("-approved_at").values_list("amount", flat=True)[:NEWEST])
    if len(found) < LEAST:
        return None
    return PastPrices(len(found), found[0], median(found), found[-1])


def in_words(minutes: int) -> Any:
    """``about 45 minutes``, ``about 1 hour 20 minutes``."""
    hours, rest = divmod(minutes, 60)
    said = [ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}] if hours else []
    if rest:
        said.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    return _("about %(time)s") % {"time": " ".join(said)}
