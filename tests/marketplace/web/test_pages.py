"""What every page has, and the pages for what went wrong."""

import re

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.translation import gettext, override

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HERE = "http://testserver/en/account/login/"
ELSEWHERE = "https://evil.example/"


def page(name, language):
    with override(language):
        return reverse(name)


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(is_staff=True))
    return client


def test_the_root_goes_to_the_language_of_the_browser(client):
    french = client.get("/", headers={"accept-language": "fr-CA,en;q=0.5"})
    english = client.get("/", headers={"accept-language": "en-CA"})

    assert (french.status_code, french.url) == (302, "/fr/")
    assert (english.status_code, english.url) == (302, "/en/")


def test_the_root_goes_to_the_language_of_the_account(client):
    client.force_login(UserFactory(language="en"))

    assert client.get("/", headers={"accept-language": "fr"}).url == "/en/"


def test_the_components_page_is_for_the_team(client):
    assert client.get("/en/components/").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_component_renders_in_both_languages(staff, language):
    assert staff.get(page("components", language)).status_code == 200


def test_the_design_system_shows_each_colour_with_its_measured_contrast(staff):
    html = staff.get("/en/components/").text

    assert html.count("<code>ink</code> / <code>paper</code>") == 1
    assert "16.1" in html
    assert html.count('class="swatches"') == 1


def test_a_page_links_to_itself_in_the_other_language(staff):
    html = staff.get("/en/components/?q=a").content.decode()

    french = f"http://localhost:8000{page('components', 'fr')}?q=a"
    assert f'hreflang="fr-CA" href="{french}"' in html
    assert 'hreflang="x-default"' in html


def test_a_page_has_one_heading_one_main_and_no_inline_style_or_script(staff):
    html = staff.get("/en/components/").content.decode()

    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]*src=)", html)


def test_an_anonymous_page_sets_no_cookie(client):
    assert not client.get("/en/nowhere/").cookies


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_that_does_not_exist_says_so_in_the_language_of_its_address(client, language):
    answer = client.get(f"/{language}/nowhere/", headers={"accept-language": "de"})

    assert answer.status_code == 404
    with override(language):
        assert gettext("This page does not exist") in answer.content.decode()


def test_a_form_without_its_token_gets_a_sentence_not_a_riddle():
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/en/account/login/", {"login": "a@example.org", "password": "x"})

    assert answer.status_code == 403
    assert "This form was open too long" in answer.content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
@override_settings(ROOT_URLCONF="tests.marketplace.web.broken_urls")
def test_a_fault_of_ours_has_a_page_that_needs_nothing(language):
    answer = Client(raise_request_exception=False).get(f"/{language}/broken/")

    assert answer.status_code == 500
    assert f'lang="{language}-CA"' in answer.content.decode()


def test_the_appearance_is_kept_in_a_cookie_without_a_script(client):
    answer = client.post("/appearance/", {"theme": "dark"}, headers={"referer": HERE})

    assert answer.url == HERE
    assert 'data-theme="dark"' in client.get(answer.url).content.decode()


def test_automatic_appearance_leaves_no_cookie(client):
    client.post("/appearance/", {"theme": "dark"})
    client.post("/appearance/", {"theme": "auto"})

    assert 'data-theme="' not in client.get("/en/account/login/").content.decode()


def test_the_switch_does_not_send_people_elsewhere(client):
    answer = client.post("/appearance/", {"theme": "dark"}, headers={"referer": ELSEWHERE})

    assert answer.url == "/"


def test_the_frame_is_drawn_once_for_each_language_section_and_appearance(
    client, settings, request
):
    settings.FURNITURE_SECONDS = 60
    cache.clear()
    request.addfinalizer(cache.clear)

    first = client.get("/en/tenders/nowhere/").content
    again = client.get("/en/tenders/nowhere/").content
    elsewhere = client.get("/en/data/nowhere/").content.decode()
    french = client.get("/fr/tenders/nowhere/").content.decode()
    client.cookies["theme"] = "dark"
    dark = client.get("/en/tenders/nowhere/").content.decode()

    assert first == again
    assert 'href="/en/tenders/" aria-current' in first.decode()
    assert 'href="/en/tenders/" aria-current' not in elsewhere
    assert 'href="/en/tenders/"' not in french
    assert 'value="dark" aria-pressed="true"' in dark
