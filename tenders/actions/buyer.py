"""A public body comes to the platform."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.checking import check_columns
from marketplace.errors import Conflict, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.notifications.notify import notify
from marketplace.transitions import move
from tenders.actions.member import require_second_factor
from tenders.actions.notice import outdate_notices
from tenders.models import Buyer, BuyerMembership
from tenders.queries.audience import administrators, operators
from tenders.queries.facts import buyer_facts
from tenders.states import BUYER, BuyerStatus
from tenders.values import BuyerDetails, Capability


@transaction.atomic
def register_buyer(*, details: BuyerDetails, actor: User, at: datetime) -> Buyer:
    """Enter a public body, waiting for the operator's admission, administered by ``actor``.

    From then on ``actor`` must sign in with a second factor. The operators are told.

    Raises NotAuthorized or Invalid; nothing is then stored.
    """
    authorize(actor, "tenders.register_buyer")
    buyer = Buyer(slug=_free_slug(details.name_fr), created_at=at)
    _write(buyer, details)
    _insert(buyer)
    BuyerMembership.objects.create(
        buyer=buyer, user=actor, capabilities=[Capability.ADMINISTRATOR], created_at=at
    )
    require_second_factor(actor)
    record("buyer.registered", subject=buyer.reference, actor=actor, at=at)
    _tell_operators(buyer, at)
    return buyer


@transaction.atomic
def update_buyer(*, buyer_id: int, details: BuyerDetails, actor: User, at: datetime) -> Buyer:
    """Change what a body says of itself. A refused one thereby asks again for admission.

    Raises NotAuthorized or Invalid; nothing is then changed.
    """
    buyer = lock(Buyer.objects.all(), pk=buyer_id)
    authorize(actor, "tenders.change_buyer", buyer)
    _write(buyer, details)
    buyer.save()
    outdate_notices(buyer)
    record(
        "buyer.updated",
        subject=buyer.reference,
        actor=actor,
        at=at,
        data={"allows_single_officer": buyer.allows_single_officer},
    )
    if buyer.status == BuyerStatus.REFUSED:
        move(buyer, BuyerStatus.PENDING, BUYER)
        _tell_operators(buyer, at)
    return buyer


@transaction.atomic
def admit_buyer(*, buyer_id: int, actor: User, at: datetime) -> Buyer:
    """Let a body buy here, for the first time or again after a suspension.

    Its administrators are told. Raises NotAuthorized or IllegalTransition; nothing is then changed.
    """
    return _decide(buyer_id, BuyerStatus.ADMITTED, "buyer-admitted", "", actor, at, admitted_at=at)


@transaction.atomic
def refuse_buyer(*, buyer_id: int, reason: str, actor: User, at: datetime) -> Buyer:
    """Refuse admission, with a reason that the body's administrators are told.

    Raises NotAuthorized, Invalid or IllegalTransition; nothing is then changed.
    """
    return _decide(buyer_id, BuyerStatus.REFUSED, "buyer-refused", reason, actor, at)


@transaction.atomic
def suspend_buyer(*, buyer_id: int, reason: str, actor: User, at: datetime) -> Buyer:
    """Stop a body from acting here; what it published stays public. Its administrators are told.

    Raises NotAuthorized, Invalid or IllegalTransition; nothing is then changed.
    """
    return _decide(buyer_id, BuyerStatus.SUSPENDED, "buyer-suspended", reason, actor, at)


def _decide(
    buyer_id: int,
    status: BuyerStatus,
    kind: str,
    reason: str,
    actor: User,
    at: datetime,
    **stamps: Any,
) -> Buyer:
    buyer = lock(Buyer.objects.all(), pk=buyer_id)
    authorize(actor, "tenders.admit_buyer", buyer)
    if status != BuyerStatus.ADMITTED and not reason.strip():
        raise Invalid(_("Say why: the organisation will read it."), field="reason")
    move(buyer, status, BUYER, status_reason=reason.strip(), **stamps)
    record(f"buyer.{status}", subject=buyer.reference, actor=actor, at=at)
    notify(
        kind,
        recipients=administrators(buyer),
        occasion=f"{buyer.pk}:{at.isoformat()}",
        at=at,
        context={**buyer_facts(buyer), "reason": buyer.status_reason},
    )
    return buyer


def _write(buyer: Buyer, details: BuyerDetails) -> None:
    values = asdict(details)
    for name, value in values.items():
        setattr(buyer, name, value)
    check_columns(buyer, values)


def _insert(buyer: Buyer) -> None:
    try:
        with transaction.atomic():
            buyer.save(force_insert=True)
    except IntegrityError as clash:
        raise Conflict(
            _("An organisation of this name registered at the same moment. Send the form again.")
        ) from clash


def _free_slug(name: str) -> str:
    """An address for the body, such as ``ville-de-rimouski-2`` where the plain one is taken."""
    wanted = slugify(name)[:70].strip("-") or "acheteur"
    taken = set(Buyer.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    candidates = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)


def _tell_operators(buyer: Buyer, at: datetime) -> None:
    notify(
        "buyer-registered",
        recipients=operators(),
        occasion=f"{buyer.pk}:{at.isoformat()}",
        at=at,
        context=buyer_facts(buyer),
    )
