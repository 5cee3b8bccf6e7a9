"""What firms' tables keep about people, and for how long."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marketplace.personal import Fate, Holding, Obstacle, Period, deleted
from vendors.actions.member import remove_member
from vendors.models import (
    Access,
    Invitation,
    JoinRequest,
    PartnerNotice,
    Registration,
    VendorMembership,
)
from vendors.states import VendorRole

ACCESS_DAYS = 2 * 365
PARTNER_DAYS = 365
BETWEEN_FIRMS = _("it was said in the name of a firm, to another firm")
FILE_OF_A_FIRM = _("the file of a firm says who handed in, checked and accepted what")


def leave_firms(person: Any, at: datetime) -> None:
    """Out of each firm, by the door that keeps an owner in it."""
    for seat in VendorMembership.objects.filter(user=person.pk).order_by("vendor"):
        remove_member(membership_id=seat.pk, actor=person, at=at)


def last_owner(person: Any) -> Iterator[Obstacle]:
    owned = VendorMembership.objects.filter(user=person.pk, role=VendorRole.OWNER)
    for seat in owned.select_related("vendor").order_by("vendor__legal_name"):
        others = seat.vendor.memberships.filter(role=VendorRole.OWNER).exclude(pk=seat.pk)
        if not others.exists():
            said = _now("You are the last owner of %(firm)s. Name another owner first.")
            page = reverse("vendors:firm", args=[seat.vendor.public_id])
            yield Obstacle(said % {"firm": seat.vendor}, page)


def delete_registrations(before: datetime) -> int:
    return deleted(Registration.objects.filter(updated_at__lt=before))


def delete_invitations(before: datetime) -> int:
    return deleted(Invitation.objects.filter(expires_at__lt=before))


def delete_accesses(before: datetime) -> int:
    return deleted(Access.objects.filter(at__lt=before))


def delete_partner_notices(before: datetime) -> int:
    """With their letters. One that was not ended ends by itself, on its day."""
    over = Q(ended_at__lt=before) | Q(ended_at=None, ends_on__lt=timezone.localdate(before))
    return deleted(PartnerNotice.objects.filter(over))


def delete_join_requests(before: datetime) -> int:
    return deleted(JoinRequest.objects.filter(asked_at__lt=before))


HOLDINGS = (
    Holding(
        "vendors.VendorMembership",
        _("Firms that you belong to"),
        ("vendor__legal_name", "role", "created_at"),
        by=("user",),
        fate=Fate.DELETED,
        erase=leave_firms,
    ),
    Holding(
        "vendors.Registration",
        _("A registration of a firm that you began"),
        ("answers", "finding", "updated_at"),
        by=("user",),
        fate=Fate.DELETED,
    ),
    Holding(
        "vendors.Invitation",
        _("Invitations sent to your address"),
        ("vendor__legal_name", "email", "role", "created_at", "accepted_at"),
        at=("email",),
        fate=Fate.DELETED,
    ),
    Holding(
        "vendors.Invitation",
        _("Invitations that you sent"),
        ("vendor__legal_name", "role", "created_at"),
        by=("invited_by",),
        ground=_("they belong to who was invited"),
    ),
    Holding(
        "vendors.JoinRequest",
        _("Firms that you asked to join"),
        ("vendor__public_id", "asked_at", "answered_at", "is_accepted"),
        by=("user",),
        fate=Fate.DELETED,
    ),
    Holding(
        "vendors.JoinRequest",
        _("Requests to join a firm that you answered"),
        ("vendor__legal_name", "asked_at", "answered_at", "is_accepted"),
        by=("answered_by",),
        ground=_("they belong to who asked"),
    ),
    Holding(
        "vendors.Qualification",
        _("Papers of firms that you handed in or checked"),
        ("vendor__legal_name", "kind", "status", "submitted_at", "decided_at", "reason"),
        by=("submitted_by", "decided_by"),
        ground=FILE_OF_A_FIRM,
    ),
    Holding(
        "vendors.TermsAcceptance",
        _("Terms that you accepted for a firm"),
        ("vendor__legal_name", "version", "accepted_at"),
        by=("accepted_by",),
        ground=FILE_OF_A_FIRM,
    ),
    Holding(
        "vendors.Exclusion",
        _("Entries of ineligible firms that you made or ended"),
        ("neq", "name", "entered_at", "ended_at"),
        by=("entered_by", "ended_by"),
        ground=_("an entry is never deleted: it says on what ground a firm was kept out"),
    ),
    Holding(
        "vendors.PartnerNotice",
        _("Partner notices that you published for a firm"),
        ("vendor__legal_name", "seeks", "offers", "created_at", "ended_at"),
        by=("created_by",),
        ground=BETWEEN_FIRMS,
    ),
    Holding(
        "vendors.PartnerLetter",
        _("Messages that you wrote to possible partners"),
        ("sender__legal_name", "notice__vendor__legal_name", "text", "sent_at"),
        by=("written_by",),
        ground=BETWEEN_FIRMS,
    ),
    Holding(
        "vendors.PartnerLetter",
        _("Messages of possible partners that you answered"),
        ("sender__legal_name", "answer", "answered_at", "shares_address"),
        by=("answered_by",),
        ground=BETWEEN_FIRMS,
    ),
    Holding(
        "vendors.Access",
        _("What you opened of firms, for a public body or as the operator"),
        ("vendor__legal_name", "capacity", "organisation", "opened", "about", "at"),
        by=("person",),
        ground=_("firms may read who opened their file, for as long as the log is kept"),
    ),
)
OBSTACLES = (last_owner,)
PERIODS = (
    Period(
        "registrations",
        _("Registrations of firms that were begun and left"),
        _("the last change"),
        180,
        delete_registrations,
    ),
    Period(
        "invitations", _("Invitations to join a firm"), _("they expired"), 365, delete_invitations
    ),
    Period(
        "partners",
        _("Partner notices, with the messages about them"),
        _("their end"),
        PARTNER_DAYS,
        delete_partner_notices,
    ),
    Period(
        "join-requests",
        _("Requests to join a firm"),
        _("the request"),
        365,
        delete_join_requests,
    ),
    Period(
        "accesses",
        _("The log of who opened a firm’s file"),
        _("the entry"),
        ACCESS_DAYS,
        delete_accesses,
    ),
)
EXCUSED = {
    "vendors.Vendor.email": "the firm's address for business, which its owners look after",
}
