"""Who judges the bids: seats on the committee, and the declaration that comes before anything."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import Conflict, IllegalTransition, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock, lock_all
from marketplace.transitions import move
from tenders.actions import evaluation_mail as mail
from tenders.models import Evaluation, Evaluator, Tender
from tenders.rules import belongs_to_a_bidder
from tenders.states import EVALUATION, EvaluationStatus, TenderStatus
from tenders.values import Capability

COMPOSABLE = [
    TenderStatus.SCHEDULED,
    TenderStatus.OPEN,
    TenderStatus.CLOSED,
    TenderStatus.EVALUATION,
]


@transaction.atomic
def compose_committee(
    *, tender_id: int, members: Sequence[User], chair: User, actor: Any, at: datetime
) -> Evaluation:
    """Seat exactly ``members``, of whom ``chair`` presides, before the closing or after.

    Who is no longer among them is recused, or forgotten if nothing was declared
    yet. Once the consensus has begun nobody can join who noted nothing, but the
    chair may change. New members are told.

    Raises NotAuthorized, IllegalTransition or Invalid; nothing has then changed.
    """
    tender = lock(Tender.objects.select_related("buyer"), pk=tender_id)
    authorize(actor, "tenders.compose_committee", tender)
    evaluation, _made = Evaluation.objects.get_or_create(tender=tender, defaults={"created_at": at})
    evaluation = lock(Evaluation.objects.all(), pk=evaluation.pk)
    if tender.status not in COMPOSABLE or evaluation.status == EvaluationStatus.LOCKED:
        raise IllegalTransition(_("The committee of this call can no longer be changed."))
    seats = {seat.user_id: seat for seat in lock_all(evaluation.evaluators.all())}
    _check_members(tender, evaluation, seats, members, chair)

    newcomers = _seat(evaluation, seats, members, chair, at)
    record(
        "evaluation.committee-composed",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={
            "members": [str(member.public_id) for member in members],
            "chair": str(chair.public_id),
        },
    )
    mail.tell_seated(tender, newcomers, at=at)
    _begin_when_all_declared(tender, evaluation)
    return evaluation


@transaction.atomic
def declare_interest(
    *, tender_id: int, has_interest: bool, interest: str, actor: User, at: datetime
) -> Evaluator:
    """Say whether there are ties with a bidder. Whoever has some leaves the committee at once.

    Bids are shown only to those who declared none. When all have declared, the
    notes begin. Raises NotAuthorized, IllegalTransition, Conflict (declared
    already) or Invalid; nothing has then changed.
    """
    tender = lock(Tender.objects.select_related("buyer", "author"), pk=tender_id)
    authorize(actor, "tenders.declare_interest", tender)
    if tender.status != TenderStatus.EVALUATION:
        raise IllegalTransition(_("Interests are declared once the bids are opened."))
    evaluation = lock(Evaluation.objects.all(), tender=tender)
    seat = lock(evaluation.evaluators.sitting(), user=actor)
    if seat.declared_at is not None:
        raise Conflict(_("You have already made your declaration."))
    _check_declaration(tender, actor, has_interest, interest)

    seat.declared_at = at
    seat.interest = interest.strip() if has_interest else ""
    seat.recused_at = at if has_interest else None
    seat.save(update_fields=["declared_at", "interest", "recused_at"])
    record(
        "evaluation.interest-declared",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={"interest": has_interest},
    )
    if has_interest:
        mail.tell_recused(tender, seat, at=at)
    _begin_when_all_declared(tender, evaluation)
    return seat


def _check_members(
    tender: Tender,
    evaluation: Evaluation,
    seats: dict[int, Evaluator],
    members: Sequence[User],
    chair: User,
) -> None:
    if chair not in members:
        raise Invalid(_("Choose the chair among the members."), field="chair")
    allowed = set(tender.buyer.holders(Capability.EVALUATOR).values_list("pk", flat=True))
    for member in members:
        seat = seats.get(member.pk)
        if member.pk not in allowed:
            raise Invalid(
                _("%(name)s may not evaluate bids for this body.") % {"name": member},
                field="members",
            )
        if seat is not None and seat.interest:
            raise Invalid(
                _("%(name)s declared ties with a bidder and can't sit.") % {"name": member},
                field="members",
            )
        is_new = seat is None or seat.submitted_at is None
        notes_are_in = evaluation.status == EvaluationStatus.CONSENSUS and tender.has_quality
        if is_new and notes_are_in:
            raise Invalid(
                _("The consensus has begun: nobody can join who has handed in no notes."),
                field="members",
            )


def _seat(
    evaluation: Evaluation,
    seats: dict[int, Evaluator],
    members: Sequence[User],
    chair: User,
    at: datetime,
) -> list[User]:
    """Write the seats. Returns the members who had none."""
    evaluation.evaluators.update(is_chair=False)
    staying = {member.pk for member in members}
    for user_id, seat in seats.items():
        if user_id in staying or seat.recused_at is not None:
            continue
        if seat.declared_at is None:
            seat.delete()
        else:
            seat.recused_at = at
            seat.save(update_fields=["recused_at"])
    for member in members:
        evaluation.evaluators.update_or_create(
            user=member, defaults={"recused_at": None, "is_chair": member == chair}
        )
    sat = {user_id for user_id, seat in seats.items() if seat.recused_at is None}
    return [member for member in members if member.pk not in sat]


def _check_declaration(tender: Tender, actor: User, has_interest: bool, interest: str) -> None:
    if has_interest and not interest.strip():
        raise Invalid(_("Say in a few words which ties you have."), field="interest")
    if not has_interest and belongs_to_a_bidder(actor, tender):
        raise Invalid(
            _("You belong to a firm that bid on this call: declare this tie."),
            field="has_interest",
        )


def _begin_when_all_declared(tender: Tender, evaluation: Evaluation) -> None:
    """Go on once everybody seated has declared: to the notes, or straight to the chair."""
    waiting = evaluation.status == EvaluationStatus.DECLARATIONS
    if not waiting or tender.status != TenderStatus.EVALUATION:
        return
    seats = list(evaluation.evaluators.sitting())
    if all(seat.declared_at for seat in seats) and any(seat.is_chair for seat in seats):
        target = EvaluationStatus.SCORING if tender.has_quality else EvaluationStatus.CONSENSUS
        move(evaluation, target, EVALUATION)
