"""What a window on a page of words shows, chosen by an editor: some open calls, a year's awards."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from marketplace.reference.models import Category
from tenders.models import Award, Buyer, Tender
from tenders.queries.notices import public_tenders
from tenders.states import ACTIVE_AWARDS

MONTHS = 12


def open_calls(limit: int, *, at: datetime, category: str = "", buyer: str = "") -> list[Tender]:
    """Calls that can be bid on, last published first.

    Only those under the UNSPSC code ``category`` or of the public body with the slug ``buyer``
    where given; a code or a slug that means nothing any more finds nothing.
    """
    found = public_tenders().accepting_bids(at)
    if category:
        chosen = Category.objects.filter(code=category).first()
        if chosen is None:
            return []
        found = found.filter(main_category__code__startswith=chosen.prefix)
    if buyer:
        found = found.filter(buyer__slug=buyer)
    return list(found.order_by("-published_at", "-pk")[:limit])


@dataclass(frozen=True)
class Month:
    first_day: date
    awarded: Decimal  # dollars before taxes


def awards_by_month(*, at: datetime) -> list[Month]:
    """What was awarded in each of the last twelve months, oldest first, in one statement.

    A month without an award is there with nothing; awards cancelled since are not counted.
    """
    this_month = timezone.localtime(at).date().replace(day=1)
    months = [this_month]
    while len(months) < MONTHS:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    since = datetime.combine(months[0], datetime.min.time(), timezone.get_current_timezone())
    rows = (
        Award.objects.filter(status__in=ACTIVE_AWARDS, approved_at__gte=since, approved_at__lte=at)
        .values(month=TruncMonth("approved_at"))
        .annotate(awarded=Sum("amount"))
    )
    awarded = {row["month"].date(): row["awarded"] for row in rows}
    return [Month(month, awarded.get(month, Decimal(0))) for month in months]


def featured_categories() -> list[tuple[str, str]]:
    """The code and the label of each category that editors may choose from."""
    chosen = Category.objects.filter(is_featured=True)
    return sorted(((row.code, row.label) for row in chosen), key=lambda pair: pair[1])


def public_bodies() -> list[tuple[str, str]]:
    """The slug and the name of each body that the public may see."""
    return [(buyer.slug, str(buyer.name)) for buyer in Buyer.objects.public()]
