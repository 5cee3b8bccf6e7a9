"""The people of a public body and what they may do there."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.accounts.proof import require_fresh
from marketplace.authorization import authorize
from marketplace.errors import DomainError, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.notifications.notify import notify
from tenders.models import Buyer, BuyerMembership
from tenders.queries.facts import buyer_facts
from tenders.values import Capability


class LastAdministrator(DomainError):
    """The body would be left with nobody to administer it."""


@transaction.atomic
def set_member(
    *,
    buyer_id: int,
    email: str,
    capabilities: Collection[str],
    proved_at: datetime | None,
    actor: User,
    at: datetime,
) -> BuyerMembership:
    """Let the person with this address do exactly ``capabilities`` for the body.

    A new member is told, and must from then on sign in with a second factor.
    ``proved_at`` is when the actor last gave theirs.

    Raises NotAuthorized, ProofTooOld, Invalid (unknown address, no capability)
    or LastAdministrator; nothing is then changed.
    """
    buyer = lock(Buyer.objects.all(), pk=buyer_id)
    authorize(actor, "tenders.change_buyer", buyer)
    require_fresh(proved_at, at=at)
    chosen = [name for name in Capability.values if name in capabilities]
    if not chosen:
        raise Invalid(_("Choose at least one thing this person may do."), field="capabilities")
    user = _person(email)
    member = BuyerMembership.objects.filter(buyer=buyer, user=user).first()
    if Capability.ADMINISTRATOR not in chosen:
        _keep_an_administrator(buyer, without=user)
    is_new = member is None
    member = member or BuyerMembership(buyer=buyer, user=user, created_at=at)
    member.capabilities = chosen
    member.save()
    require_second_factor(user)
    _record("buyer.member-set", buyer, user, actor, at, chosen)
    if is_new and user.pk != actor.pk:
        _tell(buyer, user, actor, at)
    return member


@transaction.atomic
def remove_member(
    *, buyer_id: int, user_id: int, proved_at: datetime | None, actor: User, at: datetime
) -> None:
    """End a person's part in the body. Anybody may leave by themselves.

    ``proved_at`` is when the actor last gave a second factor; who leaves needs none.

    Raises NotAuthorized, ProofTooOld or LastAdministrator; nothing is then changed.
    """
    buyer = lock(Buyer.objects.all(), pk=buyer_id)
    if user_id != actor.pk:
        authorize(actor, "tenders.change_buyer", buyer)
        require_fresh(proved_at, at=at)
    user = User.objects.get(pk=user_id)
    member = BuyerMembership.objects.get(buyer=buyer, user=user)
    _keep_an_administrator(buyer, without=user)
    member.delete()
    require_second_factor(user)
    _record("buyer.member-removed", buyer, user, actor, at, [])


def require_second_factor(user: User) -> None:
    """Hold a person to a second factor exactly while they have a buyer's or the operator's role."""
    person = lock(User.objects.all(), pk=user.pk)
    has_role = BuyerMembership.objects.filter(user=person).exists()
    person.requires_second_factor = person.is_operator or has_role
    person.save(update_fields=["requires_second_factor"])
    user.requires_second_factor = person.requires_second_factor


def _person(email: str) -> User:
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise Invalid(
            _(
                "Nobody has an account with this address yet. Ask the person to create one, "
                "then add them here."
            ),
            field="email",
        )
    return user


def _keep_an_administrator(buyer: Buyer, *, without: User) -> None:
    others = buyer.memberships.filter(capabilities__contains=[Capability.ADMINISTRATOR])
    if not others.exclude(user=without).exists():
        raise LastAdministrator(
            _(
                "This is the last person who administers the organisation. "
                "Name another administrator first."
            )
        )


def _record(
    action: str, buyer: Buyer, user: User, actor: User, at: datetime, capabilities: list[str]
) -> None:
    record(
        action,
        subject=buyer.reference,
        actor=actor,
        at=at,
        data={"person": str(user.public_id), "capabilities": capabilities},
    )


def _tell(buyer: Buyer, user: User, actor: User, at: datetime) -> None:
    notify(
        "buyer-member",
        recipients=[user],
        occasion=f"{buyer.pk}:{at.isoformat()}",
        at=at,
        context={**buyer_facts(buyer), "by": str(actor)},
    )
