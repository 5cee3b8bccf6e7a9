"""No page is forgotten: each is looked at in both languages, at both widths, light and dark."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, get_page_models

from cms.models.base import PublicPage
from marketplace.demo.people import People
from marketplace.devstack.accounts import PASSWORD as DEMO_PASSWORD
from marketplace.web.views import errors
from tests.browser import scene as stage
from tests.browser import visits
from tests.browser.looker import Looker
from tests.browser.people import code_sent_to, new_address, plug_in_a_key, read_in, sign_up
from tests.factories import PASSWORD
from tests.plumbing import markup
from tests.plumbing.weight import scales

LANGUAGES = ("fr", "en")
HEAVIEST = 100_000  # bytes on the wire
AWAY = settings.BASE_DIR / "marketplace/static/away"
TABLES = {
    "public": visits.PUBLIC,
    "account": visits.ACCOUNT,
    "firm": visits.FIRM,
    "buyer": visits.BUYER,
    "judging": visits.JUDGING,
}


@pytest.fixture(scope="module")
def scene(live_stack):
    return stage.set_up(live_stack)


@pytest.fixture
def looker(new_page, live_stack):
    return Looker(new_page(), live_stack)


def address_of(visit, scene, language):
    with translation.override(language):
        return reverse(visit.name, args=scene.places.get(visit.place, ())) + visit.query


def test_every_page_is_visited_or_excused_with_a_reason():
    visited = {visit.name for table in TABLES.values() for visit in table}
    known = visited | visits.PLAYED | visits.EXCUSED.keys() | {visits.WORDS}

    assert sorted(set(visits.pages()) - known) == []
    assert sorted(known - set(visits.pages())) == []


@pytest.mark.parametrize("table", TABLES)
def test_pages_are_accessible_valid_and_fit(looker, scene, table, tmp_path):
    for visit in TABLES[table]:
        looker.become(scene.people.get(visit.who))
        for language in LANGUAGES:
            dark = table == "public" or language == "fr"  # elsewhere both languages look alike
            looker.visit(address_of(visit, scene, language), status=visit.status, dark=dark)

    assert looker.found == []
    assert markup.faults(looker.sources, tmp_path) == []


@pytest.fixture
def words(live_stack, scene):
    """Pages of words, one of each kind in each language, the fullest; the home pages among them."""
    kinds = {}
    with live_stack.database():
        for page in Page.objects.live().specific().exclude(depth=1):
            fullest = kinds.setdefault((page.specific_class, page.locale_id), page)
            if len(str(getattr(page, "body", ""))) > len(str(getattr(fullest, "body", ""))):
                kinds[page.specific_class, page.locale_id] = page
        ours = {kind for kind in get_page_models() if issubclass(kind, PublicPage)}
        assert {kind for kind, _language in kinds} == ours
        assert len(kinds) == 2 * len(ours)
        return [page.url for page in kinds.values()]


def test_pages_of_words_are_accessible_valid_and_fit(looker, words, tmp_path):
    for address in words:
        looker.visit(address, dark=True)

    assert looker.found == []
    assert markup.faults(looker.sources, tmp_path) == []


def test_no_public_page_weighs_more_than_100_kB(page, scene, words):  # noqa: N802  kilobytes
    weigh = scales(page)
    found = {address: sum(weigh(address).values()) for address in words}
    for visit in visits.PUBLIC:
        for language in LANGUAGES:
            address = address_of(visit, scene, language)
            found[address] = sum(weigh(address).values())

    assert {address: size for address, size in found.items() if size > HEAVIEST} == {}


def test_pages_on_the_way_in_are_accessible_and_fit(looker, live_stack, new_page):
    """Those of ``visits.PLAYED``: each is only reached by doing something first."""
    page, seen = looker.page, set()

    def look(name):
        for language in LANGUAGES:
            read_in(page, language)
            with translation.override(language):
                assert page.url.split("?")[0] == f"{live_stack.url}{reverse(name)}"
            looker.look()
        read_in(page, "en")
        seen.add(name)

    address = sign_up(page, live_stack, look=lambda: look("account_email_verification_sent"))
    add_a_key(page)
    page.goto("/en/account/protection/keys/confirm/")
    look("mfa_reauthenticate_webauthn")
    looker.become(None)
    sign_up(page, live_stack, passkey=lambda: look("mfa_signup_webauthn"))
    looker.become(None)
    forget_the_password(page, live_stack, address, look)
    looker.become(None)
    sign_in_with_a_factor(page, live_stack)
    look("mfa_authenticate")

    assert seen == visits.PLAYED
    assert looker.found == []


def add_a_key(page):
    plug_in_a_key(page)
    page.goto("/en/account/protection/keys/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url("**/recovery/")


def forget_the_password(page, live_stack, address, look):
    page.goto("/en/account/password/forgotten/")
    page.get_by_label("E-mail address").fill(address)
    page.locator("main form button[type=submit]").click()
    look("account_confirm_password_reset_code")
    page.get_by_label("Code").fill(code_sent_to(live_stack, address))
    page.locator("main form button[type=submit]").first.click()
    look("account_complete_password_reset")


def sign_in_with_a_factor(page, live_stack):
    address = new_address()
    with live_stack.database():
        People().person(address, "Zoé Paquet", "en")
    page.goto("/en/account/login/")
    page.locator("main [name=login]").fill(address)
    page.locator("main [name=password]").fill(DEMO_PASSWORD)
    page.locator("main form button[type=submit]").first.click()


def test_pages_for_what_went_wrong_are_valid_html(live_stack, looker, tmp_path):
    pages = {
        f"{language} {number}": words
        for language in LANGUAGES
        for number, words in enumerate(
            [*broken(language, live_stack), looker.source(f"/{language}/nowhere/")]
        )
    }

    assert markup.faults(pages, tmp_path) == []


def test_pages_for_what_went_wrong_are_accessible_and_fit(looker, live_stack, scene):
    page = looker.page
    for language in LANGUAGES:
        for name, who in (("account_signup", None), ("vendors:register_contact", "registering")):
            looker.become(scene.people.get(who))
            with translation.override(language):
                page.goto(reverse(name))
            page.context.clear_cookies()
            with page.expect_navigation():
                page.evaluate("document.querySelector('main form.form').submit()")
            assert page.locator("main form").count() == (who is not None)  # to send again
            looker.look()
        for words in broken(language, live_stack):
            page.goto(f"/{language}/")
            page.set_content(words)
            looker.look()

    assert looker.found == []


def broken(language, live_stack):
    """Error pages that nothing on a whole site leads to."""
    request = RequestFactory().get(f"/{language}/")
    request.user, request.session = AnonymousUser(), {}
    with live_stack.database():
        yield errors.bad_request(request, ValueError()).content.decode()
        yield errors.gone(request).content.decode()
        yield errors.server_error(request).content.decode()
        yield AWAY.joinpath(f"{language}.html").read_text()
