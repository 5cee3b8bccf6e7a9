"""Buyers as the public sees them, and the page about the data."""

from functools import partial

import pytest

from tests.counting import statements
from tests.factories import BuyerFactory, TenderFactory
from tests.tenders.views.pages import awarded_on_quality, named

pytestmark = pytest.mark.django_db


def test_the_list_shows_admitted_bodies_with_their_open_calls(client):
    buyer = BuyerFactory(name_fr="Ville de Rimouski")
    TenderFactory(open=True, buyer=buyer)
    BuyerFactory(name_fr="Ville cachée", status="pending")

    shown = client.get("/en/buyers/").content.decode()

    assert "Ville de Rimouski" in shown
    assert "1 open call" in shown
    assert "Ville cachée" not in shown


def test_bodies_are_found_without_accents(client):
    BuyerFactory(name_fr="Ville de Témiscaming")
    BuyerFactory(name_fr="Ville de Laval")

    shown = client.get("/en/buyers/", {"q": "temis"}).content.decode()

    assert "Ville de Témiscaming" in shown
    assert "Ville de Laval" not in shown


def test_lists_and_pages_cost_the_same_with_one_and_three(client):
    buyer = BuyerFactory()
    pages = [named("tenders:buyers"), named("tenders:buyer", buyer.slug)]
    TenderFactory(open=True, buyer=buyer)
    one = [len(statements(partial(client.get, page))) for page in pages]
    for _ in range(2):
        BuyerFactory()
        TenderFactory(open=True, buyer=buyer)

    assert [len(statements(partial(client.get, page))) for page in pages] == one


def test_the_page_of_a_body_adds_up_what_it_awarded(client):
    tender = awarded_on_quality()

    shown = client.get(named("tenders:buyer", tender.buyer.slug)).content.decode()

    assert "$17,200" in shown
    assert tender.awards.get().bid.vendor.legal_name in shown


def test_a_body_that_is_not_admitted_has_no_page(client):
    buyer = BuyerFactory(status="pending")

    assert client.get(named("tenders:buyer", buyer.slug)).status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_about_the_data_names_every_address(client, language):
    tender = TenderFactory(open=True)

    shown = client.get(named("tenders:data", language=language)).content.decode()

    for path in ("releases", "records", f"releases/{tender.ocid}", f"records/{tender.ocid}"):
        assert f'href="/api/ocds/{path}"' in shown
