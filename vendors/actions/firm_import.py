"""The operator takes over a list of firms; whoever each is for is invited to own it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import Conflict
from marketplace.ledger.record import record
from marketplace.locking import lock
from vendors.actions.member import send_invitation
from vendors.actions.vendor import write_details
from vendors.models import Invitation, Vendor
from vendors.states import VendorRole
from vendors.values import FirmDetails

GOOD_FOR = timedelta(days=60)  # longer than from a colleague: nobody expects it


@transaction.atomic
def import_firms(*, firms: Sequence[FirmDetails], actor: User, at: datetime) -> int:
    """Enter firms that wait for admission, all or none, and invite each at its address.

    Who accepts owns the firm, and accepts the terms before its first bid. Raises NotAuthorized, or
    Invalid for what the lines were not checked for (a firm that came here meanwhile); nothing is
    then changed. Returns how many there are.
    """
    authorize(actor, "vendors.import_firms")
    for details in firms:
        vendor = Vendor(created_at=at)
        write_details(vendor, details)
        record("vendor.imported", subject=vendor.reference, actor=actor, at=at)
        _invite(vendor, actor, at)
    return len(firms)


@transaction.atomic
def invite_owner(*, vendor_id: int, actor: User, at: datetime) -> Invitation:
    """Invite the address of a firm that has no people once more.

    Raises NotAuthorized, or Conflict if somebody belongs to it: its owners invite then; nothing is
    then changed.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.import_firms")
    if vendor.memberships.exists():
        raise Conflict(_("This firm has people of its own, who invite others."))
    vendor.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=at)
    return _invite(vendor, actor, at)


def _invite(vendor: Vendor, actor: User, at: datetime) -> Invitation:
    invitation = Invitation.objects.create(
        vendor=vendor,
        email=vendor.email.lower(),
        role=VendorRole.OWNER,
        invited_by=actor,
        created_at=at,
        expires_at=at + GOOD_FOR,
    )
    send_invitation(invitation, at, by=settings.PRODUCT_NAME)
    return invitation
