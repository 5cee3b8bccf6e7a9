"""Public bodies as the public sees them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from tenders.models import Award, Bid, Buyer, Notice, Tender
from tenders.models.notice import NoticeQuerySet
from tenders.queries.notices import public_awards, public_tenders
from tenders.states import ACTIVE_AWARDS, OPENED_BIDS, TenderStatus

SHOWN = 10


def find_buyers(*, at: datetime, q: str = "") -> QuerySet[Buyer]:
    """Admitted bodies by name, with the number of calls open now (``open_calls``)."""
    own = Notice.objects.accepting_bids(at).filter(buyer=OuterRef("pk")).order_by()
    counted = Subquery(own.values("buyer").annotate(number=Count("pk")).values("number"))
    found = Buyer.objects.public().annotate(open_calls=Coalesce(counted, 0))
    if q:
        found = found.filter(
            Q(name_fr__unaccent__icontains=q)
            | Q(name_en__unaccent__icontains=q)
            | Q(city__unaccent__icontains=q)
        )
    return found


@dataclass(frozen=True)
class BuyerProfile:
    """What one body does here. ``awarded`` is in dollars before taxes, over all its awards."""

    open_calls: NoticeQuerySet
    other_calls: list[Tender]
    awards: list[Award]
    calls: int
    award_count: int
    awarded: Decimal
    bids_per_call: Decimal | None


def profile_of(buyer: Buyer, *, at: datetime) -> BuyerProfile:
    """The calls, the last awards and the figures of ``buyer``, in six statements."""
    calls = public_tenders().filter(buyer=buyer)
    is_open = Q(status=TenderStatus.OPEN, submission_deadline__gt=at)
    awards = public_awards().filter(tender__buyer=buyer, status__in=ACTIVE_AWARDS)
    totals = awards.aggregate(count=Count("pk"), amount=Sum("amount"))
    bids = Bid.objects.filter(tender__buyer=buyer, status__in=OPENED_BIDS).aggregate(
        bids=Count("pk"), calls=Count("tender", distinct=True)
    )
    per_call = Decimal(bids["bids"]) / bids["calls"] if bids["calls"] else None
    return BuyerProfile(
        open_calls=Notice.objects.accepting_bids(at)
        .filter(buyer=buyer)
        .order_by("submission_deadline", "pk"),
        other_calls=list(calls.exclude(is_open).order_by("-published_at", "-pk")[:SHOWN]),
        awards=list(awards.order_by("-approved_at", "-pk")[:SHOWN]),
        calls=calls.count(),
        award_count=totals["count"],
        awarded=totals["amount"] or Decimal(0),
        bids_per_call=per_call and per_call.quantize(Decimal("0.1")),
    )
