"""Narrowing a list: at once where scripts run, by ordinary links where they don't."""

import pytest
from playwright.sync_api import expect

from tests.factories import BuyerFactory, TenderFactory

PATIENCE = 30_000  # milliseconds: the machine may have other things to do


@pytest.fixture(scope="module")
def calls(live_stack):
    """Three open calls of one body, one of them in Gaspésie."""
    with live_stack.database():
        buyer = BuyerFactory(name_fr="Ville des facettes", slug="ville-des-facettes")
        for region in ("11", "06", "06"):
            TenderFactory(open=True, buyer=buyer, region=region, city="Là", place="hybrid")
    return "/en/tenders/?buyer=ville-des-facettes"


def shows(page, number):
    cards = page.locator("#results article.card")
    expect(cards).to_have_count(number, timeout=PATIENCE)


@pytest.mark.parametrize("javascript", [True, False])
def test_each_value_narrows_the_list_and_chips_widen_it_again(new_page, calls, javascript):
    page = new_page(language="en", javascript=javascript)
    page.goto(calls)
    shows(page, 3)

    page.get_by_role("link", name="Gaspésie–Îles-de-la-Madeleine").first.click()

    shows(page, 1)
    assert page.url.endswith("?region=11&buyer=ville-des-facettes")
    page.locator(".chips a", has_text="Region").click()
    shows(page, 3)


def test_the_page_is_not_loaded_again_and_the_way_back_leads_back(new_page, calls):
    page = new_page(language="en")
    page.goto(calls)
    page.evaluate("window.same = true")
    region = page.get_by_role("link", name="Gaspésie–Îles-de-la-Madeleine").first

    region.focus()
    page.keyboard.press("Enter")
    shows(page, 1)
    focused = page.evaluate("document.activeElement.textContent")
    page.go_back()
    shows(page, 3)

    assert "Gaspésie" in focused
    assert page.url.endswith(calls)
    assert page.evaluate("window.same") is True


def test_words_are_looked_for_without_losing_the_filters(new_page, calls):
    page = new_page(language="en")
    page.goto(f"{calls}&region=06")

    page.locator("#find-words").fill("form*")
    page.keyboard.press("Enter")

    expect(page.locator("#results mark").first).to_be_visible(timeout=PATIENCE)
    assert "q=form" in page.url
    assert "region=06" in page.url
    assert "buyer=ville-des-facettes" in page.url
    shows(page, 2)


def test_on_a_phone_the_filters_unfold(new_page, calls):
    page = new_page(language="en", width=320)
    page.goto(calls)

    page.locator("details.facets > summary").click()
    page.get_by_role("link", name="Gaspésie–Îles-de-la-Madeleine").first.click()

    shows(page, 1)
