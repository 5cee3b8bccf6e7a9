"""The people of a firm: invited, given a role, removed. A firm always has an owner."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import Conflict, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.notifications.notify import notify, notify_address
from vendors.models import Invitation, Vendor, VendorMembership
from vendors.queries.facts import vendor_facts
from vendors.states import VendorRole

GOOD_FOR = timedelta(days=14)


@transaction.atomic
def invite_member(
    *, vendor_id: int, email: str, role: str, actor: User, at: datetime
) -> Invitation:
    """Ask the person at ``email`` to join the firm. Inviting again replaces the first invitation.

    The answer is the same whether that address has an account or not. Raises NotAuthorized or
    Invalid (already a member); nothing is then changed.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.change_vendor", vendor)
    email = email.strip().lower()
    if vendor.members.filter(email=email).exists():
        raise Invalid(_("This person belongs to the firm already."), field="email")
    vendor.invitations.filter(email=email, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=at
    )
    invitation = Invitation.objects.create(
        vendor=vendor,
        email=email,
        role=role,
        invited_by=actor,
        created_at=at,
        expires_at=at + GOOD_FOR,
    )
    record(
        "vendor.member-invited", subject=vendor.reference, actor=actor, at=at, data={"role": role}
    )
    send_invitation(invitation, at, by=str(actor))
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, actor: User, at: datetime) -> None:
    """Take an invitation back. Raises NotAuthorized; doing it twice is the same."""
    invitation = Invitation.objects.get(pk=invitation_id)
    vendor = lock(Vendor.objects.all(), pk=invitation.vendor_id)
    authorize(actor, "vendors.change_vendor", vendor)
    Invitation.objects.filter(pk=invitation_id, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=at
    )


@transaction.atomic
def accept_invitation(*, invitation_id: int, actor: User, at: datetime) -> VendorMembership:
    """Join the firm that sent the invitation, in the role it named.

    Raises NotAuthorized for anyone but the person invited, or Conflict when the invitation was
    withdrawn, was used or has expired; nothing is then changed.
    """
    invitation = Invitation.objects.get(pk=invitation_id)
    vendor = lock(Vendor.objects.all(), pk=invitation.vendor_id)
    invitation = lock(Invitation.objects.all(), pk=invitation_id)
    authorize(actor, "vendors.accept_invitation", invitation)
    if not Invitation.objects.open(at).filter(pk=invitation_id).exists():
        raise Conflict(_("This invitation is no longer good. Ask the firm for another."))
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    seat, made = VendorMembership.objects.get_or_create(
        vendor=vendor, user=actor, defaults={"role": invitation.role, "created_at": at}
    )
    if made:
        record("vendor.member-added", subject=vendor.reference, actor=actor, at=at,
               data={"person": str(actor.public_id), "role": seat.role})  # fmt: skip
    return seat


@transaction.atomic
def set_role(*, membership_id: int, role: str, actor: User, at: datetime) -> VendorMembership:
    """Give a member another role. Raises NotAuthorized or Invalid (the last owner)."""
    vendor, seat = _held(membership_id)
    authorize(actor, "vendors.change_vendor", vendor)
    if role != VendorRole.OWNER:
        _require_another_owner(vendor, seat)
    seat.role = role
    seat.save(update_fields=["role"])
    record("vendor.member-changed", subject=vendor.reference, actor=actor, at=at,
           data={"person": str(seat.user.public_id), "role": role})  # fmt: skip
    return seat


@transaction.atomic
def remove_member(*, membership_id: int, actor: User, at: datetime) -> None:
    """Take a person out of the firm; oneself too. Raises NotAuthorized or Invalid (last owner)."""
    vendor, seat = _held(membership_id)
    if seat.user_id != actor.pk:
        authorize(actor, "vendors.change_vendor", vendor)
    _require_another_owner(vendor, seat)
    person = str(seat.user.public_id)
    seat.delete()
    record("vendor.member-removed", subject=vendor.reference, actor=actor, at=at,
           data={"person": person})  # fmt: skip


def _held(membership_id: int) -> tuple[Vendor, VendorMembership]:
    """The firm, held so that two owners can't remove each other at once, and the seat."""
    vendor = lock(Vendor.objects.all(), memberships=membership_id)
    return vendor, VendorMembership.objects.select_related("user").get(pk=membership_id)


def _require_another_owner(vendor: Vendor, seat: VendorMembership) -> None:
    others = vendor.memberships.filter(role=VendorRole.OWNER).exclude(pk=seat.pk)
    if seat.role == VendorRole.OWNER and not others.exists():
        raise Invalid(_("A firm always has an owner: name another one first."), field="role")


def send_invitation(invitation: Invitation, at: datetime, *, by: str) -> None:
    """Write to the address of an invitation, whether it has an account or not.

    ``by`` is in whose name. Within the caller's transaction.
    """
    context = {
        **vendor_facts(invitation.vendor),
        "invitation": str(invitation.public_id),
        "by": by,
        "expires_at": invitation.expires_at.isoformat(),
    }
    occasion = str(invitation.public_id)
    known = User.objects.filter(email__iexact=invitation.email).first()
    if known:
        notify("vendor-invitation", recipients=[known], occasion=occasion, at=at, context=context)
        return
    notify_address(
        "vendor-invitation",
        address=invitation.email,
        language=invitation.invited_by.language,
        occasion=occasion,
        at=at,
        context=context,
    )
