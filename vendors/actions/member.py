"""The people of a firm."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import DomainError, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.notifications.notify import notify
from vendors.models import Vendor, VendorMembership
from vendors.queries.facts import vendor_facts
from vendors.states import VendorRole


class LastOwner(DomainError):
    """The firm would be left without an owner."""


@transaction.atomic
def set_member(
    *, vendor_id: int, email: str, role: str, actor: User, at: datetime
) -> VendorMembership:
    """Give the person with this address ``role`` in the firm. A new member is told.

    Raises NotAuthorized, Invalid (unknown address or role) or LastOwner;
    nothing is then changed.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.change_vendor", vendor)
    if role not in VendorRole.values:
        raise Invalid(_("Choose what this person may do."), field="role")
    user = _person(email)
    if role != VendorRole.OWNER:
        _keep_an_owner(vendor, without=user)
    member, is_new = VendorMembership.objects.update_or_create(
        vendor=vendor,
        user=user,
        defaults={"role": role},
        create_defaults={"role": role, "created_at": at},
    )
    record(
        "vendor.member-set",
        subject=vendor.reference,
        actor=actor,
        at=at,
        data={"person": str(user.public_id), "role": role},
    )
    if is_new:
        notify(
            "vendor-member",
            recipients=[user],
            occasion=f"{vendor.pk}:{at.isoformat()}",
            at=at,
            context={**vendor_facts(vendor), "by": str(actor)},
        )
    return member


@transaction.atomic
def remove_member(*, vendor_id: int, user_id: int, actor: User, at: datetime) -> None:
    """End a person's part in the firm. Anybody may leave by themselves.

    Raises NotAuthorized or LastOwner; nothing is then changed.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    if actor.pk != user_id:
        authorize(actor, "vendors.change_vendor", vendor)
    user = User.objects.get(pk=user_id)
    _keep_an_owner(vendor, without=user)
    VendorMembership.objects.filter(vendor=vendor, user=user).delete()
    record(
        "vendor.member-removed",
        subject=vendor.reference,
        actor=actor,
        at=at,
        data={"person": str(user.public_id)},
    )


def _person(email: str) -> User:
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise Invalid(
            _("Nobody here has this address. Ask the person to create an account first."),
            field="email",
        )
    return user


def _keep_an_owner(vendor: Vendor, *, without: User) -> None:
    owners = vendor.memberships.filter(role=VendorRole.OWNER)
    if not owners.exclude(user=without).exists():
        raise LastOwner(_("A firm keeps at least one owner. Name another one first."))
