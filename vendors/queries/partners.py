"""Partner notices as the public finds them, and the letters of a firm."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from marketplace.accounts.models import User
from marketplace.reference.models import Category
from vendors.models import PartnerLetter, PartnerNotice, Vendor
from vendors.states import VendorRole

WORDS = 8  # of a search; more would only cost


def find_notices(
    *, on: date, q: str = "", category: Category | None = None
) -> "QuerySet[PartnerNotice]":
    """The live notices that hold every word of ``q``, in a category or under it."""
    found = PartnerNotice.objects.live(on).select_related("vendor", "category")
    for word in q.split()[:WORDS]:
        found = found.filter(
            Q(seeks__unaccent__icontains=word)
            | Q(offers__unaccent__icontains=word)
            | Q(vendor__legal_name__unaccent__icontains=word)
            | Q(vendor__trade_name__unaccent__icontains=word)
        )
    if category:
        found = found.filter(category__code__startswith=category.prefix)
    return found


def notice_of(vendor: Vendor, *, on: date) -> PartnerNotice | None:
    """What the firm says to possible partners on that day."""
    notices = PartnerNotice.objects.live(on).select_related("category")
    return notices.filter(vendor=vendor).first()


def letters_of(vendor: Vendor) -> "QuerySet[PartnerLetter]":
    """The letters that the firm got or sent, the newest first."""
    letters = PartnerLetter.objects.select_related("notice__vendor", "sender", "written_by")
    return letters.filter(Q(sender=vendor) | Q(notice__vendor=vendor))


def bidders_of(vendor: Vendor) -> "QuerySet[User]":
    """Those who act for a firm."""
    return User.objects.filter(
        vendor_memberships__vendor=vendor,
        vendor_memberships__role__in=[VendorRole.OWNER, VendorRole.BIDDER],
    )


def may_write_for(user: Any) -> "QuerySet[Vendor]":
    """The admitted firms in whose name this person may write."""
    admitted = Vendor.objects.public().order_by("legal_name", "pk")
    return admitted.filter(
        memberships__user=user.pk, memberships__role__in=[VendorRole.OWNER, VendorRole.BIDDER]
    )


def notice_facts(notice: PartnerNotice) -> dict[str, Any]:
    """What mails say of a notice. JSON."""
    return {
        "vendor": notice.vendor.name,
        "vendor_id": str(notice.vendor.public_id),
        "seeks": notice.seeks,
    }


def letter_facts(letter: PartnerLetter) -> dict[str, Any]:
    """What mails say of a letter; never anybody's address. JSON."""
    return {
        "vendor": letter.notice.vendor.name,
        "sender": letter.sender.name,
        "by": letter.written_by.full_name,  # not str(), which may be an address
        "text": letter.text,
        "letter": str(letter.public_id),
    }
