from vendors.models.vendor import Vendor, VendorMembership, VendorQuerySet

__all__ = ["Vendor", "VendorMembership", "VendorQuerySet"]
