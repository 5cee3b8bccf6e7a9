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


class Capacity(models.TextChoices):
    """In which part somebody outside a firm reads what is the firm's."""

    OPERATOR = "operator", _("the platform’s operator")
    BUYER = "buyer", _("the public body’s committee")


class Opened(models.TextChoices):
    """What of a firm was read."""

    DETAILS = "details", _("the firm’s details")
    PAPER = "paper", _("a paper of the firm’s file")
    BID = "bid", _("a bid, after its opening")
    BID_FILE = "bid_file", _("a file of a bid, after its opening")


class QualificationKind(models.TextChoices):
    """What a firm may have to show before it contracts with a public body."""

    TAX = "tax", _("Revenu Québec attestation")
    ELIGIBILITY = "eligibility", _("statement on the register of ineligible firms (RENA)")
    FRENCH = "french", _("francisation certificate or attestation (OQLF)")
    INSURANCE = "insurance", _("liability insurance")
    CERTIFICATE = "certificate", _("professional certificate")


class QualificationStatus(models.TextChoices):
    SUBMITTED = "submitted", _("waiting for a check")
    ACCEPTED = "accepted", _("checked")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


Q = QualificationStatus
QUALIFICATION = Transitions(
    QualificationStatus,
    {
        Q.SUBMITTED: {Q.ACCEPTED, Q.REFUSED, Q.WITHDRAWN},
        Q.ACCEPTED: {Q.WITHDRAWN},
        Q.REFUSED: set(),
        Q.WITHDRAWN: set(),
    },
)
