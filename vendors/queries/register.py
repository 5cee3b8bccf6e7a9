"""What is known of firms from the enterprise register, and whom to ask it about."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.enterprises.port import Outcome
from marketplace.reference.postal import region_of
from vendors.models import RegisterCheck, Vendor
from vendors.states import VendorStatus

AGAIN = timedelta(hours=1)  # after a register that did not answer
DOUBTS = {
    Outcome.STRUCK_OFF: _("The enterprise register says that this firm was struck off."),
    Outcome.NOT_IN_FORCE: _("The enterprise register does not list this firm as registered."),
    Outcome.UNKNOWN: _("The enterprise register has no such number."),
    Outcome.AWAY: _("The number was not checked: the enterprise register did not answer."),
}


def last_check(vendor: Vendor) -> RegisterCheck | None:
    """The newest look into the register under the firm's present number."""
    return vendor.register_checks.filter(neq=vendor.neq or "").first()


def register_doubts(vendor: Vendor, check: RegisterCheck | None) -> list[Any]:
    """What the operator should look at twice, in sentences."""
    if check is None:
        return [_("The number was not checked in the enterprise register yet.")] * bool(vendor.neq)
    if check.outcome in DOUBTS:
        return [DOUBTS[Outcome(check.outcome)]]
    if _folded(check.legal_name) != _folded(vendor.legal_name):
        return [_("The legal name is not the one in the enterprise register.")]
    return []


def to_check(at: datetime) -> "QuerySet[Vendor]":
    """Firms whose present number was never asked about, or only when nobody answered."""
    known = Vendor.objects.exclude(status=VendorStatus.REFUSED).filter(neq__isnull=False)
    return known.exclude(checked("pk", number="neq", at=at))


def checked(vendor: str, *, number: str, at: datetime, since: str = "") -> Exists:
    """Whether the register answered about a firm ``since`` a moment, or ever.

    The arguments name columns of the outer query. A register that was away is left in peace for
    an hour, and counts as checked until then.
    """
    answered = ~Q(outcome=Outcome.AWAY)
    if since:
        answered &= Q(checked_at__gte=OuterRef(since))
    in_peace = Q(outcome=Outcome.AWAY, checked_at__gt=at - AGAIN)
    checks = RegisterCheck.objects.filter(vendor=OuterRef(vendor), neq=OuterRef(number))
    return Exists(checks.filter(answered | in_peace))


def filled_from(finding: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What the register spares a firm to type, by step of its registration."""
    entry = finding.get("entry") or {}
    code = entry.get("postal_code", "")
    others = entry.get("other_names", [])
    said = {
        "firm": {
            "legal_name": entry.get("legal_name", ""),
            "trade_name": others[0] if len(others) == 1 else "",
        },
        "contact": {
            "street": entry.get("street", ""),
            "city": entry.get("city", ""),
            "postal_code": code,
            "region": region_of(code),
        },
    }
    return {
        step: {name: text for name, text in texts.items() if text} for step, texts in said.items()
    }


def _folded(name: str) -> str:
    """A name as two spellings of it compare: without case, full stops and doubled spaces."""
    return " ".join(name.casefold().replace(".", " ").replace("’", "'").split())
