"""No contract for a firm in the register of ineligible firms: asked again before it binds."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from marketplace.errors import DomainError
from marketplace.ledger.record import record
from vendors.models import Vendor
from vendors.queries.exclusion import exclusion_of, why_not_contract


class Inadmissible(DomainError):
    """The firm may not contract with a public body now. ``entry`` is what the ledger calls it."""

    def __init__(self, message: str, *, vendor: str, entry: str) -> None:
        super().__init__(message)
        self.vendor, self.entry = vendor, entry


def require_admissible(vendor: Vendor, *, at: datetime) -> None:
    """Raise Inadmissible if the register keeps the firm out that day; by NEQ alone."""
    found = exclusion_of(vendor, on=timezone.localdate(at))
    if found is None:
        return
    message = why_not_contract(found, vendor)
    raise Inadmissible(message, vendor=vendor.reference, entry=found.reference)


@transaction.atomic
def note_inadmissible(
    action: str, subject: str, refusal: Inadmissible, *, actor: Any, at: datetime
) -> None:
    """Enter the refusal of ``action`` in the ledger, in a transaction of its own."""
    data = {"refused": action, "vendor": refusal.vendor, "exclusion": refusal.entry}
    record("vendor.inadmissible", subject=subject, actor=actor, at=at, data=data)
