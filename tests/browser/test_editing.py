"""An editor builds a page with live facts and publishes it in French and in English."""

import pytest

from cms.access import MODERATORS, admit
from cms.models import HomePage
from tests.browser.looker import Looker
from tests.factories import TenderFactory, UserFactory, with_second_factor

IN_ENGLISH = {
    "Cartes ouvertes": "Open maps",
    "Des cartes pour tous.": "Maps for everyone.",
    "Pourquoi des cartes": "Why maps",
    "Les appels du moment": "The calls of the day",
}


@pytest.fixture
def editor(new_page, live_stack):
    """A moderator who reads English, before the editors' room."""
    with live_stack.database():
        person = with_second_factor(UserFactory(language="en"))
        admit(person, group=MODERATORS)
        TenderFactory(open=True, title_fr="Carte des travaux", title_en="Map of roadworks")
    looker = Looker(new_page(language="en", height=1400), live_stack)
    looker.become(person)
    return looker


def insert(page, kind):
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=kind, exact=True).click()


def begin(page, live_stack):
    with live_stack.database():
        home = HomePage.objects.get(locale__language_code="fr")
    page.goto(f"/cms/pages/add/cms/contentpage/{home.pk}/")
    page.get_by_role("textbox", name="Title").first.fill("Cartes ouvertes")
    page.locator("[name=introduction]").fill("Des cartes pour tous.")


def publish(page):
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()


def translate(page):
    """Send the page for translation and translate it, string by string, beside the French."""
    page.get_by_role("link", name="Edit", exact=True).first.click()
    page.goto(page.url.replace("/pages/", "/localize/submit/page/").replace("/edit/", "/"))
    page.get_by_label("English").check()
    page.get_by_role("button", name="Submit").click()
    for french, english in IN_ENGLISH.items():
        string = page.locator("li.incomplete", has_text=french).first
        string.get_by_role("button", name="Translate").click()
        page.locator("li.incomplete textarea").fill(english)
        page.locator("li.incomplete").get_by_role("button", name="Save").click()
        page.locator("li.incomplete", has_text=french).first.wait_for(state="hidden")


def test_an_editor_publishes_a_page_in_two_languages_with_a_window_onto_calls(editor, live_stack):
    page = editor.page
    begin(page, live_stack)
    insert(page, "Heading")
    page.locator("[name=body-0-value]").fill("Pourquoi des cartes")
    insert(page, "Open calls")
    page.locator("[name=body-1-value-heading]").fill("Les appels du moment")
    publish(page)
    page.get_by_text("created and published").wait_for()

    translate(page)
    page.get_by_role("button", name="Publish in English").click()
    page.get_by_text("Published", exact=False).first.wait_for()

    page.goto("/fr/cartes-ouvertes/")
    assert page.get_by_role("heading", name="Carte des travaux").first.is_visible()
    editor.look(dark=True)
    page.locator(".site-tools [hreflang=en]").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Open maps"
    assert page.get_by_role("heading", name="Why maps").is_visible()
    assert page.get_by_role("heading", name="Map of roadworks").first.is_visible()
    editor.look(dark=True)
    assert editor.found == []
