"""The demo's words: whole in both languages, linked, well set, and left alone afterwards."""

import re

import pytest
from django.utils.html import strip_tags
from wagtail.models import Page

from cms.access import MODERATORS
from cms.demo import EVENTS, NEWS, SHEETS, load_content
from cms.demo.reader import CONTENT, read
from cms.furniture import furniture
from cms.models import HomePage, SiteSettings
from cms.models.settings import KNOWN_PAGES
from marketplace.clock import now
from tests.factories import UserFactory

NAMES = [
    "home",
    *(sheet.name for sheet in SHEETS),
    *(name for name, _days in NEWS),
    *(name for name, _days, _hour in EVENTS),
]
BREAKING_SPACE = re.compile(r"\w [:;?!%$»]|« |\d \d{3}\b")
STRAIGHT = re.compile(r"\w'\w")


def words_of(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(map(words_of, value.values()))
    if isinstance(value, list | tuple):
        return " ".join(map(words_of, value))
    return strip_tags(str(value))


@pytest.fixture(scope="module")
def planted(working_copy, django_db_setup, django_db_blocker):
    """The demo's pages, planted once: each test then rolls back to here."""
    with django_db_blocker.unblock(), working_copy.changed():
        yield load_content(now())


@pytest.fixture
def loaded(planted, db):
    return planted


def test_every_file_is_a_page_and_every_page_has_both_files():
    files = sorted(path.name for path in CONTENT.iterdir())

    assert files == sorted(f"{name}.{code}.md" for name in NAMES for code in ("en", "fr"))


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_are_built_alike(name):
    french, english = read(name, "fr"), read(name, "en")

    assert french.fields.keys() == english.fields.keys()
    assert [kind for kind, _value in french.body] == [kind for kind, _value in english.body]


@pytest.mark.parametrize("name", NAMES)
def test_french_is_set_with_its_unbreakable_spaces(name):
    words = read(name, "fr")
    text = words_of([words.fields, words.body])

    assert BREAKING_SPACE.findall(text) == []
    assert STRAIGHT.findall(text) == []


@pytest.mark.parametrize("name", NAMES)
def test_fields_fit_their_columns(name):
    for language in ("fr", "en"):
        assert 20 <= len(read(name, language).fields["introduction"]) <= 400


def test_a_second_loading_plants_nothing_and_keeps_what_editors_wrote(loaded):
    pages = Page.objects.count()
    home = HomePage.objects.get(locale__language_code="fr")
    home.headline = "Notre titre"
    home.save()
    about = Page.objects.get(slug="a-propos")
    about.title = "Qui nous sommes"
    about.save()

    assert load_content(now()) == 0

    assert Page.objects.count() == pages == 2 * len(NAMES) + 1
    assert HomePage.objects.get(locale__language_code="fr").headline == "Notre titre"
    assert Page.objects.get(slug="a-propos").title == "Qui nous sommes"


def test_every_page_answers_in_its_language_and_every_link_leads_somewhere(client, loaded):
    for page in Page.objects.filter(depth__gt=1).select_related("locale"):
        answer = client.get(page.url)
        main = answer.text.split("<main")[1].split("</main>")[0]

        assert answer.status_code == 200, page.url
        assert f'lang="{page.locale.language_code}-CA"' in answer.text
        assert 'href="page:' not in main
        assert 'href="view:' not in main
        assert "<a>" not in main
        internal = re.findall(r'href="(/(?:fr|en)/[^"#?]*)"', main)
        assert {link[:4] for link in internal} <= {f"/{page.locale.language_code}/"}


def test_links_between_pages_are_all_alive(client, loaded):
    links = set()
    for page in Page.objects.filter(depth__gt=1):
        main = client.get(page.url).text.split("<main")[1].split("</main>")[0]
        links |= set(re.findall(r'href="(/(?:fr|en)/[^"#?]*)"', main))

    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_the_header_and_the_footer_know_every_page_of_the_service(loaded):
    for language in ("fr", "en"):
        assert list(furniture(language).pages) == list(KNOWN_PAGES)


def test_each_page_has_its_translation(loaded):
    for page in Page.objects.filter(depth__gt=1):
        assert page.get_translations().count() == 1, page


def test_settings_that_are_there_stay(loaded):
    chosen = SiteSettings.load()
    chosen.contact_email = "autre@exemple.example"
    chosen.save()

    load_content(now())

    assert SiteSettings.objects.get().contact_email == "autre@exemple.example"


def test_the_demos_editor_may_publish(loaded):
    person = UserFactory()

    load_content(now(), editor=person)

    assert [group.name for group in person.groups.all()] == [MODERATORS]
