"""The life of a vendor on the platform, as a table."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.transitions import Transitions


class VendorStatus(models.TextChoices):
    PENDING = "pending", _("waiting for admission")
    ADMITTED = "admitted", _("admitted")
    REFUSED = "refused", _("refused")
    SUSPENDED = "suspended", _("suspended")


VENDOR = Transitions(
    VendorStatus,
    {
        VendorStatus.PENDING: {VendorStatus.ADMITTED, VendorStatus.REFUSED},
        VendorStatus.ADMITTED: {VendorStatus.SUSPENDED},
        VendorStatus.REFUSED: {VendorStatus.PENDING},
        VendorStatus.SUSPENDED: {VendorStatus.ADMITTED},
    },
)


class VendorRole(models.TextChoices):
    OWNER = "owner", _("owner")
    BIDDER = "bidder", _("bidder")
    READER = "reader", _("reader")


class FirmSize(models.TextChoices):
    """OCDS party scale, after the number of employees."""

    MICRO = "micro", _("1 to 9 employees")
    SME = "sme", _("10 to 249 employees")
    LARGE = "large", _("250 employees or more")
