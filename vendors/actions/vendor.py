"""A firm registers, says who it is, and is admitted, refused or suspended by the operator."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.checking import check_columns
from marketplace.enterprises.port import Finding
from marketplace.errors import Invalid
from marketplace.identifiers import (
    BadIdentifier,
    read_gst_number,
    read_neq,
    read_phone,
    read_postal_code,
    read_qst_number,
)
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.notifications.notify import notify
from marketplace.reference.models import Category, Region
from marketplace.transitions import move
from vendors.actions.register import keep_finding
from vendors.actions.terms import enter_consent
from vendors.models import Registration, Vendor, VendorMembership
from vendors.queries.facts import vendor_facts
from vendors.queries.firms import operators
from vendors.states import VENDOR, VendorRole, VendorStatus
from vendors.values import FirmDetails

IDENTITY = ("legal_name", "neq")
READERS = {
    "neq": read_neq,
    "gst_number": read_gst_number,
    "qst_number": read_qst_number,
    "postal_code": read_postal_code,
    "phone": read_phone,
}


@transaction.atomic
def keep_registration(
    *,
    step: str,
    answers: dict[str, Any],
    actor: User,
    at: datetime,
    finding: Finding | None = None,
) -> Registration:
    """Keep one step of a registration, so that the person can leave and come back.

    With the step that asks for the number comes what the enterprise register says of it.
    """
    authorize(actor, "vendors.register_vendor")
    registration, _made = Registration.objects.get_or_create(
        user=actor, defaults={"updated_at": at}
    )
    registration = lock(Registration.objects.all(), pk=registration.pk)
    registration.answers = {**registration.answers, step: answers}
    registration.updated_at = at
    if "neq" in answers:
        registration.finding = finding.plain if finding else {}
    registration.save(update_fields=["answers", "finding", "updated_at"])
    return registration


@transaction.atomic
def register_vendor(
    *, details: FirmDetails, actor: User, at: datetime, finding: Finding | None = None
) -> Vendor:
    """Register a firm, of which ``actor`` becomes the owner; the operators are told.

    Whoever registers it accepts the terms of use for it, as the page says. It may bid once it is
    admitted. ``finding`` is what the enterprise register said of its number. Raises Invalid (field
    ``neq``) if the number is registered already; nothing is then changed.
    """
    authorize(actor, "vendors.register_vendor")
    vendor = Vendor(created_at=at)
    write_details(vendor, details)
    VendorMembership.objects.create(vendor=vendor, user=actor, role=VendorRole.OWNER, created_at=at)
    enter_consent(vendor, actor, at)
    Registration.objects.filter(user=actor).delete()
    record("vendor.registered", subject=vendor.reference, actor=actor, at=at)
    if finding and finding.neq == vendor.neq:
        keep_finding(vendor, finding, actor, at)
    notify(
        "vendor-registered",
        recipients=operators(),
        occasion=str(vendor.public_id),
        at=at,
        context={**vendor_facts(vendor), "by": str(actor)},
    )
    return vendor


@transaction.atomic
def update_vendor(*, vendor_id: int, details: FirmDetails, actor: User, at: datetime) -> Vendor:
    """Change what a firm says of itself.

    Once it is admitted, not its legal name nor its NEQ: the operator checked those. Raises
    NotAuthorized or Invalid; nothing is then changed.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.change_vendor", vendor)
    checked = vendor.status in (VendorStatus.ADMITTED, VendorStatus.SUSPENDED)
    if checked and any(
        getattr(details, name) != (getattr(vendor, name) or "") for name in IDENTITY
    ):
        raise Invalid(
            _("The legal name and the NEQ were checked at admission. Write to us to change them."),
            field="legal_name",
        )
    write_details(vendor, details)
    record("vendor.changed", subject=vendor.reference, actor=actor, at=at)
    return vendor


@transaction.atomic
def ask_again(*, vendor_id: int, actor: User, at: datetime) -> Vendor:
    """Ask for the admission of a refused firm once more, after correcting what was wrong.

    Raises NotAuthorized or IllegalTransition; nothing is then changed.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.change_vendor", vendor)
    move(vendor, VendorStatus.PENDING, VENDOR, status_reason="")
    record("vendor.registered", subject=vendor.reference, actor=actor, at=at)
    notify(
        "vendor-registered",
        recipients=operators(),
        occasion=f"{vendor.public_id}/{at.isoformat()}",
        at=at,
        context={**vendor_facts(vendor), "by": str(actor)},
    )
    return vendor


@transaction.atomic
def admit_vendor(*, vendor_id: int, actor: User, at: datetime) -> Vendor:
    """Let a firm bid, after its registration or a suspension; its people are told.

    Raises NotAuthorized or IllegalTransition; nothing is then changed.
    """
    vendor = _to_decide(vendor_id, actor)
    stamps: dict[str, Any] = {"status_reason": ""}
    if vendor.admitted_at is None:
        stamps["admitted_at"] = at
    move(vendor, VendorStatus.ADMITTED, VENDOR, **stamps)
    return _told(vendor, "admitted", actor, at)


@transaction.atomic
def refuse_vendor(*, vendor_id: int, reason: str, actor: User, at: datetime) -> Vendor:
    """Refuse a firm's registration with a reason, which its people are told.

    Raises NotAuthorized, IllegalTransition or Invalid; nothing is then changed.
    """
    vendor = _to_decide(vendor_id, actor)
    move(vendor, VendorStatus.REFUSED, VENDOR, status_reason=_reason(reason))
    return _told(vendor, "refused", actor, at)


@transaction.atomic
def suspend_vendor(*, vendor_id: int, reason: str, actor: User, at: datetime) -> Vendor:
    """Stop a firm from bidding, with a reason, which its people are told. Its contracts go on.

    Raises NotAuthorized, IllegalTransition or Invalid; nothing is then changed.
    """
    vendor = _to_decide(vendor_id, actor)
    move(vendor, VendorStatus.SUSPENDED, VENDOR, status_reason=_reason(reason))
    return _told(vendor, "suspended", actor, at)


def _to_decide(vendor_id: int, actor: User) -> Vendor:
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.admit_vendor", vendor)
    return vendor


def _reason(text: str) -> str:
    if not text.strip():
        raise Invalid(_("Give the reason: the firm will read it."), field="reason")
    return text.strip()


def _told(vendor: Vendor, verb: str, actor: User, at: datetime) -> Vendor:
    record(f"vendor.{verb}", subject=vendor.reference, actor=actor, at=at)
    notify(
        f"vendor-{verb}",
        recipients=vendor.members.all(),
        occasion=f"{vendor.public_id}/{at.isoformat()}",
        at=at,
        context={**vendor_facts(vendor), "reason": vendor.status_reason},
    )
    return vendor


def write_details(vendor: Vendor, details: FirmDetails) -> None:
    """Set and save what ``details`` say, numbers in their one form, whoever sent them."""
    columns = asdict(details)
    codes = columns.pop("categories")
    if not details.charges_taxes:
        columns["gst_number"] = columns["qst_number"] = ""
    readers = READERS if details.region != Region.ELSEWHERE else {}
    for name, value in columns.items():
        setattr(vendor, name, _read(readers.get(name), name, value))
    if details.charges_taxes and not (vendor.gst_number and vendor.qst_number):
        missing = "qst_number" if vendor.gst_number else "gst_number"
        raise Invalid(_("Write the number, or say that the firm charges none."), field=missing)
    vendor.neq = vendor.neq or None
    check_columns(vendor, columns)
    _save(vendor)
    vendor.categories.set(Category.objects.filter(pk__in=codes))


def _read(reader: Callable[[str], str] | None, name: str, value: Any) -> Any:
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
        if not Vendor.objects.filter(neq=vendor.neq).exclude(pk=vendor.pk).exists():
            raise
        raise Invalid(
            _("A firm with this number is here already. Go back to the number to ask to join it."),
            field="neq",
        ) from clash
