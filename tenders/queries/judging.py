"""What a committee reads and has written: bids, notes side by side, progress."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, prefetch_related_objects
from django.utils.translation import gettext_lazy

from tenders.models import (
    Bid,
    BidFile,
    ConsensusScore,
    Criterion,
    Deliverable,
    Evaluation,
    Evaluator,
    Score,
    Tender,
)
from tenders.queries.evaluating import bids_to_note
from tenders.queries.ranking import qualities
from tenders.scoring import Quality
from tenders.states import EvaluationStatus, TenderStatus
from tenders.values import Note

UNDECIDED = [
    TenderStatus.SCHEDULED,
    TenderStatus.OPEN,
    TenderStatus.CLOSED,
    TenderStatus.EVALUATION,
    TenderStatus.AWARD_PENDING,
]
WIDE_SPREAD = Decimal(30)  # points between two members from which a talk is worth its while


@dataclass(frozen=True)
class ReadBid:
    """A bid opened, laid out for reading."""

    bid: Bid
    answers: Mapping[int, str]
    conditions: list[tuple[Any, bool]]
    prices: list[tuple[Deliverable, Decimal | None]]
    files: list[tuple[dict[str, Any], BidFile | None]]


@dataclass(frozen=True)
class SideBySide:
    """Everybody's notes on one criterion of one bid."""

    scores: list[tuple[Evaluator, Score | None]]
    average: Decimal | None
    spread: Decimal | None

    @property
    def is_wide(self) -> bool:
        return self.spread is not None and self.spread >= WIDE_SPREAD


@dataclass(frozen=True)
class Progress:
    """How far one's notes on a bid are."""

    bid: Bid
    noted: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.noted == self.total


@dataclass(frozen=True)
class Agreed:
    """A bid with the committee's note on each criterion, as far as they go."""

    bid: Bid
    beside: list[tuple[Decimal | None, Criterion]]
    quality: Quality | None
    is_complete: bool


@dataclass(frozen=True)
class Stage:
    """Where the evaluation stands: its steps, and which is current, from 1."""

    labels: list[Any]
    current: int
    all_handed_in: bool
    own_complete: bool


STEPS = {
    EvaluationStatus.DECLARATIONS: gettext_lazy("Declarations"),
    EvaluationStatus.SCORING: gettext_lazy("Individual notes"),
    EvaluationStatus.CONSENSUS: gettext_lazy("Consensus"),
    EvaluationStatus.LOCKED: gettext_lazy("Award"),
}


def stage_of(
    tender: Tender,
    evaluation: Evaluation | None,
    sitting: Sequence[Evaluator],
    own: Sequence["Progress"],
) -> Stage:
    """The steps of this call's evaluation; where only the price counts nobody writes notes."""
    steps = dict(STEPS)
    if not tender.has_quality:
        del steps[EvaluationStatus.SCORING]
        steps[EvaluationStatus.CONSENSUS] = gettext_lazy("Verification")
    order = list(steps)
    now_at = EvaluationStatus(evaluation.status) if evaluation else EvaluationStatus.DECLARATIONS
    current = 1 + (order.index(now_at) if now_at in order else 0)
    decided = tender.status not in UNDECIDED
    return Stage(
        labels=list(steps.values()),
        current=current + decided,
        all_handed_in=all(seat.submitted_at for seat in sitting),
        own_complete=all(each.is_complete for each in own),
    )


def bidders(tender: Tender) -> Any:
    """The bids of a call as the record of its opening lists them: whose, in order of arrival."""
    return tender.bids.opened().select_related("vendor").order_by("sealed_at", "pk")


def seats(evaluation: Evaluation) -> list[Evaluator]:
    """Who sits, the chair first."""
    return list(evaluation.evaluators.sitting().select_related("user"))


def seat_of(tender: Tender, user: Any) -> Evaluator | None:
    """This person's seat, while they sit."""
    rows = Evaluator.objects.sitting().filter(evaluation__tender=tender, user=user.pk)
    return rows.select_related("evaluation", "user").first()


def read_bid(bid: Bid) -> ReadBid:
    """Answers, conditions, prices and files of an opened bid. Prices are None while sealed."""
    return read_bids(bid.tender, [bid])[0]


def read_bids(tender: Tender, bids: Sequence[Bid]) -> list[ReadBid]:
    """``read_bid`` for bids of one call, in a fixed number of queries."""
    prefetch_related_objects([tender], "conditions", "deliverables")
    prefetch_related_objects(bids, "files__opened")
    return [_read(bid, tender) for bid in bids]


def _read(bid: Bid, tender: Tender) -> ReadBid:
    technical, prices = bid.technical or {}, bid.prices or {}
    confirmed = set(technical.get("eligibility", []))
    files = {str(row.public_id): row for row in bid.files.all()}
    return ReadBid(
        bid=bid,
        answers={int(key): text for key, text in technical.get("answers", {}).items()},
        conditions=[(row, row.pk in confirmed) for row in tender.conditions.all()],
        prices=[
            (row, Decimal(prices[str(row.pk)]) if str(row.pk) in prices else None)
            for row in tender.deliverables.all()
        ],
        files=[(listed, files.get(listed["id"])) for listed in technical.get("files", [])],
    )


def own_notes(seat: Evaluator, bid: Bid) -> tuple[dict[int, Note], int]:
    """This evaluator's notes on the bid, and their version (0: none saved)."""
    return _notes(Score.objects.filter(evaluator=seat, bid=bid))


def all_own_notes(seat: Evaluator) -> dict[tuple[int, int], Score]:
    """This evaluator's notes by bid and criterion."""
    return {(row.bid_id, row.criterion_id): row for row in Score.objects.filter(evaluator=seat)}


def agreed_notes(bid: Bid) -> tuple[dict[int, Note], int]:
    """The committee's notes on the bid, and their version."""
    return _notes(ConsensusScore.objects.filter(bid=bid))


def progress(seat: Evaluator, tender: Tender) -> list[Progress]:
    """How far this evaluator is with each bid."""
    own = Q(scores__evaluator=seat, scores__note__isnull=False)
    bids = bids_to_note(tender).select_related("vendor").annotate(noted=Count("scores", filter=own))
    total = tender.criteria.count()
    return [Progress(bid, bid.noted, total) for bid in bids.order_by("sealed_at", "pk")]


def side_by_side(bid: Bid, evaluation: Evaluation) -> dict[int, SideBySide]:
    """Everybody's notes on the bid, by criterion. Only for those who may see them all."""
    sitting = seats(evaluation)
    rows = Score.objects.filter(bid=bid, evaluator__in=sitting)
    found = {(row.evaluator_id, row.criterion_id): row for row in rows}
    return {
        criterion.pk: _compare([(seat, found.get((seat.pk, criterion.pk))) for seat in sitting])
        for criterion in bid.tender.criteria.all()
    }


def agreed(tender: Tender) -> list[Agreed]:
    """Every opened bid with the committee's notes, as far as they go."""
    criteria = list(tender.criteria.all()) if tender.has_quality else []
    bids = list(bidders(tender))
    rows = ConsensusScore.objects.filter(bid__in=bids)
    found = {(row.bid_id, row.criterion_id): row for row in rows}
    judged = qualities(tender, bids)
    return [_agreed(bid, criteria, found, judged.get(bid.pk)) for bid in bids]


def _agreed(
    bid: Bid,
    criteria: Sequence[Criterion],
    found: Mapping[tuple[int, int], ConsensusScore],
    quality: Quality | None,
) -> Agreed:
    rows = [found.get((bid.pk, criterion.pk)) for criterion in criteria]
    complete = all(row is not None and row.note is not None and row.comment for row in rows)
    notes = [row.note if row else None for row in rows]
    return Agreed(bid, list(zip(notes, criteria, strict=True)), quality, complete)


def _compare(scores: list[tuple[Evaluator, Score | None]]) -> SideBySide:
    notes = [row.note for _seat, row in scores if row is not None and row.note is not None]
    if not notes:
        return SideBySide(scores, None, None)
    return SideBySide(scores, sum(notes, Decimal(0)) / len(notes), max(notes) - min(notes))


def _notes(rows: Iterable[Any]) -> tuple[dict[int, Note], int]:
    found = list(rows)
    notes = {row.criterion_id: Note(row.note, row.comment) for row in found}
    return notes, max((row.version for row in found), default=0)
