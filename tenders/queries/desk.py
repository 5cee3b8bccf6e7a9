"""What the home page of an evaluation shows to one person, and may be done there."""

from typing import Any

from tenders.models import Bid, Evaluation, Evaluator, Tender
from tenders.queries.awarding import active_award
from tenders.queries.judging import (
    Agreed,
    Progress,
    agreed,
    bidders,
    progress,
    seat_of,
    seats,
    stage_of,
)
from tenders.states import AFTER_NOTES, EvaluationStatus


def desk_of(tender: Tender, user: Any) -> dict[str, Any]:
    """Committee, stage, one's own notes, the committee's: each as far as ``user`` may see it."""
    evaluation = Evaluation.objects.filter(tender=tender).first()
    seat = seat_of(tender, user)
    sitting = seats(evaluation) if evaluation else []
    judges = user.has_perm("tenders.score_bids", tender)
    sheets = _sheets(seat, evaluation, tender) if judges else []
    notes = _notes(evaluation, tender, user)
    return {
        "evaluation": evaluation,
        "seat": seat,
        "seats": sitting,
        "stage": stage_of(tender, evaluation, sitting, sheets),
        "bidders": list(bidders(tender)) if tender.opened_at else [],
        "criteria": list(tender.criteria.all()) if tender.has_quality else [],
        "sheets": sheets,
        "agreed": notes,
        "award": active_award(tender),
        "sees_bids": bool(judges or notes),
        "may_compose": user.has_perm("tenders.compose_committee", tender),
        "may_open": user.has_perm("tenders.open_bids", tender),
        "may_chair": user.has_perm("tenders.chair_evaluation", tender),
    }


def _sheets(
    seat: Evaluator | None, evaluation: Evaluation | None, tender: Tender
) -> list[Progress]:
    noting = evaluation is not None and evaluation.status == EvaluationStatus.SCORING
    return progress(seat, tender) if seat and noting else []


def _notes(evaluation: Evaluation | None, tender: Tender, user: Any) -> list[Agreed]:
    if evaluation is None or evaluation.status not in AFTER_NOTES:
        return []
    sees = Bid.objects.visible_to(user).filter(tender=tender).exists()
    return agreed(tender) if sees else []
