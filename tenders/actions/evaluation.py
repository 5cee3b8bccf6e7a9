"""From individual notes to a locked evaluation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import Conflict, IllegalTransition, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock, lock_all, lock_shared
from marketplace.sealing.api import PRICE
from marketplace.sealing.errors import SealError
from marketplace.sealing.refusals import note_refusal
from marketplace.transitions import move
from tenders.actions import evaluation_mail as mail
from tenders.actions.notes import bid_to_note, check_notes, write_notes
from tenders.actions.opening import open_prices
from tenders.actions.opening_approval import announce_opening
from tenders.actions.outcome import end_unsuccessful, set_aside
from tenders.models import Bid, ConsensusScore, Evaluation, Evaluator, Score, Tender
from tenders.queries.books import notes_digest
from tenders.queries.evaluating import missing_notes
from tenders.queries.ranking import qualities
from tenders.states import (
    ACTIVE_AWARDS,
    BID,
    EVALUATION,
    BidStatus,
    EvaluationStatus,
    TenderStatus,
)
from tenders.values import Disqualification, Note


@transaction.atomic
def save_scores(
    *,
    tender_id: int,
    bid_id: int,
    notes: Mapping[int, Note],
    version: int,
    actor: User,
    at: datetime,
) -> int:
    """Save the actor's own notes on one bid, by criterion, as a draft. Return their version.

    ``version`` is the one the page was made from: a stale save is refused and
    what was typed stays with the caller. Raises NotAuthorized,
    IllegalTransition, StaleNotes or Invalid; nothing has then changed.
    """
    tender = Tender.objects.get(pk=tender_id)
    authorize(actor, "tenders.score_bids", tender)
    evaluation = lock_shared(Evaluation.objects.all(), tender=tender)
    _require(evaluation, EvaluationStatus.SCORING)
    seat = lock(evaluation.evaluators.sitting(), user=actor)
    if seat.submitted_at is not None:
        raise Conflict(_("You have handed in your notes: they can't be changed any more."))
    bid = bid_to_note(tender, bid_id)
    check_notes(tender, notes)
    rows = Score.objects.filter(evaluator=seat, bid=bid)
    return write_notes(rows, notes, version=version, at=at, evaluator=seat, bid=bid)


@transaction.atomic
def hand_in_scores(*, tender_id: int, actor: User, at: datetime) -> Evaluator:
    """Hand in the actor's sheet, for good. The chair is told when it was the last one.

    Raises NotAuthorized, IllegalTransition, Conflict (handed in already) or
    Invalid (a note is missing); nothing has then changed.
    """
    tender = Tender.objects.get(pk=tender_id)
    authorize(actor, "tenders.score_bids", tender)
    evaluation = lock(Evaluation.objects.all(), tender=tender)
    _require(evaluation, EvaluationStatus.SCORING)
    seat = lock(evaluation.evaluators.sitting(), user=actor)
    if seat.submitted_at is not None:
        raise Conflict(_("You have already handed in your notes."))
    scores = Score.objects.filter(evaluator=seat, bid__status=BidStatus.OPENED)
    if missing := missing_notes(tender, scores):
        raise Invalid(_("Notes are missing: %(count)s.") % {"count": missing})

    seat.submitted_at = at
    seat.save(update_fields=["submitted_at"])
    record(
        "evaluation.scores-handed-in",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={"notes": notes_digest(scores)},
    )
    if not evaluation.evaluators.sitting().filter(submitted_at__isnull=True).exists():
        mail.tell_all_handed_in(tender, at=at)
    return seat


@transaction.atomic
def start_consensus(*, tender_id: int, actor: User, at: datetime) -> Evaluation:
    """Show the committee its members' notes side by side, once all of them are in.

    Raises NotAuthorized, IllegalTransition or Invalid; nothing has then changed.
    """
    tender = Tender.objects.get(pk=tender_id)
    authorize(actor, "tenders.chair_evaluation", tender)
    evaluation = lock(Evaluation.objects.all(), tender=tender)
    _require(evaluation, EvaluationStatus.SCORING)
    late = [str(seat) for seat in evaluation.evaluators.sitting().filter(submitted_at__isnull=True)]
    if late:
        raise Invalid(_("Still to hand in their notes: %(names)s.") % {"names": ", ".join(late)})
    move(evaluation, EvaluationStatus.CONSENSUS, EVALUATION)
    record("evaluation.consensus-started", subject=tender.reference, actor=actor, at=at)
    return evaluation


@transaction.atomic
def save_consensus(
    *,
    tender_id: int,
    bid_id: int,
    notes: Mapping[int, Note],
    version: int,
    actor: User,
    at: datetime,
) -> int:
    """Save the committee's notes on one bid, by criterion, as a draft. Return their version.

    The comments go to the firm. ``version`` as in ``save_scores``. Raises
    NotAuthorized, IllegalTransition, StaleNotes or Invalid; nothing has then changed.
    """
    tender = Tender.objects.get(pk=tender_id)
    authorize(actor, "tenders.chair_evaluation", tender)
    evaluation = lock(Evaluation.objects.all(), tender=tender)
    _require(evaluation, EvaluationStatus.CONSENSUS)
    bid = bid_to_note(tender, bid_id)
    check_notes(tender, notes)
    rows = ConsensusScore.objects.filter(bid=bid)
    return write_notes(rows, notes, version=version, at=at, bid=bid, noted_by=actor)


@transaction.atomic
def disqualify_bid(
    *, bid_id: int, reason: Disqualification, text: str, actor: User, at: datetime
) -> Bid:
    """Set a bid aside, with a coded reason and words that the firm will read.

    Possible while the bids are judged, and, for what only prices show, until an
    award is recommended; the call ends unsuccessful if no valid bid is left
    then. Raises NotAuthorized, IllegalTransition or Invalid; nothing has then changed.
    """
    tender_id = Bid.objects.values_list("tender", flat=True).get(pk=bid_id)
    tender = lock(Tender.objects.select_related("author", "buyer"), pk=tender_id)
    authorize(actor, "tenders.disqualify_bid", tender)
    evaluation = lock(Evaluation.objects.all(), tender=tender)
    bid = lock(Bid.objects.select_related("tender", "vendor"), pk=bid_id)
    _require_judging(tender, evaluation)
    if reason == Disqualification.QUALITY:
        raise Invalid(
            _("The notes decide by themselves whether quality is enough."), field="reason"
        )
    if not text.strip():
        raise Invalid(_("Tell the firm why its bid is set aside."), field="text")
    set_aside(bid, reason, text=text.strip(), by=actor, actor=actor, at=at)
    is_last = not tender.bids.filter(status=BidStatus.VALID).exists()
    if tender.status == TenderStatus.AWARD_PENDING and is_last:
        end_unsuccessful(tender, actor=actor, at=at)
    return bid


def lock_evaluation(*, tender_id: int, actor: User, at: datetime) -> bool:
    """Fix the committee's notes for good, then open the prices and see who is left.

    Bids under a pass mark or the minimum quality are set aside, their prices
    unopened. Two transactions: custody opens prices only after the locked notes
    are on record. Returns whether the prices are open; if custody refuses just
    now, the refusal is entered in the ledger and the sweep goes on from there.

    Raises NotAuthorized, IllegalTransition or Invalid; nothing has then changed.
    """
    _lock_notes(tender_id=tender_id, actor=actor, at=at)
    try:
        return open_prices(tender_id=tender_id, actor=actor, at=at)
    except SealError as refusal:
        note_refusal(Tender.objects.get(pk=tender_id).reference, refusal, at=at)
        return False


@transaction.atomic
def _lock_notes(*, tender_id: int, actor: User, at: datetime) -> None:
    tender = lock(Tender.objects.all(), pk=tender_id)
    authorize(actor, "tenders.chair_evaluation", tender)
    evaluation = lock(Evaluation.objects.all(), tender=tender)
    _require(evaluation, EvaluationStatus.CONSENSUS)
    bids = lock_all(tender.bids.select_related("vendor", "tender").filter(status=BidStatus.OPENED))
    scores = ConsensusScore.objects.filter(bid__in=bids)
    _require_complete(tender, bids, scores)

    judged = qualities(tender, bids)
    for bid in bids:
        if not tender.has_quality or not judged[bid.pk].shortfalls:
            move(bid, BidStatus.VALID, BID)
        else:
            set_aside(bid, Disqualification.QUALITY, text="", by=None, actor=actor, at=at)
    move(evaluation, EvaluationStatus.LOCKED, EVALUATION, locked_at=at)
    record(
        "scores.technical.locked",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={"notes": notes_digest(scores)},
    )
    if tender.has_quality:
        announce_opening(tender, [PRICE], actor, at)


def _require(evaluation: Evaluation, status: EvaluationStatus) -> None:
    if evaluation.status != status:
        raise IllegalTransition(
            _("This can't be done now: the evaluation is at the step “%(step)s”.")
            % {"step": evaluation.get_status_display()}
        )


def _require_judging(tender: Tender, evaluation: Evaluation) -> None:
    judging = tender.status == TenderStatus.EVALUATION and evaluation.status in [
        EvaluationStatus.SCORING,
        EvaluationStatus.CONSENSUS,
    ]
    undecided = (
        tender.status == TenderStatus.AWARD_PENDING
        and not tender.awards.filter(status__in=ACTIVE_AWARDS).exists()
    )
    if not (judging or undecided):
        raise IllegalTransition(_("Bids can't be set aside at this step."))


def _require_complete(tender: Tender, bids: list[Bid], scores: Any) -> None:
    if unopened := [str(bid.vendor) for bid in bids if bid.opening_fault]:
        raise Invalid(
            _("Decide first about the bids that could not be opened: %(firms)s.")
            % {"firms": ", ".join(unopened)}
        )
    missing = missing_notes(tender, scores)
    if missing:
        raise Invalid(_("Notes of the committee are missing: %(count)s.") % {"count": missing})
    if tender.has_quality and scores.filter(comment="").exists():
        raise Invalid(_("Each note needs a comment: the firms will read it."))
