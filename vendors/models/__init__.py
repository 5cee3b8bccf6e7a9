from vendors.models.registration import Invitation, Registration
from vendors.models.vendor import Vendor, VendorMembership, VendorQuerySet

__all__ = ["Invitation", "Registration", "Vendor", "VendorMembership", "VendorQuerySet"]
