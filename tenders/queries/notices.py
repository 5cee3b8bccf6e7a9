"""What the public reads of calls and awards. Every query here is the same for everybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from marketplace.clock import now
from tenders.models import Award, Bid, Tender
from tenders.models.tender import TenderQuerySet
from tenders.states import ACTIVE_AWARDS, OPENED_BIDS
from vendors.models import Vendor

SOON = timedelta(days=5)


def public_tenders() -> TenderQuerySet:
    """Published calls with what a card shows of them."""
    return Tender.objects.public().select_related("buyer", "main_category")


def open_tenders(limit: int = 6, *, at: datetime | None = None) -> list[Tender]:
    """Calls that can be bid on, last published first."""
    found = public_tenders().accepting_bids(at or now())
    return list(found.order_by("-published_at", "-pk")[:limit])


def closing_soon(limit: int = 6, *, at: datetime | None = None) -> list[Tender]:
    """Calls that can be bid on, first to close first."""
    found = public_tenders().accepting_bids(at or now())
    return list(found.order_by("submission_deadline", "pk")[:limit])


def public_awards() -> QuerySet[Award]:
    """Approved awards with what a card shows of them. A cancelled one stays and says so."""
    return Award.objects.public().select_related("tender__buyer", "bid__vendor")


def latest_awards(limit: int = 6) -> list[Award]:
    """Awards in force, last decided first."""
    found = public_awards().filter(status__in=ACTIVE_AWARDS)
    return list(found.order_by("-approved_at", "-pk")[:limit])


def awards_won(vendor: Vendor) -> list[Award]:
    """The awards in force of one firm, last decided first."""
    found = public_awards().filter(bid__vendor=vendor, status__in=ACTIVE_AWARDS)
    return list(found.order_by("-approved_at", "-pk")[:50])


@dataclass(frozen=True)
class FirmRecord:
    """What one firm did here. ``amount`` is in dollars before taxes, of its awards in force."""

    bids: int
    awards: int
    amount: Decimal


def record_of(vendor: Vendor) -> FirmRecord:
    """The opened bids and the awards in force of ``vendor``, all of them public."""
    won = Award.objects.public().filter(bid__vendor=vendor, status__in=ACTIVE_AWARDS)
    totals = won.aggregate(awards=Count("pk"), amount=Sum("amount"))
    bids = Bid.objects.opened().filter(vendor=vendor).count()
    return FirmRecord(bids, totals["awards"], totals["amount"] or Decimal(0))


@dataclass(frozen=True)
class Figures:
    """The market in a few numbers. ``awarded`` is in dollars before taxes, over twelve months.

    ``bids_per_call`` counts opened bids on calls opened in that time; None when there are none.
    """

    open_calls: int
    awards: int
    awarded: Decimal
    bids_per_call: Decimal | None


def figures(*, at: datetime | None = None) -> Figures:
    """What the home page counts. Three statements, whatever the size of the market."""
    at = at or now()
    since = at - timedelta(days=365)
    awards = Award.objects.filter(status__in=ACTIVE_AWARDS, approved_at__gte=since).aggregate(
        count=Count("pk"), total=Sum("amount")
    )
    bids = Bid.objects.filter(status__in=OPENED_BIDS, tender__opened_at__gte=since).aggregate(
        bids=Count("pk"), calls=Count("tender", distinct=True)
    )
    per_call = Decimal(bids["bids"]) / bids["calls"] if bids["calls"] else None
    return Figures(
        open_calls=Tender.objects.accepting_bids(at).count(),
        awards=awards["count"],
        awarded=awards["total"] or Decimal(0),
        bids_per_call=per_call and per_call.quantize(Decimal("0.1")),
    )
