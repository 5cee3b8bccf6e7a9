"""Pages of words: read by anyone, in their language, from any cache."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import ContactPage, SiteSettings
from tests.cms import gardens
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def queries_of(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_new_site_has_a_home_page_in_each_language(client, language):
    page = client.get(f"/{language}/")

    assert page.status_code == 200
    assert f'<html lang="{language}-CA"' in page.text
    assert gardens.home(language).headline in page.text


def test_a_stranger_gets_no_cookie_and_an_answer_that_caches_may_keep(client):
    page = client.get("/fr/")

    assert dict(client.cookies) == {}
    assert page["Cache-Control"] == "public, max-age=60"


def test_an_answer_to_a_known_person_is_kept_by_nobody(client):
    client.force_login(UserFactory())

    page = client.get("/fr/")

    assert page["Cache-Control"] == "private, no-store"


def test_a_page_links_to_its_translation(client):
    french = gardens.content("À propos")
    gardens.content("About", gardens.home("en"), twin=french)

    page = client.get("/fr/a-propos/")

    assert 'hreflang="en-CA" href="http://localhost:8000/en/about/"' in page.text


def test_a_draft_page_answers_404(client):
    gardens.content("À venir", live=False)

    assert client.get("/fr/a-venir/").status_code == 404


def test_a_page_shows_its_words_and_a_table_of_three_headings(client):
    gardens.content(
        introduction="Une promesse.",
        body=[
            ("heading", "La promesse"),
            ("text", "<p>Des mots.</p>"),
            ("heading", "Le projet"),
            ("heading", "L’équipe"),
        ],
    )

    page = client.get("/fr/a-propos/")

    assert "Une promesse." in page.text
    assert "<p>Des mots.</p>" in page.text
    assert '<a href="#la-promesse">La promesse</a>' in page.text
    assert '<h2 id="la-promesse">La promesse</h2>' in page.text


def test_two_headings_need_no_table_of_contents(client):
    gardens.content(body=[("heading", "Un"), ("heading", "Deux")])

    assert "on-this-page" not in client.get("/fr/a-propos/").text


def test_a_section_shows_cards_of_its_published_pages_in_order(client):
    section = gardens.section()
    gardens.guide(section, "Soumissionner")
    gardens.guide(section, "Brouillon", live=False)
    gardens.guide(section, "Acheter")

    page = client.get("/fr/guides/")

    assert [child.title for child in page.context["children"]] == ["Soumissionner", "Acheter"]


def test_a_guide_leads_to_the_next_one(client):
    section = gardens.section()
    gardens.guide(section, "Soumissionner")
    gardens.guide(section, "Acheter")

    first = client.get("/fr/guides/soumissionner/")
    last = client.get("/fr/guides/acheter/")

    assert first.context["next_page"].title == "Acheter"
    assert last.context["next_page"] is None


def test_a_guide_says_how_long_it_takes():
    guide = gardens.guide(gardens.section(), body=[("text", "<p>" + "mot " * 600 + "</p>")])

    assert guide.minutes() == 3
    assert gardens.guide(guide.get_parent(), "Vide").minutes() == 1


def test_news_come_newest_first_a_dozen_at_a_time(client):
    index = gardens.news_index()
    for number in range(13):
        gardens.news(index, f"Nouvelle {number}", date(2026, 3, 1) + timedelta(days=number))

    first = client.get("/fr/actualites/")
    second = client.get("/fr/actualites/?page=2")
    absurd = client.get("/fr/actualites/?page=\x00")

    assert [item.title for item in first.context["items"]][:2] == ["Nouvelle 12", "Nouvelle 11"]
    assert [item.title for item in second.context["items"]] == ["Nouvelle 0"]
    assert absurd.status_code == 200


def test_the_contact_page_shows_the_settings(client):
    contact = SiteSettings.load()
    contact.contact_email = "bonjour@exemple.example"
    contact.contact_hours_fr = "De 9 h à 16 h"
    contact.save()
    gardens.plant(ContactPage, gardens.home(), "Nous joindre")

    page = client.get("/fr/nous-joindre/")

    assert "bonjour@exemple.example" in page.text
    assert "De 9 h à 16 h" in page.text


@pytest.mark.parametrize("kind", ["guides", "news"])
def test_a_list_of_three_asks_no_more_than_a_list_of_one(client, kind):
    parent = gardens.section() if kind == "guides" else gardens.news_index()
    add = gardens.guide if kind == "guides" else gardens.news
    path = "/fr/guides/" if kind == "guides" else "/fr/actualites/"
    add(parent, "Un")
    one = queries_of(client, path)
    add(parent, "Deux")
    add(parent, "Trois")

    assert queries_of(client, path) == one
