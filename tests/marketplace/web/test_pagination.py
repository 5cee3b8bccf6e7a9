from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import BadRequest

from marketplace.accounts.models import User
from marketplace.web.pagination import encode_cursor, paginate
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ORDER = ("-date_joined", "-pk")
START = datetime(2026, 1, 1, tzinfo=UTC)


def people(count, *, together=1):
    """``together`` people joined at the same moment."""
    for n in range(count):
        UserFactory(date_joined=START + timedelta(days=n // together))


def names(page):
    return [person.pk for person in page.rows]


@pytest.mark.parametrize("together", [1, 4])
def test_walking_down_and_up_shows_every_row_once_even_among_ties(together):
    people(10, together=together)
    expected = list(User.objects.order_by(*ORDER).values_list("pk", flat=True))

    down, cursor, cursors = [], "", []
    while True:
        page = paginate(User.objects.all(), order=ORDER, cursor=cursor, size=3)
        down += names(page)
        if not page.older:
            break
        cursor = page.older
        cursors.append(page.newer)

    up = names(page)
    while page.newer:
        page = paginate(User.objects.all(), order=ORDER, cursor=page.newer, size=3)
        up = names(page) + up

    assert down == expected
    assert up == expected


def test_the_first_page_has_nothing_newer_and_the_only_page_nothing_older():
    people(3)

    page = paginate(User.objects.all(), order=ORDER, size=3)

    assert (page.newer, page.older) == ("", "")


def test_an_empty_list_is_a_page_too():
    page = paginate(User.objects.none(), order=ORDER)

    assert (page.rows, page.newer, page.older) == ([], "", "")


def test_a_page_costs_one_query_however_deep(django_assert_num_queries):
    people(9)
    deep = paginate(User.objects.all(), order=ORDER, size=3)
    deep = paginate(User.objects.all(), order=ORDER, size=3, cursor=deep.older)

    with django_assert_num_queries(1):
        paginate(User.objects.all(), order=ORDER, size=3, cursor=deep.older)


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "é" * 50,
        "A" * 10_000,
        encode_cursor("older", ["2026-01-01"]),
        encode_cursor("sideways", ["2026-01-01T00:00:00+00:00", 1]),
        encode_cursor("older", ["yesterday", 1]),
        encode_cursor("older", ["2026-01-01T00:00:00+00:00", "\0"]),
        encode_cursor("older", ["2026-01-01T00:00:00+00:00", "one"]),
    ],
)
def test_a_cursor_that_was_never_given_is_a_bad_request(cursor):
    people(2)

    with pytest.raises(BadRequest):
        paginate(User.objects.all(), order=ORDER, cursor=cursor)
