"""Alerts: what of a search they keep, what a call means to them, and what waits to be told."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Cast
from django.utils.timezone import get_default_timezone, localtime

from tenders.models import Alert, Announcement, News
from tenders.queries import facets
from tenders.queries.facets import Facet
from tenders.queries.find import said
from tenders.queries.search import CALLS, Search, View
from tenders.values import Frequency

MORNING = time(8)  # in Québec
MOST_KEYS = 20
# What a call that has just been published can't be told apart by.
FLEETING = (facets.STATUS, facets.PUBLISHED, facets.CLOSING)

# The notice's own vectors are taken out of storage once, not once for each search.
FIND_SEARCHES = """
WITH notice AS MATERIALIZED (
    SELECT array_to_tsvector(keys) AS keys,
        search_fr || ''::tsvector AS fr, search_en || ''::tsvector AS en
    FROM tenders_notice WHERE tender_id = %(tender)s
)
INSERT INTO tenders_news (alert_id, announcement_id, rank, found_at)
SELECT alert.id, %(announcement)s,
    coalesce(ts_rank(CASE alert.language WHEN 'en' THEN en ELSE fr END, alert.words), 0), %(at)s
FROM tenders_alert AS alert, notice
WHERE alert.tender_id IS NULL AND alert.paused_at IS NULL AND alert.created_at <= %(happened_at)s
    AND (alert.conditions IS NULL OR notice.keys @@ alert.conditions)
    AND (alert.words IS NULL
        OR CASE alert.language WHEN 'en' THEN en ELSE fr END @@ alert.words)
ON CONFLICT DO NOTHING
"""


def lasting(search: Search) -> Search:
    """What of a search of calls an alert keeps: words, and facets that don't pass with time."""
    chosen = tuple(pair for pair in search.chosen if pair[0] not in FLEETING)
    return replace(search, view=View.OPEN, sort="", chosen=chosen)


def keys_of(search: Search) -> list[str]:
    """The values chosen in ``search``, as notices hold them."""
    return [f"{facet.name}={value}" for facet, values in search.chosen for value in values]


def search_of(alert: Alert) -> Search:
    """The search of calls that ``alert`` saved."""
    chosen = ((facet, _values(alert.keys, facet)) for facet in CALLS.facets)
    return Search(q=alert.q, chosen=tuple(pair for pair in chosen if pair[1]))


def _values(keys: Iterable[str], facet: Facet) -> tuple[str, ...]:
    name = f"{facet.name}="
    return tuple(key.removeprefix(name) for key in keys if key.startswith(name))


def for_database(search: Search, language: str) -> dict[str, Any]:
    """The columns ``words`` and ``conditions`` of an alert for ``search``."""
    words = said(search.q, language) if search.q else None
    groups = (
        " | ".join(_lexeme(f"{facet.name}={value}") for value in values)
        for facet, values in search.chosen
    )
    together = " & ".join(f"({group})" for group in groups)
    conditions = Cast(Value(together), SearchQueryField()) if together else None
    return {"words": words, "conditions": conditions}


def _lexeme(key: str) -> str:
    doubled = key.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def find_searches(announcement: Announcement, *, at: datetime) -> int:
    """Enter the news of a new call for each saved search that it fits; return how many."""
    facts: dict[str, Any] = {
        "tender": announcement.tender_id,
        "announcement": announcement.pk,
        "happened_at": announcement.happened_at,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIND_SEARCHES, facts)
        return int(cursor.rowcount)


def find_followers(announcement: Announcement, *, at: datetime) -> int:
    """Enter the news of a step for each alert that follows its call; return how many."""
    alerts = Alert.objects.filter(
        tender=announcement.tender_id,
        paused_at__isnull=True,
        created_at__lte=announcement.happened_at,
    )
    news = [News(alert=alert, announcement=announcement, found_at=at) for alert in alerts]
    return len(News.objects.bulk_create(news, ignore_conflicts=True))


def unsorted() -> list[int]:
    """The announcements that wait to be sorted out, the oldest first."""
    waiting = Announcement.objects.filter(sorted_at__isnull=True).order_by("happened_at", "pk")
    return list(waiting.values_list("pk", flat=True))


def told_until(frequency: str, *, at: datetime) -> datetime:
    """Until when news must have been found for the mail that is due ``at`` that moment."""
    if frequency == Frequency.AT_ONCE:
        return at
    zone = get_default_timezone()
    here = localtime(at, zone)
    back = here.weekday() if frequency == Frequency.WEEKLY else 0
    step = timedelta(days=7 if frequency == Frequency.WEEKLY else 1)
    day = here.date() - timedelta(days=back)
    morning = datetime.combine(day, MORNING, tzinfo=zone)
    return morning if morning <= at else datetime.combine(day - step, MORNING, tzinfo=zone)


def subscribers_due(frequency: str, *, at: datetime) -> list[int]:
    """Those for whom a mail of this frequency is due."""
    untold = News.objects.untold(frequency, until=told_until(frequency, at=at))
    found = untold.values_list("alert__subscriber", flat=True)
    return list(found.distinct().order_by("alert__subscriber"))


def untold_news(subscribers: Collection[int], frequency: str, *, at: datetime) -> list[News]:
    """What their mails are to tell, each with its alert, its step and its call.

    A call that many are told of is read once.
    """
    untold = News.objects.untold(frequency, until=told_until(frequency, at=at))
    found = untold.filter(alert__subscriber__in=subscribers)
    found = found.select_related("alert").defer("alert__words", "alert__conditions")
    found = found.prefetch_related("announcement__tender__buyer")
    return list(found.annotate(call_keys=F("announcement__tender__notice__keys")).order_by("pk"))
