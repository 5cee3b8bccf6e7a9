from vendors.models.access import Access
from vendors.models.exclusion import Exclusion
from vendors.models.joining import JoinRequest
from vendors.models.partner import PartnerLetter, PartnerNotice
from vendors.models.qualification import Qualification
from vendors.models.reference import Reference
from vendors.models.register import RegisterCheck
from vendors.models.registration import Invitation, Registration
from vendors.models.terms import TermsAcceptance
from vendors.models.vendor import Vendor, VendorMembership, VendorQuerySet

__all__ = [
    "Access",
    "Exclusion",
    "Invitation",
    "JoinRequest",
    "PartnerLetter",
    "PartnerNotice",
    "Qualification",
    "Reference",
    "RegisterCheck",
    "Registration",
    "TermsAcceptance",
    "Vendor",
    "VendorMembership",
    "VendorQuerySet",
]
