"""Firms, as their people and the operator see them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.identifiers import is_doubtful_gst_number, is_doubtful_neq
from marketplace.reference.models import Category, Region
from vendors.models import Vendor, VendorMembership
from vendors.states import FirmSize, VendorRole, VendorStatus
from vendors.values import FirmDetails

LABELS = {
    "number": _("Enterprise number"),
    "firm": _("Identity"),
    "contact": _("Address"),
    "taxes": _("Taxes"),
    "activities": _("Activities"),
    "confirm": _("Confirm"),
}
ROLE_ORDER = Case(
    When(role=VendorRole.OWNER, then=0), When(role=VendorRole.BIDDER, then=1), default=2
)


def members_of(vendor: Vendor) -> "QuerySet[VendorMembership]":
    """The firm's people, owners first."""
    return vendor.memberships.select_related("user").order_by(ROLE_ORDER, "created_at", "pk")


def belongs(person: str, vendor: str) -> bool:
    """Whether a person (primary key as text) belongs to a firm (public id). The sealer asks."""
    return VendorMembership.objects.filter(
        user=int(person), user__is_active=True, vendor__public_id=vendor
    ).exists()


def operators() -> "QuerySet[User]":
    """Whoever admits firms."""
    return User.objects.filter(is_operator=True, is_active=True)


def owners_of(vendor: Vendor) -> "QuerySet[User]":
    """Those who decide for a firm."""
    return User.objects.filter(
        vendor_memberships__vendor=vendor, vendor_memberships__role=VendorRole.OWNER
    )


def waiting_for_admission() -> "QuerySet[Vendor]":
    """Firms for the operator to decide about, the oldest first."""
    return Vendor.objects.filter(status=VendorStatus.PENDING).order_by("created_at", "pk")


def decided() -> "QuerySet[Vendor]":
    """The others, the newest first."""
    return Vendor.objects.exclude(status=VendorStatus.PENDING)


@dataclass(frozen=True)
class Shown:
    """One section of a firm's details, in words: ``rows`` are (label, text)."""

    step: str
    label: Any
    rows: list[tuple[Any, str]]


def shown_details(details: FirmDetails) -> list[Shown]:
    """A firm's details as a person reads them, section by section; what is empty is left out."""
    address = [details.street, details.city, details.postal_code]
    codes = Category.objects.filter(pk__in=details.categories)
    sections: dict[str, list[tuple[Any, Any]]] = {
        "number": [(_("NEQ"), details.neq or _("none"))],
        "firm": [
            (_("Legal name"), details.legal_name),
            (_("Trade name"), details.trade_name),
            (_("Number of employees"), FirmSize(details.size).label),
        ],
        "contact": [
            (_("Address"), ", ".join(address)),
            (_("Region"), Region(details.region).label),
            (_("E-mail address for business"), details.email),
            (_("Telephone"), details.phone),
            (_("Website"), details.website),
        ],
        "taxes": _taxes(details),
        "activities": [
            (_("In French"), details.description_fr),
            (_("In English"), details.description_en),
            (_("Categories"), " · ".join(row.label for row in codes)),
        ],
    }
    return [
        Shown(step, LABELS[step], [(label, str(text)) for label, text in rows if text])
        for step, rows in sections.items()
    ]


def _taxes(details: FirmDetails) -> list[tuple[Any, Any]]:
    if not details.charges_taxes:
        return [(_("Taxes"), _("small supplier: charges none"))]
    return [(_("GST number"), details.gst_number), (_("QST number"), details.qst_number)]


def doubts(details: FirmDetails) -> list[Any]:
    """What the operator should look at twice, in sentences."""
    found = []
    if not details.neq:
        found.append(_("The firm gives no NEQ."))
    elif is_doubtful_neq(details.neq):
        found.append(_("The NEQ fails its check digit."))
    if details.charges_taxes and is_doubtful_gst_number(details.gst_number):
        found.append(_("The GST number fails its check digit."))
    return found


def firms_known_as(*, numbers: Collection[str], names: Collection[str]) -> set[str]:
    """Which of these NEQs, and of these legal names (in small letters), firms here have."""
    small = [name.casefold() for name in names]
    found = Vendor.objects.annotate(small=Lower("legal_name")).filter(
        Q(neq__in=list(numbers)) | Q(small__in=small)
    )
    return {each for pair in found.values_list("neq", "small") for each in pair if each}
