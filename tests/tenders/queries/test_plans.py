"""How PostgreSQL answers the lists: off an index, in order, without reading or sorting them all."""

import re

import pytest
from django.db import connection
from django.http import QueryDict

from marketplace.clock import now
from marketplace.demo.scale import load_scale
from marketplace.web.pagination import encode_cursor, paginate
from tenders.forms.search import read_search
from tenders.models import Notice
from tenders.queries import near
from tenders.queries.find import find, in_order
from tenders.queries.search import AWARDS, CALLS, CONTRACTS
from tenders.queries.word_index import WORDS_ALONE
from tests.counting import statements

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def market(working_copy, django_db_setup, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        working_copy.changed(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("marketplace.demo.scale.DRAWN", 150)
        load_scale(tenders=4_000, seed=1, at=now())
        with connection.cursor() as cursor:
            # Made-up words: as many as a large market has.
            cursor.execute(
                "INSERT INTO tenders_titleword (word)"
                " SELECT translate(left(md5(n::text), 9), '0123456789', 'ghijklmnop')"
                " FROM generate_series(1, 20000) AS n"
            )
            # As autovacuum does soon enough.
            cursor.execute("VACUUM ANALYZE tenders_notice, tenders_titleword")
        yield


def plan(query: str, listing=CALLS, cursor: str = "") -> str:
    search = read_search(listing, QueryDict(query))
    found, order = in_order(find(search, language="fr", at=now()), search, language="fr")
    columns = ("tender_id", "call_fr", *(name.lstrip("-") for name in order))
    rows = found.values_list(*dict.fromkeys(columns), named=True)
    if cursor:
        keys = Notice.objects.order_by(*order).values_list(*(name.lstrip("-") for name in order))
        cursor = encode_cursor("older", list(keys[3_000]))
    [asked] = [
        sql
        for sql in statements(lambda: paginate(rows, order=order, cursor=cursor, size=25))
        if "LIMIT" in sql
    ]
    return explained(asked)


def explained(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row for (row,) in cursor.fetchall())


@pytest.mark.parametrize(
    ("query", "listing", "cursor"),
    [
        ("sort=deadline", CALLS, ""),
        ("view=all", CALLS, ""),
        ("view=all", CALLS, "deep"),
        ("view=all&sort=deadline", CALLS, "deep"),
        ("view=closed", CALLS, ""),
        ("", AWARDS, ""),
        ("", CONTRACTS, ""),
    ],
)
def test_a_list_is_read_in_the_order_of_an_index(query, listing, cursor):
    shown = plan(query, listing, cursor)

    assert re.search(r"Index (Only )?Scan (Backward )?using notice_", shown), shown
    assert "Seq Scan" not in shown, shown
    assert "Sort" not in shown, shown


@pytest.mark.parametrize(
    "query",
    [
        "",
        "view=all&region=06",
        "view=all&region=06&method=adjusted_price&buyer=scale-1&published=2024",
        "view=all&q=introuvable&sort=newest",
        "view=all&q=AE-0000017&sort=newest",
        "view=all&q=AE-0000017",
    ],
)
def test_what_is_few_is_found_by_its_own_index(query):
    shown = plan(query)

    assert "Bitmap Index Scan on notice_" in shown, shown
    assert "Seq Scan" not in shown, shown


def test_near_titles_are_found_by_indexes_alone(monkeypatch):
    monkeypatch.setattr(near, "NEWEST", 10)
    asked = statements(lambda: near.near_titles(Notice.objects.all(), "intrusin"))

    with connection.cursor() as cursor:
        shown = [explained(sql) for sql in asked if "FROM" in sql and "@@" not in sql]
        newest, found = [sql for sql in asked if "@@" in sql]
        shown.append(explained(newest))
        cursor.execute(WORDS_ALONE)
        shown.append(explained(found))

    used = [set(re.findall(r"(?:using|Index Scan on) (\w+)", each)) for each in shown]
    assert used == [
        {"title_word"},
        {"title_word_near"},
        {"tenders_notice_pkey"},
        {"notice_by_date"},
        {"notice_search_fr", "notice_search_en"},
    ]
    assert "Seq Scan" not in "".join(shown), shown
