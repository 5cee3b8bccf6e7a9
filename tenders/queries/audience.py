"""Who is told: recipients are people, found by what they have to do with a call."""

from django.db.models import Q, QuerySet

from marketplace.accounts.models import User
from tenders.models import Bid, Buyer, Enquiry, Tender
from tenders.states import EnquiryStatus
from tenders.values import Capability
from vendors.states import VendorRole, VendorStatus


def operators() -> QuerySet[User]:
    return User.objects.filter(is_operator=True, is_active=True)


def administrators(buyer: Buyer) -> QuerySet[User]:
    return buyer.holders(Capability.ADMINISTRATOR)


def authors(buyer: Buyer) -> QuerySet[User]:
    return buyer.holders(Capability.AUTHOR)


def approvers_of(tender: Tender) -> QuerySet[User]:
    """Those who may approve this call: not its author, unless the body allows a single officer."""
    people = tender.buyer.holders(Capability.APPROVER)
    return people if tender.buyer.allows_single_officer else people.exclude(pk=tender.author_id)


def responsible_for(tender: Tender) -> QuerySet[User]:
    """The buyer's people who answer for the call: its author and all who write or approve calls."""
    return User.objects.filter(
        Q(pk=tender.author_id)
        | Q(
            buyer_memberships__buyer=tender.buyer_id,
            buyer_memberships__capabilities__overlap=[Capability.AUTHOR, Capability.APPROVER],
        )
    ).distinct()


def bidders_on(tender: Tender) -> QuerySet[User]:
    """The people of the firms that have a bid on the call, be it a draft. Never shown to anyone."""
    firms = Bid.objects.live().filter(tender=tender).values("vendor")
    return User.objects.filter(vendor_memberships__vendor__in=firms).distinct()


def enquirers_on(tender: Tender) -> QuerySet[User]:
    """The people of the firms that asked something about the call. Never shown to anyone."""
    firms = Enquiry.objects.filter(tender=tender).exclude(status=EnquiryStatus.WITHDRAWN)
    return User.objects.filter(vendor_memberships__vendor__in=firms.values("vendor")).distinct()


def firms_that_fit(tender: Tender) -> QuerySet[User]:
    """Those who bid for an admitted firm that says it works in one of the call's categories."""
    codes = [*tender.categories.values_list("pk", flat=True), tender.main_category_id]
    return User.objects.filter(
        vendor_memberships__role__in=[VendorRole.OWNER, VendorRole.BIDDER],
        vendor_memberships__vendor__status=VendorStatus.ADMITTED,
        vendor_memberships__vendor__categories__in=codes,
    ).distinct()
