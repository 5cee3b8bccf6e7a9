from vendors.models.exclusion import Exclusion
from vendors.models.qualification import Qualification
from vendors.models.registration import Invitation, Registration
from vendors.models.terms import TermsAcceptance
from vendors.models.vendor import Vendor, VendorMembership, VendorQuerySet

__all__ = [
    "Exclusion",
    "Invitation",
    "Qualification",
    "Registration",
    "TermsAcceptance",
    "Vendor",
    "VendorMembership",
    "VendorQuerySet",
]
