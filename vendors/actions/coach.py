"""A firm that has learnt enough says so."""

from datetime import datetime

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.locking import lock
from vendors.models import Vendor


@transaction.atomic
def dismiss_coach(*, vendor_id: int, actor: User, at: datetime) -> None:
    """Show the firm no more advice on its first bids. Twice is once. Raises NotAuthorized."""
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.act_for", vendor)
    if vendor.coach_dismissed_at is None:
        vendor.coach_dismissed_at = at
        vendor.save(update_fields=["coach_dismissed_at"])
