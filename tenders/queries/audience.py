"""Who is told: recipients are people, found by what they have to do with a call."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from marketplace.accounts.models import User
from marketplace.reference.models import Region
from tenders.models import Award, Bid, Buyer, Enquiry, Evaluator, Tender
from tenders.states import EnquiryStatus
from tenders.values import Capability, Reservation
from vendors.models import Vendor, VendorQuerySet
from vendors.queries.firms import owners_of
from vendors.states import FirmSize, VendorRole


def together(*groups: QuerySet[User]) -> QuerySet[User]:
    """The people of all the groups, each once."""
    found = Q()
    for group in groups:
        found |= Q(pk__in=group.values("pk"))
    return User.objects.filter(found)


def operators() -> QuerySet[User]:
    return User.objects.filter(is_operator=True, is_active=True)


def administrators(buyer: Buyer) -> QuerySet[User]:
    return buyer.holders(Capability.ADMINISTRATOR)


def authors(buyer: Buyer) -> QuerySet[User]:
    return buyer.holders(Capability.AUTHOR)


def openers(buyer: Buyer) -> QuerySet[User]:
    return buyer.holders(Capability.OPENER)


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


def committee_of(tender: Tender) -> QuerySet[User]:
    """Those who sit on the call's committee."""
    seats = Evaluator.objects.sitting().filter(evaluation__tender=tender)
    return User.objects.filter(pk__in=seats.values("user"))


def chair_of(tender: Tender) -> QuerySet[User]:
    seats = Evaluator.objects.sitting().filter(evaluation__tender=tender, is_chair=True)
    return User.objects.filter(pk__in=seats.values("user"))


def approvers_of_award(award: Award) -> QuerySet[User]:
    """Those who may approve the award: another person than who recommended it."""
    people = award.tender.buyer.holders(Capability.APPROVER).exclude(pk=award.recommended_by_id)
    if award.tender.buyer.allows_single_officer:
        return people
    return people.exclude(pk__in=committee_of(award.tender))


def signatories(buyer: Buyer) -> QuerySet[User]:
    return buyer.holders(Capability.SIGNATORY)


def owners(vendor: Vendor) -> QuerySet[User]:
    """Those who sign for a firm."""
    return owners_of(vendor)


def bidding_for(vendor: Vendor) -> QuerySet[User]:
    """Those who may submit a bid for a firm."""
    return User.objects.filter(
        vendor_memberships__vendor=vendor,
        vendor_memberships__role__in=[VendorRole.OWNER, VendorRole.BIDDER],
    )


def bidders_on(tender: Tender) -> QuerySet[User]:
    """The people of the firms that have a bid on the call, be it a draft. Never shown to anyone."""
    firms = Bid.objects.live().filter(tender=tender).values("vendor")
    return User.objects.filter(vendor_memberships__vendor__in=firms).distinct()


def enquirers_on(tender: Tender) -> QuerySet[User]:
    """The people of the firms that asked something about the call. Never shown to anyone."""
    firms = Enquiry.objects.filter(tender=tender).exclude(status=EnquiryStatus.WITHDRAWN)
    return User.objects.filter(vendor_memberships__vendor__in=firms.values("vendor")).distinct()


def firms_that_fit(tender: Tender) -> QuerySet[User]:
    """Those who bid for an admitted firm that says it works in one of the call's categories.

    Of a reserved call, for a firm that it is reserved for.
    """
    codes = [*tender.categories.values_list("pk", flat=True), tender.main_category_id]
    firms = Vendor.objects.public().filter(categories__in=codes)
    if tender.reserved_for:
        firms = _admitted_by(Reservation(tender.reserved_for), firms)
    return User.objects.filter(
        vendor_memberships__role__in=[VendorRole.OWNER, VendorRole.BIDDER],
        vendor_memberships__vendor__in=firms.values("pk"),
    ).distinct()


def _admitted_by(reservation: Reservation, firms: VendorQuerySet) -> VendorQuerySet:
    """``Reservation.admits``, for many."""
    fitting = [
        Q(size=size, region=region)
        for size in FirmSize.values
        for region in Region.values
        if reservation.admits(size=size, region=region)
    ]
    return firms.filter(reduce(or_, fitting))
