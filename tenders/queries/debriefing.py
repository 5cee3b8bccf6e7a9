"""What each bidder learns the minute the outcome is known: losing teaches."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tenders.models import Award, Bid, ConsensusScore, Criterion, Tender
from tenders.queries.ranking import Ranked, rank_bids
from tenders.scoring import Standing
from tenders.states import TenderStatus


@dataclass(frozen=True)
class CriterionLesson:
    """What the committee thought of the bid on one criterion; ``others`` is the range of all."""

    criterion: Criterion
    note: Decimal | None
    comment: str
    lowest: Decimal | None
    highest: Decimal | None
    is_below_pass_mark: bool


@dataclass(frozen=True)
class Range:
    """The lowest and the highest, among ``count`` bids."""

    lowest: Decimal
    highest: Decimal
    count: int


@dataclass(frozen=True)
class Debrief:
    """How one bid was judged, beside the winner's. Of other bids only ranges are told."""

    bid: Bid
    standing: Standing
    ranked: int
    winner: Ranked | None
    notes: Range | None
    prices: Range | None

    @property
    def rank(self) -> int | None:
        return self.standing.rank

    @property
    def note(self) -> Decimal | None:
        return self.standing.note

    @property
    def winner_note(self) -> Decimal | None:
        return self.winner.standing.note if self.winner else None

    @property
    def is_winner(self) -> bool:
        return self.winner is not None and self.winner.bid.pk == self.bid.pk


def is_told(tender: Tender) -> bool:
    """Whether the outcome is known, and with it every bid's debrief."""
    ended = tender.status == TenderStatus.UNSUCCESSFUL and tender.opened_at is not None
    return ended or tender.awarded_at is not None


def debriefs(tender: Tender, award: Award | None) -> list[Debrief]:
    """One for each opened bid. ``award`` is None when the call ended without."""
    everyone = rank_bids(tender)
    acceptable = [each for each in everyone if each.standing.acceptable]
    winner = next((each for each in everyone if award and each.bid.pk == award.bid_id), None)
    notes = _range(each.standing.note for each in acceptable)
    prices = _range(each.bid.amount for each in acceptable)
    return [
        Debrief(each.bid, each.standing, len(acceptable), winner, notes, prices)
        for each in everyone
    ]


def debrief_of(bid: Bid) -> Debrief:
    """The debrief of one bid of a call whose outcome is told."""
    award = bid.tender.awards.public().filter(cancelled_at__isnull=True).first()
    return next(each for each in debriefs(bid.tender, award) if each.bid.pk == bid.pk)


def lessons(bid: Bid) -> list[CriterionLesson]:
    """The committee's note and comment by criterion, with the range of all the bids noted."""
    criteria = bid.tender.criteria.all() if bid.tender.has_quality else []
    rows = ConsensusScore.objects.filter(bid__tender=bid.tender_id, note__isnull=False)
    by_criterion: dict[int, list[Any]] = {}
    for row in rows:
        by_criterion.setdefault(row.criterion_id, []).append(row)
    return [_lesson(criterion, by_criterion.get(criterion.pk, []), bid) for criterion in criteria]


def _lesson(criterion: Criterion, rows: list[Any], bid: Bid) -> CriterionLesson:
    own = next((row for row in rows if row.bid_id == bid.pk), None)
    all_notes = [row.note for row in rows]
    below = own is not None and criterion.pass_mark is not None and own.note < criterion.pass_mark
    return CriterionLesson(
        criterion=criterion,
        note=own.note if own else None,
        comment=own.comment if own else "",
        lowest=min(all_notes, default=None),
        highest=max(all_notes, default=None),
        is_below_pass_mark=below,
    )


def _range(values: Iterable[Decimal | None]) -> Range | None:
    known = [value for value in values if value is not None]
    return Range(min(known), max(known), len(known)) if known else None
