"""Which papers a firm lacks for one call."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from marketplace.clock import now
from tenders.models import Tender
from vendors.models import Vendor
from vendors.queries.qualification import Standing, missing


def lacking(
    vendor: Vendor, tender: Tender, *, amount: Decimal | None = None, on: datetime | None = None
) -> list[Standing]:
    """What the firm needs for a contract of ``amount`` (the budget, unless told) and lacks.

    On the day of the deadline, for the attestation must have been issued by then; or ``on`` a day.
    """
    day = on or tender.submission_deadline or now()
    return missing(vendor, on=timezone.localdate(day), amount=amount or tender.budget)
