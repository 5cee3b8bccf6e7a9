"""Which days count in Québec."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from marketplace.working_days import (
    add_working_days,
    holiday,
    is_working_day,
    local_deadline,
    next_working_day,
    working_days_between,
)

TORONTO = ZoneInfo("America/Toronto")
DAYS = st.dates(date(2015, 1, 1), date(2045, 12, 31))
NIGHT = time(2, 30)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 6, 23), True),
        (date(2026, 6, 24), False),  # Fête nationale
        (date(2026, 6, 27), False),  # Saturday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 5, 18), False),  # Journée nationale des patriotes
        (date(2026, 11, 11), True),  # Remembrance Day is worked in Québec
        (date(2026, 12, 31), False),
        (date(2027, 1, 4), True),
    ],
)
def test_holidays_and_weekends_are_no_working_days(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 6, 23), 1, date(2026, 6, 25)),
        (date(2026, 6, 26), 1, date(2026, 6, 29)),
        (date(2026, 6, 29), -1, date(2026, 6, 26)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 6, 24), 0, date(2026, 6, 24)),
    ],
)
def test_adding_working_days_steps_over_the_others(day, count, expected):
    assert add_working_days(day, count) == expected


def test_the_next_working_day_may_be_the_day_itself():
    assert next_working_day(date(2026, 6, 23)) == date(2026, 6, 23)
    assert next_working_day(date(2026, 6, 24)) == date(2026, 6, 25)


def test_working_days_between_count_the_last_and_not_the_first():
    assert working_days_between(date(2026, 6, 22), date(2026, 6, 26)) == 3
    assert working_days_between(date(2026, 6, 26), date(2026, 6, 22)) == 0


def test_a_holiday_has_a_name_in_the_readers_language():
    with override("fr"):
        french = str(holiday(date(2026, 6, 24)))
    with override("en"):
        english = str(holiday(date(2026, 6, 24)))

    assert (french, english) == ("Fête nationale du Québec", "Saint Jean Baptiste Day")


@pytest.mark.parametrize("year", range(2015, 2046))
def test_the_movable_days_are_where_the_law_puts_them(year):
    """Worked out from the text of the laws, not from the package that the module asks."""

    def monday(month: int, day: int) -> date:
        last = date(year, month, day)
        return last - timedelta(days=last.weekday())

    fixed = {date(year, 1, 1), date(year, 6, 24), date(year, 7, 1), date(year, 12, 25)}
    moved = {day + timedelta(days=1) for day in fixed if day.weekday() == 6 and day.month in (6, 7)}
    patriots, labour, thanksgiving = monday(5, 24), monday(9, 7), monday(10, 14)
    easter_monday = next(
        day + timedelta(days=3)
        for day in holidays.country_holidays("CA", years=year)
        if day.month in (3, 4)
    )
    for day in {*fixed, *moved, patriots, labour, thanksgiving, easter_monday}:
        assert holiday(day)
    for day in (patriots + timedelta(days=7), labour - timedelta(days=7), date(year, 9, 30)):
        assert not holiday(day)


@given(DAYS, st.integers(1, 60))
def test_as_many_working_days_lie_between_as_were_added(day, count):
    later = add_working_days(day, count)
    assert is_working_day(later)
    assert working_days_between(day, later) == count


@given(DAYS, st.integers(1, 60))
def test_going_back_undoes_going_forward(day, count):
    start = next_working_day(day)
    assert add_working_days(add_working_days(start, count), -count) == start


@given(DAYS)
def test_no_stretch_without_a_working_day_is_longer_than_a_week(day):
    assert next_working_day(day) - day < timedelta(days=7)


def test_an_installation_may_keep_more_days(settings):
    settings.EXTRA_HOLIDAYS = ["09-30", "2027-01-04"]
    assert not is_working_day(date(2026, 9, 30))
    assert not is_working_day(date(2027, 9, 30))
    assert not is_working_day(date(2027, 1, 4))
    assert is_working_day(date(2028, 1, 4))


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 7, 15), time(14), datetime(2026, 7, 15, 18, tzinfo=UTC)),
        (date(2026, 1, 15), time(14), datetime(2026, 1, 15, 19, tzinfo=UTC)),
        (date(2026, 3, 8), NIGHT, datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),  # is skipped
        (date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),  # comes twice
    ],
)
def test_a_local_time_is_one_moment_summer_and_winter(day, at, utc):
    assert local_deadline(day, at) == utc
    assert local_deadline(day, at, TORONTO) == utc


def test_another_zone_may_be_asked_for():
    vancouver = local_deadline(date(2026, 7, 15), time(14), ZoneInfo("America/Vancouver"))
    assert vancouver == datetime(2026, 7, 15, 21, tzinfo=UTC)


@given(DAYS, st.times())
def test_a_deadline_never_comes_before_the_hour_it_reads(day, at):
    moment = local_deadline(day, at)
    assert moment.astimezone(TORONTO).replace(tzinfo=None) >= datetime.combine(day, at)
