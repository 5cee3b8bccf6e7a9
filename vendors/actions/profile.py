"""What a firm's public page shows beyond its details: work done, and whether it is found at all."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.checking import check_columns
from marketplace.errors import Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock
from vendors.models import Reference, Vendor
from vendors.values import ReferenceText

MOST = 10
EARLIEST = 1980


@transaction.atomic
def add_reference(*, vendor_id: int, text: ReferenceText, actor: User, at: datetime) -> Reference:
    """Show one more piece of work on the firm's page.

    Raises NotAuthorized or Invalid (ten are there, or something is wrong); nothing is then added.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.change_vendor", vendor)
    if vendor.references.count() >= MOST:
        raise Invalid(_("Ten are enough: remove one first."))
    if not EARLIEST <= text.year <= timezone.localdate(at).year:
        raise Invalid(_("Choose a year up to this one."), field="year")
    reference = Reference(vendor=vendor, added_at=at, **asdict(text))
    check_columns(reference, ("title_fr", "title_en", "client", "link"))
    reference.save()
    record("vendor.changed", subject=vendor.reference, actor=actor, at=at)
    return reference


@transaction.atomic
def remove_reference(*, reference_id: int, actor: User, at: datetime) -> None:
    """Take a piece of work off the firm's page. Raises NotAuthorized."""
    reference = Reference.objects.get(pk=reference_id)
    vendor = lock(Vendor.objects.all(), pk=reference.vendor_id)
    authorize(actor, "vendors.change_vendor", vendor)
    reference.delete()
    record("vendor.changed", subject=vendor.reference, actor=actor, at=at)


@transaction.atomic
def set_listing(*, vendor_id: int, is_listed: bool, actor: User, at: datetime) -> Vendor:
    """Let the firm be found, or not. Twice is once. Raises NotAuthorized.

    What it was awarded stays public, with its name: the law says so.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.change_vendor", vendor)
    if vendor.is_listed != is_listed:
        vendor.is_listed = is_listed
        vendor.save(update_fields=["is_listed"])
        record("vendor.changed", subject=vendor.reference, actor=actor, at=at)
    return vendor
