"""Working days in Québec. Days are local ones (America/Toronto).

A working day is Monday to Friday, but the holidays of the Interpretation Act (I-16, a. 61 (23):
those of the ``holidays`` package and Easter Monday) and those that the public service keeps
besides: 2 January, 24, 26 and 31 December.
"""

from datetime import date, timedelta
from functools import cache
from typing import Any

import holidays
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
        or KEPT_BESIDES.get((day.month, day.day), "")
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


@cache
def _statutory(year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("CA", subdiv="QC", years=year, language=language))


@cache
def _easter_monday(year: int) -> date:
    named = _statutory(year, "fr").items()
    friday = next(day for day, name in named if GOOD_FRIDAY in name)
    return friday + 3 * ONE
