"""The list of calls: tabs, words, filters, pages; any query string gets an answer."""

import re
from datetime import timedelta

import pytest

from marketplace.clock import now
from tests.counting import statements
from tests.factories import BuyerFactory, TenderFactory
from tests.tenders import stages

pytestmark = pytest.mark.django_db
LIST = "/en/tenders/"


def titles(response) -> list[str]:
    return re.findall(r'<a class="cover" href="[^"]*">(.*?)</a>', response.content.decode())


def test_the_list_costs_the_same_with_one_and_three_calls(client):
    TenderFactory(open=True)
    one = statements(lambda: client.get(LIST))
    for _ in range(2):
        TenderFactory(open=True)
    three = statements(lambda: client.get(LIST))

    assert len(three) == len(one)
    assert not [statement for statement in three if "OFFSET" in statement]


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
    assert 'href="?place=remote&amp;q=form"' in shown
    assert 'href="?buyer=rimouski&amp;q=form"' in shown
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
    assert 'href="?view=all&amp;q=snow%20dashboard"' in elsewhere
    assert closed.get_absolute_url()


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "a" * 3000,
        "q=%27%22%3B--%28%29%7C%26%21%3A%2A",
        "q=%EF%BF%BF%F0%9F%92%A9",
        "view=nothing&sort=nothing&budget=nothing&place=nothing&region=nothing&method=nothing",
        "category=nothing&buyer=nothing",
        "budget=0-10000&view=closed&sort=deadline",
        "view=soon&sort=newest",
    ],
)
def test_any_query_gets_a_page(client, query):
    TenderFactory(open=True)

    assert client.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize(
    "cursor", ["x", "%00", "W10", "WyJvbGRlciIsMSwyXQ", "bm90aGluZw", "W1tbW1tbW1tbW1tb"]
)
def test_a_strange_cursor_is_refused(client, cursor):
    assert client.get(f"{LIST}?cursor={cursor}").status_code == 400


def test_tabs_show_which_one_is_open(client):
    shown = client.get(LIST, {"view": "closed"}).content.decode()

    assert '<a href="?view=closed" aria-current="page">Closed</a>' in shown
