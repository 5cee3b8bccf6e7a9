"""Awards as the public reads them: the list, and one notice with its ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tenders.models import Award, Bid, Buyer
from tenders.queries.notices import public_awards
from vendors.models import Vendor


@dataclass(frozen=True)
class AwardRow:
    """One bid in the notice. ``rank`` is None for a bid that was set aside; the bid says why.

    ``formula`` has the arithmetic of the price in both languages.
    """

    bid: Bid
    rank: int | None
    note: Decimal | None
    adjusted_price: Decimal | None
    tie_break: str
    formula: dict[str, str]
    is_winner: bool


@dataclass(frozen=True)
class AwardNotice:
    """The ranking as frozen in the award. ``seed`` decides ties when prices are equal too."""

    ranked: list[AwardRow]
    set_aside: list[AwardRow]
    seed: str

    @property
    def has_draw(self) -> bool:
        return any(row.tie_break == "draw" for row in self.ranked)

    @property
    def has_adjusted_prices(self) -> bool:
        return any(row.adjusted_price is not None for row in self.ranked)

    @property
    def has_notes(self) -> bool:
        return any(row.note is not None for row in self.ranked)


def award_notice(award: Award, bids: Sequence[Bid]) -> AwardNotice:
    """The ranking of ``award`` beside the opened ``bids`` of its call.

    Notes are those of the whole bid; the committee's notes by criterion are each
    firm's own to read, in its debrief.
    """
    by_id = {str(bid.public_id): bid for bid in bids}
    rows = [
        _row(by_id[standing["bid"]], standing, award)
        for standing in award.ranking.get("standings", ())
        if standing["bid"] in by_id
    ]
    ranked = [row for row in rows if row.rank is not None]
    aside = [row for row in rows if row.rank is None]
    return AwardNotice(ranked, aside, award.ranking.get("seed", ""))


def _row(bid: Bid, standing: dict[str, Any], award: Award) -> AwardRow:
    return AwardRow(
        bid=bid,
        rank=standing["rank"],
        note=_decimal(standing["note"]) if standing["acceptable"] else None,
        adjusted_price=_decimal(standing["adjusted_price"]),
        tie_break=standing["tie_break"],
        formula=standing["price_formula"],
        is_winner=bid.pk == award.bid_id,
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def find_awards(*, q: str = "", buyer: Buyer | None = None) -> QuerySet[Award]:
    """Public awards with the number of bids, of calls or firms that ``q`` names."""
    opened = Bid.objects.opened().filter(tender=OuterRef("tender")).order_by().values("tender")
    counted = Subquery(opened.annotate(number=Count("pk")).values("number"))
    found = public_awards().annotate(bid_count=Coalesce(counted, 0))
    if buyer:
        found = found.filter(tender__buyer=buyer)
    if q:
        french = SearchQuery(q, config="fr_unaccent", search_type="websearch")
        english = SearchQuery(q, config="en_unaccent", search_type="websearch")
        firms = Vendor.objects.filter(
            Q(legal_name__unaccent__icontains=q) | Q(trade_name__unaccent__icontains=q)
        )
        found = found.filter(
            Q(tender__search_fr=french)
            | Q(tender__search_en=english)
            | Q(tender__number__iexact=q)
            | Q(bid__vendor__in=firms.values("pk"))
        )
    return found
