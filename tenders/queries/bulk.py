"""What goes into the files of a month, streamed as it is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.db.models.functions import TruncMonth
from psycopg import sql

from tenders.models import Release
from tenders.queries.releases import releases_after

# Stored JSON has no control characters, so nothing in it is quoted: a row is a line as it is.
RELEASES = """
    COPY (
        SELECT body FROM tenders_release
        WHERE published_at >= {} AND published_at < {} ORDER BY published_at, id
    ) TO STDOUT (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')
"""
CALLS = """
    COPY (
        SELECT compiled FROM tenders_record
        WHERE published_at >= {} AND published_at < {} ORDER BY published_at, tender_id
    ) TO STDOUT (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')
"""


@dataclass(frozen=True)
class Due:
    """Months (their first days) with something new, and the last release that was seen."""

    releases: list[date]
    calls: list[date]
    since: str


def due_after(since: str) -> Due:
    """What changed after the release ``since`` ("" for ever). Raises BadRequest if there is none.

    A call stays in the month in which it was first published, whatever happens to it later.
    """
    new = releases_after(since)
    zone = ZoneInfo(settings.TIME_ZONE)
    told = TruncMonth("published_at", tzinfo=zone)
    begun = TruncMonth("tender__record__published_at", tzinfo=zone)
    last = new.last()
    return Due(
        releases=_months(new, told),
        calls=_months(new.filter(tender__record__isnull=False), begun),
        since=last.release_id if last else since,
    )


def last_release_in(month: date) -> datetime | None:
    """When the last release of a month was published."""
    start, end = bounds_of(month)
    found = Release.objects.filter(published_at__gte=start, published_at__lt=end)
    latest: datetime | None = found.aggregate(latest=Max("published_at"))["latest"]
    return latest


def release_lines(month: date) -> Iterator[bytes]:
    """The JSON of each release of a month, oldest first."""
    return _copied(RELEASES, month)


def call_lines(month: date) -> Iterator[bytes]:
    """The JSON of the present state of each call first published in a month."""
    return _copied(CALLS, month)


def _months(rows: Any, month: TruncMonth) -> list[date]:
    found = rows.order_by().annotate(month=month).values_list("month", flat=True).distinct()
    return sorted(each.date() for each in found)


def _copied(statement: LiteralString, month: date) -> Iterator[bytes]:
    bounds = map(sql.Literal, bounds_of(month))
    with connection.cursor() as cursor, cursor.copy(sql.SQL(statement).format(*bounds)) as copy:
        for row in copy:
            yield bytes(row).rstrip(b"\n")


def bounds_of(month: date) -> tuple[datetime, datetime]:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.combine(month, time(), zone), datetime.combine(following, time(), zone)
