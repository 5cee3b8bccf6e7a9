"""From a public step of a call to the alerts that it concerns."""

from datetime import datetime

from django.db import transaction

from marketplace.locking import lock
from tenders.models import Announcement, Tender
from tenders.queries.alerts import find_followers, find_searches
from tenders.values import PublicStep


def announce(tender: Tender, step: PublicStep, *, at: datetime) -> None:
    """Queue this public step for those who want to hear of it, in the step's own transaction."""
    Announcement.objects.create(tender=tender, step=step, happened_at=at)


@transaction.atomic
def sort_announcement(*, announcement_id: int, at: datetime) -> bool:
    """Find the alerts that one public step concerns. Return False if that was done already.

    Idempotent. A new call's notice is held against all saved searches at once, in one statement
    that takes the same time per search however many there are; each then waits for its mail.
    """
    announcement = lock(Announcement.objects.all(), pk=announcement_id)
    if announcement.sorted_at:
        return False
    if announcement.step == PublicStep.PUBLISHED:
        find_searches(announcement, at=at)
    else:
        find_followers(announcement, at=at)
    announcement.sorted_at = at
    announcement.save(update_fields=["sorted_at"])
    return True
