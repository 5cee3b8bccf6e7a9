"""Somebody asks to join a firm; one of its owners answers."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import Conflict
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.notifications.notify import notify
from vendors.models import JoinRequest, Registration, Vendor, VendorMembership
from vendors.queries.facts import vendor_facts
from vendors.queries.firms import owners_of
from vendors.states import VendorRole, VendorStatus

REST = timedelta(days=30)  # after a refusal


@transaction.atomic
def ask_to_join(*, vendor_id: int, actor: User, at: datetime) -> JoinRequest:
    """Ask the owners of a firm to be let in; they are told who asks. Asking twice is once.

    A registration that was begun ends: the firm is here already. Raises NotAuthorized (also for a
    firm that the person can't know of), or Conflict within thirty days of a refusal; nothing is
    then changed.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.ask_to_join", vendor)
    asked = vendor.join_requests.filter(user=actor)
    if waiting := asked.open().first():
        return waiting
    if asked.filter(is_accepted=False, answered_at__gt=at - REST).exists():
        raise Conflict(_("The firm has refused. You can ask again a month later."))
    request = JoinRequest.objects.create(vendor=vendor, user=actor, asked_at=at)
    Registration.objects.filter(user=actor).delete()
    record("vendor.join-asked", subject=vendor.reference, actor=actor, at=at)
    notify(
        "vendor-join-asked",
        recipients=owners_of(vendor),
        occasion=str(request.public_id),
        at=at,
        context={**vendor_facts(vendor), "by": str(actor), "email": actor.email},
    )
    return request


@transaction.atomic
def answer_join(
    *, request_id: int, is_accepted: bool, actor: User, at: datetime
) -> VendorMembership | None:
    """Let the person in, as a bidder, or not; they are told. Returns the seat, if there is one.

    Raises NotAuthorized, or Conflict when another owner has answered; nothing is then changed.
    """
    vendor = lock(Vendor.objects.all(), join_requests=request_id)
    request = lock(JoinRequest.objects.all(), pk=request_id)
    authorize(actor, "vendors.change_vendor", vendor)
    if request.answered_at is not None:
        raise Conflict(_("This request was answered already."))
    request.answered_at, request.answered_by, request.is_accepted = at, actor, is_accepted
    request.save(update_fields=["answered_at", "answered_by", "is_accepted"])
    is_known = is_accepted or vendor.status == VendorStatus.ADMITTED
    named = vendor.name if is_known else vendor.neq  # a firm that is not public stays so
    seat = _seat(vendor, request.user, actor, at) if is_accepted else None
    notify(
        "vendor-join-answered",
        recipients=[request.user],
        occasion=str(request.public_id),
        at=at,
        context={**vendor_facts(vendor), "vendor": named, "accepted": is_accepted},
    )
    return seat


def _seat(vendor: Vendor, person: User, actor: User, at: datetime) -> VendorMembership:
    seat, made = VendorMembership.objects.get_or_create(
        vendor=vendor, user=person, defaults={"role": VendorRole.BIDDER, "created_at": at}
    )
    if made:
        record("vendor.member-added", subject=vendor.reference, actor=actor, at=at,
               data={"person": str(person.public_id), "role": seat.role})  # fmt: skip
    return seat
