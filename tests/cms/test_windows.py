"""Windows show what the public may read, and nothing more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.clock import now
from tests.cms import gardens
from tests.factories import TenderFactory

pytestmark = pytest.mark.django_db

BODY = [
    ("figures", {"heading": "Chiffres"}),
    ("open_calls", {"heading": "Appels ouverts", "count": 2}),
    ("closing_soon", {"heading": "Bientôt fermés", "count": 2}),
    ("latest_awards", {"heading": "Attributions", "count": 2}),
]


@pytest.fixture
def home():
    page = gardens.home()
    page.body = BODY
    page.save()
    return page


def test_an_empty_market_says_so(client, home):
    page = client.get("/fr/")

    assert page.status_code == 200
    assert page.text.count('class="empty"') == 3


def test_open_calls_are_shown_and_drafts_are_not(client, home):
    TenderFactory(open=True, title_fr="Carte des travaux")
    TenderFactory(title_fr="Brouillon secret")
    TenderFactory(in_review=True, title_fr="En révision")

    page = client.get("/fr/")

    assert "Carte des travaux" in page.text
    assert "Brouillon secret" not in page.text
    assert "En révision" not in page.text


def test_a_window_shows_as_many_as_the_editor_said_newest_first(client, home):
    for days in (3, 2, 1):
        TenderFactory(open=True, at=now() - timedelta(days=days), title_fr=f"Il y a {days} jours")

    calls = client.get("/fr/").text.split("Appels ouverts")[1].split("Bientôt")[0]

    assert calls.index("Il y a 1 jours") < calls.index("Il y a 2 jours")
    assert "Il y a 3 jours" not in calls


def test_the_next_call_to_close_peeks_out_of_the_first_screen(client, home):
    soon = TenderFactory(open=True, at=now() - timedelta(days=3))
    TenderFactory(open=True)

    assert client.get("/fr/").context["next_to_close"] == soon


def test_three_calls_ask_no_more_than_one(client, home):
    def count() -> int:
        client.get("/fr/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/fr/")
        return len(queries)

    TenderFactory(open=True)
    one = count()
    TenderFactory(open=True)
    TenderFactory(open=True)

    assert count() == one


def test_the_latest_news_come_from_the_chosen_page(client):
    index = gardens.news_index()
    for title in ("Une", "Deux", "Trois"):
        gardens.news(index, title)
    page = gardens.home()
    page.body = [("latest_news", {"heading": "Nouvelles", "index": index, "count": 2})]
    page.save()

    text = client.get("/fr/").text

    assert "Trois" in text
    assert "Deux" in text
    assert ">Une<" not in text
