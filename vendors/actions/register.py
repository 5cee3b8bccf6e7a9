"""What the enterprise register says of a firm is kept, with its date.

Callers ask the register first (``port.look_up``): it may take a while, and no row is held then.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from marketplace.authorization import authorize
from marketplace.enterprises.port import Finding
from marketplace.ledger.record import record
from marketplace.locking import lock
from vendors.models import RegisterCheck, Vendor


@transaction.atomic
def enter_finding(
    *, vendor_id: int, finding: Finding, actor: Any, at: datetime
) -> RegisterCheck | None:
    """Keep what the register said of a firm's number; None if the firm has another one by now.

    Raises NotAuthorized; nothing is then kept.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.check_register", vendor)
    return keep_finding(vendor, finding, actor, at) if vendor.neq == finding.neq else None


def keep_finding(vendor: Vendor, finding: Finding, actor: Any, at: datetime) -> RegisterCheck:
    """For the actions that hold the firm themselves."""
    check = RegisterCheck.objects.create(
        vendor=vendor,
        neq=finding.neq,
        outcome=finding.outcome,
        entry=finding.entry,
        checked_at=at,
    )
    said = {"outcome": str(finding.outcome)}
    record("vendor.register-checked", subject=vendor.reference, actor=actor, at=at, data=said)
    return check
