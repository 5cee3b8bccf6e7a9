"""A week, hour by hour: each subscriber is told at the rhythm they chose, of each call once."""

from datetime import date, datetime, time, timedelta

import pytest

from marketplace.clock import now, travel
from tests.factories import EASTERN, TenderFactory, UserFactory
from tests.tenders.alerts import calls_in, saved, sweep, told

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY, SATURDAY, SUNDAY, NEXT_MONDAY = 1, 2, 5, 6, 7


def monday() -> datetime:
    """Nine in the morning of a Monday to come, in a February without holidays."""
    first = date(now().year + 1, 2, 1)
    day = first + timedelta(days=-first.weekday() % 7)
    return datetime.combine(day, time(9), tzinfo=EASTERN)


def said(user) -> list[tuple[int, int, list[str]]]:
    """The mails of a person: day of the week counted from Monday, hour in Québec, calls."""
    begin = monday().date()
    moments = [(mail.due_at.astimezone(EASTERN), calls_in(mail)) for mail in told(user)]
    return [((at.date() - begin).days, at.hour, sorted(calls)) for at, calls in moments]


def test_a_week_sends_each_digest_that_it_should_and_each_once():
    begin = monday()
    people = {name: UserFactory() for name in ("at_once", "daily", "weekly")}
    for frequency, user in people.items():
        saved("q=formulaire", user=user, frequency=frequency, at=begin - timedelta(days=1))
    appear = {(TUESDAY, 10): [], (TUESDAY, 15): [], (SATURDAY, 12): []}

    for hours in range(7 * 24 + 12):
        at = begin + timedelta(hours=hours)
        place = ((at.date() - begin.date()).days, at.hour)
        with travel(at):
            if place in appear:
                appear[place].append(TenderFactory(open=True, at=at).number)
            sweep()
            sweep()

    [first], [second], [third] = appear.values()
    assert said(people["at_once"]) == [
        (TUESDAY, 10, [first]),
        (TUESDAY, 15, [second]),
        (SATURDAY, 12, [third]),
    ]
    assert said(people["daily"]) == [
        (WEDNESDAY, 8, sorted([first, second])),
        (SUNDAY, 8, [third]),
    ]
    assert said(people["weekly"]) == [(NEXT_MONDAY, 8, sorted([first, second, third]))]
