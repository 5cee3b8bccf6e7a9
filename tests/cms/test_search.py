"""Pages of words are found in their own language, accents and plurals forgiven."""

import pytest
from wagtail.models import Page

from cms.search import find_pages
from tests.cms import gardens

pytestmark = pytest.mark.django_db


def titles(q: str, language: str = "fr") -> list[str]:
    return [found.title for found in find_pages(q, language=language)]


@pytest.fixture(autouse=True)
def _pages():
    gardens.content("Les délais", body=[("text", "<p>Un délai de réserve protège chacun.</p>")])
    gardens.content("Sceller", introduction="Les soumissions sont scellées.")
    gardens.content("Deadlines", gardens.home("en"), body=[("heading", "Sealed bidding")])
    gardens.content("Brouillon scellé", live=False)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("délai", ["Les délais"]),
        ("delais reserves", ["Les délais"]),
        ("soumission", ["Sceller"]),
        ("Soumissions", ["Sceller"]),
        ('"délai de réserve"', ["Les délais"]),
        ("sceller -soumissions", []),
        ("brouillon", []),
        ("deadline", []),
    ],
)
def test_french_is_searched_as_french(q, found):
    assert titles(q) == found


def test_english_is_searched_as_english():
    assert titles("bids", "en") == ["Deadlines"]
    assert titles("deadline", "en") == ["Deadlines"]


def test_the_title_counts_for_more_than_the_words():
    gardens.content("Réserve", introduction="Rien.")

    assert titles("réserve") == ["Réserve", "Les délais"]


def test_what_an_editor_changes_is_found_from_then_on():
    page = Page.objects.get(title="Sceller").specific
    page.introduction = "Une enveloppe."
    page.save_revision().publish()

    assert titles("soumission") == []
    assert titles("enveloppe") == ["Sceller"]


def test_the_words_found_are_marked(client):
    page = client.get("/fr/recherche/?q=reserve")

    assert "<mark>réserve</mark>" in page.text
    assert 'href="/fr/les-delais/"' in page.text


@pytest.mark.parametrize("q", ["", "\x00", "'", "a & | !", "x" * 10_000, '"', "%25"])
def test_whatever_is_typed_gets_a_page(client, q):
    assert client.get("/fr/recherche/", {"q": q}).status_code == 200
