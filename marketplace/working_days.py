"""Working days in Québec. Days are local ones (America/Toronto).

A working day is Monday to Friday, but the holidays of the Interpretation Act (I-16, a. 61 (23):
those of the ``holidays`` package and Easter Monday) and those that the public service keeps
besides: 2 January, 24, 26 and 31 December. ``settings.EXTRA_HOLIDAYS`` adds what the bodies of
an installation keep, such as 30 September: ``"09-30"`` every year, ``"2028-01-03"`` once.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Any

import holidays
from django.conf import settings
from django.utils.timezone import get_default_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

ONE = timedelta(days=1)
SATURDAY = 5
GOOD_FRIDAY = "Vendredi saint"
KEPT_BESIDES = {
    (1, 2): _("day after New Year’s Day"),
    (12, 24): _("Christmas Eve"),
    (12, 26): _("day after Christmas"),
    (12, 31): _("New Year’s Eve"),
}


def holiday(day: date) -> Any:
    """The name of the holiday in the reader's language, or "" when the day is none."""
    english = (get_language() or "fr").startswith("en")
    return (
        _statutory(day.year, "en_CA" if english else "fr").get(day)
        or (_("Easter Monday") if day == _easter_monday(day.year) else "")
        or KEPT_BESIDES.get((day.month, day.day))
        or (_("day kept by the public bodies") if _is_extra(day) else "")
    )


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and not holiday(day)


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``, or before it when negative.

    ``day`` itself doesn't count, and is returned as it is for 0.
    """
    step = ONE if count > 0 else -ONE
    for _nth in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def next_working_day(day: date) -> date:
    """``day`` itself if it is a working day, or the first one after it."""
    return day if is_working_day(day) else add_working_days(day, 1)


def working_days_between(start: date, end: date) -> int:
    """How many working days come after ``start``, up to and with ``end``."""
    span = range(1, max((end - start).days, 0) + 1)
    return sum(is_working_day(start + timedelta(days=n)) for n in span)


def local_deadline(day: date, at: time, zone: tzinfo | None = None) -> datetime:
    """The moment when a clock on the wall shows ``at`` on ``day``, in UTC.

    ``zone`` is the site's unless another is given. In the two nights of the year when the clocks
    are changed, an hour that comes twice means the second, and one that is skipped means as long
    after midnight as it says: a deadline worked out so never comes earlier than it reads.
    """
    there = datetime.combine(day, at, zone or get_default_timezone())
    return max(there.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def _is_extra(day: date) -> bool:
    return not {day.isoformat(), f"{day:%m-%d}"}.isdisjoint(settings.EXTRA_HOLIDAYS)


@cache
def _statutory(year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("CA", subdiv="QC", years=year, language=language))


@cache
def _easter_monday(year: int) -> date:
    named = _statutory(year, "fr").items()
    friday = next(day for day, name in named if GOOD_FRIDAY in name)
    return friday + 3 * ONE
