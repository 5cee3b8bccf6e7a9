"""Entering that somebody outside a firm read what is the firm's."""

from datetime import datetime, timedelta

from django.db import transaction

from marketplace.accounts.models import User
from vendors.models import Access
from vendors.states import Capacity, Opened

ONE_VISIT = timedelta(hours=1)  # in which looking again is the same reading


@transaction.atomic
def enter_access(
    *,
    vendor_id: int,
    opened: Opened,
    about: str,
    actor: User,
    at: datetime,
    organisation: str = "",
) -> bool:
    """Enter that ``actor`` reads something of the firm, for ``organisation`` or as the operator.

    Whether they may was asked before. Again within the hour is the same reading; returns whether
    there was something to enter.
    """
    reading = {
        "vendor_id": vendor_id,
        "person": actor,
        "capacity": Capacity.BUYER if organisation else Capacity.OPERATOR,
        "organisation": organisation,
        "opened": opened,
        "about": about,
    }
    if Access.objects.since(at - ONE_VISIT).filter(**reading, at__lte=at).exists():
        return False
    Access.objects.create(**reading, at=at)
    return True
