"""What the design promises: by keyboard, in forced colours, without a jump, and light."""

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from cms.demo import load_content
from marketplace.clock import now
from marketplace.web.theming import derive, stylesheet
from tests.browser.looker import Looker
from tests.factories import TenderFactory, UserFactory
from tests.plumbing.looks import CONTRAST, faults
from tests.plumbing.weight import scales

PAGES = ["/fr/", "/en/", "/fr/appels/", "/en/guides/how-to-bid/", "/fr/seances-d-information/"]
PRINTED = ("rgb(0, 0, 0)", "rgb(51, 51, 51)")
STYLES, SCRIPTS, WHOLE = 15_000, 20_000, 100_000  # bytes on the wire
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) sum += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""
DRESS = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
FOCUS = """() => {
  const here = document.activeElement;
  if (here === document.body) return null;
  const box = here.getBoundingClientRect();
  const marked = (part) => part && getComputedStyle(part).outlineStyle !== "none";
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    name: here.outerHTML.slice(0, 90),
    marked: marked(here) || marked(here.closest(".card")),
    seen: Boolean(top) && (here.contains(top) || top.contains(here)),
  };
}"""


@pytest.fixture(autouse=True, scope="module")
def words(live_stack):
    with live_stack.database():
        load_content(now())
        TenderFactory(open=True, title_fr="Carte des travaux", title_en="Map of roadworks")


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_is_light(page, address):
    sizes = scales(page)(address)

    assert sum(size for url, size in sizes.items() if ".css" in url) <= STYLES
    assert sum(size for url, size in sizes.items() if ".js" in url) <= SCRIPTS
    assert sum(sizes.values()) <= WHOLE


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_jumps_while_a_page_arrives(new_page, address, width):
    page = new_page(width=width)
    page.goto(address)
    page.wait_for_load_state("networkidle")

    assert page.evaluate(SHIFTS) < 0.01


@pytest.mark.parametrize("address", PAGES)
def test_forced_colours_keep_the_shapes_and_the_place_one_is_at(page, address):
    page.emulate_media(forced_colors="active")
    page.goto(address)
    top = "(part) => getComputedStyle(part).borderTopStyle"
    bottom = "(part) => getComputedStyle(part).borderBottomColor"

    for shape in page.locator(":is(.button, .card, .badge, .callout):visible").all():
        assert shape.evaluate(top) == "solid"
    for here in page.locator(".site-nav [aria-current]").all():
        elsewhere = page.locator(".site-nav a:not([aria-current])").first
        assert here.evaluate(bottom) != elsewhere.evaluate(bottom)


@pytest.mark.parametrize("address", PAGES[:3])
def test_each_stop_of_the_tab_key_is_seen_and_marked(page: Page, address):
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    stops = []
    for _press in range(60):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(FOCUS)) is None:
            break
        stops.append(stop)

    assert len(stops) > 15
    assert [stop["name"] for stop in stops if not (stop["marked"] and stop["seen"])] == []


def test_the_skip_link_is_first_and_leads_to_the_content(page):
    page.goto("/fr/appels/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Passer au contenu"
    assert page.locator(":focus").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator("main :focus").count() == 1


def test_the_menu_of_a_phone_opens_and_leads_on_by_keyboard(new_page):
    page = new_page(width=320)
    page.goto("/fr/")
    page.locator(".site-nav summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Appels"
    page.keyboard.press("Enter")

    page.wait_for_url("**/fr/appels/")


def test_the_menu_of_the_account_closes_on_escape_and_gives_the_focus_back(new_page, live_stack):
    with live_stack.database():
        person = UserFactory()
    looker = Looker(new_page(), live_stack)
    looker.become(person)
    page = looker.page
    page.goto("/fr/")
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".menu a").first.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    assert not page.locator(".menu a").first.is_visible()
    assert page.locator(".menu summary:focus").count() == 1


def test_a_search_is_made_by_keyboard(page):
    page.goto("/fr/appels/")
    page.locator("main input[type=search]").focus()
    page.keyboard.type("travaux")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/appels/?*q=travaux*")

    assert page.get_by_role("heading", name="Carte des travaux").first.is_visible()


def test_a_part_that_folds_is_opened_by_keyboard(page):
    page.goto("/en/guides/frequent-questions/")
    page.locator("main summary").first.focus()
    page.keyboard.press("Enter")

    assert page.locator("main details[open]").count() == 1


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_printed_black_on_white_without_what_one_clicks(page, address):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address)
    colour = "(part) => getComputedStyle(part).color"

    assert not page.locator(".site-nav").is_visible()
    assert not page.locator(".theme-switch").first.is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator("h1").evaluate(colour) == "rgb(0, 0, 0)"
    assert page.locator("main p:visible").first.evaluate(colour) in PRINTED


@pytest.mark.parametrize("address", PAGES)
def test_text_twice_as_large_still_fits(page, address):
    page.goto(address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert faults(page) == []


def test_a_filter_is_chosen_and_taken_back_by_keyboard(page):
    with translation.override("fr"):
        calls = reverse("tenders:list")
    page.goto(calls)
    page.locator(".facet ul a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: f"{calls}?" in url)
    page.locator("a.chip").first.focus()
    page.keyboard.press("Enter")

    page.wait_for_url(lambda url: url.rstrip("?").endswith(calls))


def test_the_appearance_changes_by_keyboard_and_stays(page):
    page.goto("/fr/")
    page.get_by_role("button", name="Sombre").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    page.wait_for_load_state("networkidle")
    page.goto("/fr/appels/")

    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("brand", ["#1d4f7a", "#8a1538", "#000000"])
def test_an_organisations_colours_can_be_read_on_a_real_page(page, brand):
    own = stylesheet(derive(brand, "#ffd24a"))
    page.goto("/fr/")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(DRESS, own)

        assert faults(page, rules=CONTRAST) == []
