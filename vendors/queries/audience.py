"""Who is told about a firm."""

from django.db.models import QuerySet

from marketplace.accounts.models import User
from vendors.models import Vendor
from vendors.states import VendorRole


def operators() -> QuerySet[User]:
    return User.objects.filter(is_operator=True, is_active=True)


def owners(vendor: Vendor) -> QuerySet[User]:
    return User.objects.filter(
        vendor_memberships__vendor=vendor, vendor_memberships__role=VendorRole.OWNER
    )
