"""What waits for a person about their firms: begun registrations, refusals, invitations."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tenders.queries.waiting import Waiting
from vendors.models import Invitation, JoinRequest, Qualification, Registration, Vendor
from vendors.queries.firms import waiting_for_admission
from vendors.states import VendorRole, VendorStatus


def firms_waiting_for(user: Any, at: datetime) -> Iterator[Waiting]:
    """Registrations to finish, refusals, invitations; for the operator, firms to admit."""
    yield from _own(user)
    for invitation in Invitation.objects.open(at).addressed_to(user).select_related("vendor"):
        url = reverse("vendors:invitation", args=[invitation.public_id])
        yield Waiting(str(invitation.vendor), _("Join the firm"), url, due_at=invitation.expires_at)
    for asked in JoinRequest.objects.to_answer_by(user).select_related("vendor", "user"):
        url = reverse("vendors:firm", args=[asked.vendor.public_id])
        yield Waiting(f"{asked.user} – {asked.vendor}", _("Let this person join, or not"), url)
    if getattr(user, "is_operator", False):
        for vendor in waiting_for_admission():
            url = reverse("vendors:admission", args=[vendor.public_id])
            yield Waiting(str(vendor), _("Admit or refuse"), url)
        for paper in Qualification.objects.waiting().select_related("vendor"):
            url = reverse("vendors:check_qualification", args=[paper.public_id])
            yield Waiting(f"{paper.vendor} – {paper}", _("Check the paper"), url)


def _own(user: Any) -> Iterator[Waiting]:
    if Registration.objects.filter(user=user.pk).exists():
        url = reverse("vendors:register")
        yield Waiting(_("Registration of a firm"), _("Finish the registration"), url)
    refused = Vendor.objects.filter(
        status=VendorStatus.REFUSED, memberships__user=user.pk, memberships__role=VendorRole.OWNER
    )
    for vendor in refused:
        url = reverse("vendors:firm", args=[vendor.public_id])
        what = _("Correct the registration and ask again")
        yield Waiting(str(vendor), what, url, is_urgent=True)
