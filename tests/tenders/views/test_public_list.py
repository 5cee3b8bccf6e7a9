"""The list of calls: tabs, words, filters, pages; any query string gets an answer."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings as site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.clock import now
from marketplace.web import version
from marketplace.web.pagination import encode_cursor
from tenders.queries.search import CALLS
from tests.counting import statements
from tests.factories import BuyerFactory, TenderFactory
from tests.tenders import stages
from tests.tenders.views.pages import contracted

pytestmark = pytest.mark.django_db
LIST = "/en/tenders/"
LISTS = [LIST, "/en/awards/", "/en/contracts/"]


def titles(response) -> list[str]:
    return re.findall(r'<a class="cover" href="[^"]*">(.*?)</a>', response.content.decode())


@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_two_statements_with_one_row_and_with_three(client, address, monkeypatch):
    monkeypatch.setattr(site, "PUBLIC_VERSION_SECONDS", 60)  # not asked for each page
    for made in (1, 2):
        for _ in range(made):
            contracted()
            TenderFactory(open=True)
        version._last.clear()
        asked = statements(lambda: client.get(address))

        assert len(asked) <= 2
        assert not [each for each in asked if "OFFSET" in each or "COUNT(" in each.upper()]


def test_signed_out_no_cookie_is_set(client):
    response = client.get(LIST)

    assert response.cookies.output() == ""
    assert response["Cache-Control"] == "public, max-age=60"


def test_pages_follow_each_other_without_losing_or_repeating_a_call(client, monkeypatch):
    monkeypatch.setattr("tenders.views.public_list.PAGE_SIZE", 2)
    made = [
        TenderFactory(open=True, at=now() - timedelta(hours=hours), title_en=f"Call {hours}")
        for hours in range(5)
    ]

    seen, address = [], LIST
    while address:
        response = client.get(address)
        seen += titles(response)
        found = re.search(r'href="(\?[^"]*)" rel="next"', response.content.decode())
        address = LIST + found[1].replace("&amp;", "&") if found else ""

    assert seen == [tender.title_en for tender in made]


def test_filters_are_chips_that_can_be_removed(client):
    buyer = BuyerFactory(name_fr="Ville de Rimouski", slug="rimouski")
    TenderFactory(open=True, buyer=buyer)
    TenderFactory(open=True)

    response = client.get(LIST, {"buyer": "rimouski", "place": "remote", "q": "form"})
    shown = response.content.decode()

    assert len(titles(response)) == 1
    assert 'class="chip" href="?q=form&amp;place=remote"' in shown
    assert 'class="chip" href="?q=form&amp;buyer=rimouski"' in shown
    assert 'class="chip" href="?place=remote&amp;buyer=rimouski"' in shown
    assert "Ville de Rimouski" in shown


def test_the_words_found_are_marked_and_all_else_is_escaped(client):
    TenderFactory(open=True, need_en="A form & permits, 2 < 5")

    shown = client.get(LIST, {"q": "form permit"}).content.decode()

    assert "A <mark>form</mark> &amp; <mark>permits</mark></p>" in shown


def test_nothing_found_offers_near_titles_and_other_views(client):
    TenderFactory(open=True)
    closed = stages.published(title_en="Snow removal dashboard")

    near = client.get(LIST, {"q": "requst fomr"}).content.decode()
    elsewhere = client.get(LIST, {"q": "snow dashboard"}).content.decode()

    assert "Did you mean one of these?" in near
    assert "Rebuild of the permit request form" in near
    assert 'href="?q=snow+dashboard&amp;view=all"' in elsewhere
    assert closed.get_absolute_url()


@pytest.mark.parametrize("address", LISTS)
def test_lists_that_found_nothing_lead_on(client, address):
    tender = contracted()

    misspelt = client.get(f"{address}?q=rebuid+permi&view=all").content.decode()
    narrowed = client.get(f"{address}?q=permit&category=82140000").content.decode()

    assert "Did you mean one of these?" in misspelt
    assert tender.title_en in misspelt
    assert 'href="?q=permit"' in narrowed
    if address != LIST:
        assert "See the 1 result for these words" in narrowed


NAMES = st.sampled_from(
    ["q", "view", "sort", "cursor", "page", "x", *(facet.name for facet in CALLS.facets)]
)
ODD = st.sampled_from(
    ["\0", '"' * 99, "'; DROP TABLE x --", "a & | ! <-> (", "a:* b", "-" * 200, "*" * 200, "-a",
     "OR OR OR", "\uffff\U0001f4a9", "é" * 10_000, "a " * 5_000, "%", "_", "\\", "1e309",
     "10" * 500, "2026-13-45", "[]", "null"]
)  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(NAMES, st.text() | ODD), max_size=6), st.sampled_from(LISTS))
def test_any_query_gets_a_page_or_a_clear_refusal(client, pairs, address):
    asked = urlencode(pairs, errors="replace")

    assert client.get(f"{address}?{asked}").status_code in (200, 400)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "a" * 10_000,
        "q=%27%22%3B--%28%29%7C%26%21%3A%2A",
        "q=%EF%BF%BF%F0%9F%92%A9",
        "q=%ff%fe",
        "view=nothing&sort=nothing&budget=nothing&place=nothing&region=nothing&method=nothing",
        "category=nothing&buyer=nothing",
        "page=1000000000&closing=99999999",
        "budget=0-10000&view=closed&sort=deadline",
        "&".join(f"region={n:02}" for n in range(1, 18)),
        "=&&&==%",
    ],
)
def test_any_query_gets_a_page(client, query):
    TenderFactory(open=True)

    assert client.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "W10",
        "WyJvbGRlciIsMSwyXQ",
        "bm90aGluZw",
        "W1tbW1tbW1tbW1tb",
        encode_cursor("older", ["2026-01-01T00:00:00", 1]),
        encode_cursor("older", ["2026-99-99T00:00:00+00:00", 1]),
        encode_cursor("older", ["infinity", 1]),
        encode_cursor("older", [10**400, 1]),
        encode_cursor("sideways", ["2026-01-01T00:00:00+00:00", 1]),
    ],
)
def test_a_strange_cursor_is_refused(client, cursor):
    assert client.get(f"{LIST}?cursor={cursor}").status_code == 400


def test_tabs_show_which_one_is_open(client):
    shown = client.get(LIST, {"view": "closed"}).content.decode()

    assert '<a href="?view=closed" aria-current="page">Closed</a>' in shown
