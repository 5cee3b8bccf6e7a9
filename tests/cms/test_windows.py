"""Windows show what the public may read, and nothing more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.clock import now
from marketplace.web.wording import say_month
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

    page = client.get("/fr/").content.decode()

    assert soon.title.text in page.partition('class="peek"')[2].partition("</article>")[0]


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


def on_a_page(client, kind: str, value: dict) -> str:
    gardens.content("Fenêtre", body=[(kind, value)])
    return client.get("/fr/fenetre/").text.partition("<main")[2].partition("</main>")[0]


def test_a_window_shows_the_calls_of_one_category(client):
    TenderFactory(open=True, title_fr="Site Web", main_category_id="81112103")
    TenderFactory(open=True, title_fr="Base de données", main_category_id="81111704")

    shown = on_a_page(
        client, "open_calls", {"heading": "Sites", "count": 3, "category": "81112103"}
    )

    assert ("Site Web" in shown, "Base de données" in shown) == (True, False)


def test_a_window_shows_the_calls_of_one_body(client):
    tender = TenderFactory(open=True, title_fr="Le leur")
    TenderFactory(open=True, title_fr="Un autre")

    value = {"heading": "Leurs appels", "count": 3, "buyer": tender.buyer.slug}

    shown = on_a_page(client, "buyer_calls", value)
    assert ("Le leur" in shown, "Un autre" in shown) == (True, False)


@pytest.mark.parametrize(
    ("kind", "choice"),
    [("open_calls", {"category": "00000000"}), ("buyer_calls", {"buyer": "disparu"})],
)
def test_a_choice_that_is_gone_shows_an_empty_window(client, kind, choice):
    TenderFactory(open=True)
    value = {"heading": "Vide", "count": 3, **choice}

    assert 'class="empty"' in on_a_page(client, kind, value)


def test_the_chart_is_a_table_of_twelve_months(client):
    shown = on_a_page(client, "awards_by_month", {"heading": "Attribué"})

    assert shown.count('<th scope="row">') == 12
    assert say_month(timezone.localdate(now()), "fr") in shown
    assert "<caption>Attribué</caption>" in shown


def test_a_video_is_a_link_with_all_that_it_says(client):
    shown = on_a_page(
        client,
        "video",
        {
            "title": "",
            "poster": None,
            "address": "https://videos.example/1",
            "length": "12 min",
            "transcript": "<p>Bonjour.</p>",
        },
    )

    assert "Regarder sur videos.example (12 min)" in shown
    assert "<p>Bonjour.</p>" in shown
    assert "<iframe" not in shown
