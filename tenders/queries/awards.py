"""An award as the public reads it: one notice with its ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tenders.models import Award, Bid


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
