"""The only place that reads the wall clock (an import contract says so).

Demos and browser tests must live through a deadline without waiting for it. Where
``settings.CLOCK_MAY_TRAVEL`` says so (never in production, which refuses to boot with it),
the clock may be set apart from the wall by ``travel`` within one thread, or for all processes
by the number of seconds in the file ``settings.CLOCK_OFFSET_FILE``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

_travelled: ContextVar[timedelta] = ContextVar("travelled", default=timedelta(0))


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now() + _offset()


def database_now() -> datetime:
    """The database's clock at this statement, aware, in UTC.

    ``clock_timestamp()``, not ``now()``: the latter is the transaction's start
    and would let in a bid that waited for a lock past its deadline.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC) + _offset()


def earliest_now() -> datetime:
    """The earlier of our own clock and the database's.

    For whether somebody may still try: a web server whose clock is ahead must turn nobody away.
    What they enter is dated by the database alone.
    """
    return min(now(), database_now())


def from_wall(seconds: float) -> datetime:
    """A moment that another clock stamped (seconds since 1970), in the time of ``now()``.

    Raises ValueError, OverflowError or OSError for what is no such moment.
    """
    return datetime.fromtimestamp(seconds, UTC) + _offset()


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Run the block as if it were ``to`` when it begins; time goes on from there.

    Raises RuntimeError where ``settings.CLOCK_MAY_TRAVEL`` is off.
    """
    if not settings.CLOCK_MAY_TRAVEL:
        raise RuntimeError("The clock does not travel here.")
    token = _travelled.set(to - timezone.now())
    try:
        yield
    finally:
        _travelled.reset(token)


def _offset() -> timedelta:
    if not settings.CLOCK_MAY_TRAVEL:
        return timedelta(0)
    offset = _travelled.get()
    if settings.CLOCK_OFFSET_FILE:
        try:
            offset += timedelta(seconds=float(Path(settings.CLOCK_OFFSET_FILE).read_text()))
        except (FileNotFoundError, ValueError):
            return offset
    return offset
