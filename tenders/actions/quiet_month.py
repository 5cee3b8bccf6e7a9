"""Telling subscribers, after a month without news for them, what there was beside it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from marketplace.locking import lock, lock_all
from marketplace.notifications.notify import notify_each
from tenders.documents.quiet_month import quiet_letters
from tenders.models import Subscriber
from tenders.queries.quiet_month import quiet_subscribers


@transaction.atomic
def tell_quiet_month(*, subscriber_ids: Collection[int], at: datetime) -> int:
    """Queue the message of these subscribers' quiet month, to whom there is something to tell.

    Idempotent: each is looked at once a month, and held meanwhile. Returns how many are written to.
    """
    lock_all(Subscriber.objects.filter(pk__in=subscriber_ids))
    due = quiet_subscribers(at=at, among=subscriber_ids)  # now that nobody else looks at them
    found = Subscriber.objects.filter(pk__in=due).select_related("user")
    letters = quiet_letters(list(found.order_by("pk")), at=at)
    notify_each("quiet-month", letters, at=at)
    Subscriber.objects.filter(pk__in=due).update(quiet_seen_at=at)
    return len(letters)


@transaction.atomic
def choose_quiet_month(*, wanted: bool, actor: Subscriber, at: datetime) -> None:
    """Whether a subscriber is told after quiet months. Whoever holds their link acts as them."""
    subscriber = lock(Subscriber.objects.all(), pk=actor.pk)
    subscriber.wants_quiet_month = actor.wants_quiet_month = wanted
    subscriber.save(update_fields=["wants_quiet_month"])
