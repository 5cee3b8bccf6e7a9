"""When a call may close: never in the past, on a holiday, on a weekend or too soon."""

from datetime import UTC, datetime, timedelta

import pytest

from tenders.queries.readiness import lacks
from tenders.queries.timing import deadline_after_change, earliest_closing_day
from tests.factories import EASTERN, TenderFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 6, 1, 15, 0, tzinfo=UTC)


def eastern(month, day, hour=14):
    return datetime(2026, month, day, hour, tzinfo=EASTERN)


def dates_lacking(tender, at=MONDAY):
    return {lack.field for lack in lacks(tender, at=at) if lack.section == "dates"}


@pytest.mark.parametrize(
    ("field", "moment"),
    [
        ("submission_deadline", eastern(6, 24)),  # Fête nationale
        ("submission_deadline", eastern(6, 27)),  # Saturday
        ("submission_deadline", eastern(6, 5)),  # four working days after publication
        ("submission_deadline", eastern(6, 1, 10)),  # an hour ago
        ("enquiry_deadline", eastern(6, 14)),  # Sunday
        ("enquiry_deadline", eastern(5, 29)),  # in the past
    ],
)
def test_a_deadline_falls_on_a_working_day_far_enough_in_the_future(field, moment):
    dates = {"enquiry_deadline": eastern(6, 1, 12), "submission_deadline": eastern(6, 25)}
    dates |= {field: moment}
    dates["enquiry_deadline"] = min(dates.values())
    tender = TenderFactory(at=MONDAY - timedelta(days=10), **dates)

    assert field in dates_lacking(tender)


def test_the_first_day_allowed_is_accepted():
    tender = TenderFactory(
        at=MONDAY, enquiry_deadline=eastern(6, 3), submission_deadline=eastern(6, 8)
    )

    assert earliest_closing_day(MONDAY) == eastern(6, 8).date()
    assert dates_lacking(tender) == set()


def test_a_deadline_that_was_fine_lapses_while_a_call_waits_for_approval():
    tender = TenderFactory(
        at=MONDAY, enquiry_deadline=eastern(6, 3), submission_deadline=eastern(6, 8)
    )

    later = MONDAY + timedelta(days=1)

    assert dates_lacking(tender, at=later) == {"submission_deadline"}


@pytest.mark.parametrize(
    ("deadline", "at", "expected"),
    [
        # three days are left anyway: the answer is earlier than the deadline
        (eastern(6, 19), eastern(6, 9), eastern(6, 12)),
        # three days from Friday is Monday
        (eastern(6, 12), eastern(6, 12, 10), eastern(6, 15)),
        # three days later at 16:00 is after 14:00, so the next working day
        (eastern(6, 10), eastern(6, 9, 16), eastern(6, 15)),
        # over the Fête nationale
        (eastern(6, 22), eastern(6, 21, 10), eastern(6, 25)),
    ],
)
def test_a_change_of_substance_leaves_its_days_and_ends_on_a_working_day(deadline, at, expected):
    assert deadline_after_change(deadline, at=at) == expected
