"""Telling subscribers what their alerts found, once."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from marketplace.locking import lock_all
from marketplace.notifications.notify import notify_each
from tenders.documents.digest import digests
from tenders.models import News, Subscriber
from tenders.queries.alerts import untold_news


@transaction.atomic
def tell_subscribers(*, subscriber_ids: Collection[int], frequency: str, at: datetime) -> int:
    """Queue the mails of this frequency that are due to these subscribers; return how many.

    Idempotent: the news that a mail tells is marked in the same transaction, and their
    subscribers are held, so that a second sweep finds nothing left to tell. News of calls
    that meanwhile take no bids is marked too, and not told.
    """
    held = lock_all(Subscriber.objects.select_related("user").filter(pk__in=subscriber_ids))
    news = untold_news([each.pk for each in held], frequency, at=at)
    letters = digests(held, news, frequency=frequency, at=at)
    notify_each("alert-digest", letters, at=at)
    News.objects.filter(pk__in=[each.pk for each in news]).update(told_at=at)
    return len(letters)
