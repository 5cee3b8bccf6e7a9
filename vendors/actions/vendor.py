"""A firm comes to the platform."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.checking import check_columns
from marketplace.errors import Conflict, Invalid
from marketplace.identifiers import (
    BadIdentifier,
    read_gst_number,
    read_neq,
    read_postal_code,
    read_qst_number,
)
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.notifications.notify import notify
from marketplace.reference.models import Category, Region
from marketplace.transitions import move
from vendors.models import Vendor, VendorMembership
from vendors.queries.audience import operators, owners
from vendors.queries.facts import vendor_facts
from vendors.states import VENDOR, VendorRole, VendorStatus
from vendors.values import VendorDetails

_READERS = {
    "neq": read_neq,
    "gst_number": read_gst_number,
    "qst_number": read_qst_number,
    "postal_code": read_postal_code,
}


@transaction.atomic
def register_vendor(*, details: VendorDetails, actor: User, at: datetime) -> Vendor:
    """Enter a firm, waiting for the operator's admission, owned by ``actor``.

    The operators are told. Raises NotAuthorized, Conflict (the NEQ is here
    already) or Invalid; nothing is then stored.
    """
    authorize(actor, "vendors.register_vendor")
    vendor = Vendor(created_at=at)
    _write(vendor, details)
    VendorMembership.objects.create(vendor=vendor, user=actor, role=VendorRole.OWNER, created_at=at)
    record("vendor.registered", subject=vendor.reference, actor=actor, at=at)
    _tell_operators(vendor, at)
    return vendor


@transaction.atomic
def update_vendor(*, vendor_id: int, details: VendorDetails, actor: User, at: datetime) -> Vendor:
    """Change what a firm says of itself. A refused one thereby asks again for admission.

    Raises NotAuthorized, Conflict or Invalid; nothing is then changed.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.change_vendor", vendor)
    _write(vendor, details)
    record("vendor.updated", subject=vendor.reference, actor=actor, at=at)
    if vendor.status == VendorStatus.REFUSED:
        move(vendor, VendorStatus.PENDING, VENDOR)
        _tell_operators(vendor, at)
    return vendor


@transaction.atomic
def admit_vendor(*, vendor_id: int, actor: User, at: datetime) -> Vendor:
    """Let a firm bid here, for the first time or again after a suspension. Its owners are told.

    Raises NotAuthorized or IllegalTransition; nothing is then changed.
    """
    return _decide(vendor_id, VendorStatus.ADMITTED, "", actor, at, admitted_at=at)


@transaction.atomic
def refuse_vendor(*, vendor_id: int, reason: str, actor: User, at: datetime) -> Vendor:
    """Refuse admission, with a reason that the firm's owners read.

    Raises NotAuthorized, Invalid or IllegalTransition; nothing is then changed.
    """
    return _decide(vendor_id, VendorStatus.REFUSED, reason, actor, at)


@transaction.atomic
def suspend_vendor(*, vendor_id: int, reason: str, actor: User, at: datetime) -> Vendor:
    """Stop a firm from bidding and signing here. Its owners are told.

    Raises NotAuthorized, Invalid or IllegalTransition; nothing is then changed.
    """
    return _decide(vendor_id, VendorStatus.SUSPENDED, reason, actor, at)


def _decide(
    vendor_id: int, status: VendorStatus, reason: str, actor: User, at: datetime, **stamps: Any
) -> Vendor:
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.admit_vendor", vendor)
    if status != VendorStatus.ADMITTED and not reason.strip():
        raise Invalid(_("Say why: the firm will read it."), field="reason")
    move(vendor, status, VENDOR, status_reason=reason.strip(), **stamps)
    record(f"vendor.{status}", subject=vendor.reference, actor=actor, at=at)
    notify(
        f"vendor-{status}",
        recipients=owners(vendor),
        occasion=f"{vendor.pk}:{at.isoformat()}",
        at=at,
        context={**vendor_facts(vendor), "reason": vendor.status_reason},
    )
    return vendor


def _write(vendor: Vendor, details: VendorDetails) -> None:
    values = asdict(details)
    codes = values.pop("categories")
    if not details.charges_taxes:
        values["gst_number"] = values["qst_number"] = ""
    readers = _READERS if details.region != Region.ELSEWHERE else {}
    for name, value in values.items():
        text = value.strip() if isinstance(value, str) else value
        setattr(vendor, name, _read(readers.get(name), name, text))
    if vendor.charges_taxes and not (vendor.gst_number and vendor.qst_number):
        missing = "qst_number" if vendor.gst_number else "gst_number"
        raise Invalid(
            _("Give both tax numbers, or say that the firm charges no taxes."), field=missing
        )
    vendor.neq = vendor.neq or None
    check_columns(vendor, values)
    _save(vendor)
    vendor.categories.set(Category.objects.filter(pk__in=codes))


def _read(reader: Callable[[str], str] | None, name: str, value: Any) -> Any:
    """The value in its one form; a number that is none is refused by name."""
    if reader is None or not value:
        return value
    try:
        return reader(value)
    except BadIdentifier as wrong:
        raise Invalid(wrong.message, field=name) from wrong


def _save(vendor: Vendor) -> None:
    try:
        with transaction.atomic():
            vendor.save()
    except IntegrityError as clash:
        raise Conflict(
            _(
                "A firm with this NEQ is registered already. Ask one of its owners to add you, "
                "or write to us if you don't know them."
            )
        ) from clash


def _tell_operators(vendor: Vendor, at: datetime) -> None:
    notify(
        "vendor-registered",
        recipients=operators(),
        occasion=f"{vendor.pk}:{at.isoformat()}",
        at=at,
        context=vendor_facts(vendor),
    )
