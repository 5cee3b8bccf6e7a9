"""Which days count in Québec."""

from datetime import date

import pytest
from django.utils.translation import override

from marketplace.working_days import (
    add_working_days,
    holiday,
    is_working_day,
    next_working_day,
    working_days_between,
)


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
