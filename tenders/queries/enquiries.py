"""Questions as the buyer's people and the firms that asked see them."""

from typing import Any

from django.db.models import QuerySet

from tenders.models import Enquiry, Tender
from tenders.states import EnquiryStatus
from vendors.models import Vendor
from vendors.states import VendorRole, VendorStatus


def firms_that_may_ask(user: Any) -> QuerySet[Vendor]:
    """The admitted firms for which this person acts."""
    return Vendor.objects.filter(
        status=VendorStatus.ADMITTED,
        memberships__user=user.pk,
        memberships__role__in=[VendorRole.OWNER, VendorRole.BIDDER],
    ).order_by("legal_name")


def waiting_for_answer(tender: Tender) -> QuerySet[Enquiry]:
    """What was asked and isn't answered, the oldest first. Who asked is nobody's business."""
    return Enquiry.objects.filter(tender=tender, status=EnquiryStatus.ASKED)


def answered(tender: Tender) -> QuerySet[Enquiry]:
    """What everybody reads, the oldest answer first."""
    return Enquiry.objects.filter(tender=tender, status=EnquiryStatus.ANSWERED).order_by(
        "answered_at", "pk"
    )


def own_waiting(tender: Tender, user: Any) -> QuerySet[Enquiry]:
    """The questions of this person's firms that have no answer yet."""
    firms = firms_that_may_ask(user).values("pk")
    return waiting_for_answer(tender).filter(vendor__in=firms)
