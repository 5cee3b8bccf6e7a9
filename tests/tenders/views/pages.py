"""Calls at each stage, and their pages as a reader gets them."""

from django.test import Client
from django.urls import reverse
from django.utils import translation

from tenders.models import Tender
from tests.factories import TenderFactory, VendorFactory
from tests.tenders import stages


def named(name: str, *args: object, language: str = "en") -> str:
    """The address of a page in one language, whether or not the catalogue is compiled."""
    with translation.override(language):
        return reverse(name, args=args)


def address(tender: Tender, language: str = "fr", tail: str = "") -> str:
    with translation.override(language):
        return tender.get_absolute_url() + tail


def page(client: Client, tender: Tender, language: str = "en", tail: str = "") -> str:
    response = client.get(address(tender, language, tail))
    assert response.status_code == 200
    return response.content.decode()


def asked_and_amended() -> Tender:
    tender = TenderFactory(open=True)
    stages.ask(tender, "Combien de pages ?", "Douze.")
    stages.ask(tender, "Sans réponse")
    stages.amend(tender, {"title_en": "Another title", "place": "hybrid"}, at=tender.published_at)
    return tender


def opened() -> Tender:
    tender = stages.published()
    stages.bid(tender, vendor=VendorFactory(legal_name="Boréal inc."))
    return stages.opened(tender)


def awarded_on_quality() -> Tender:
    tender = stages.published()
    for price in ("18000.00", "17200.00"):
        stages.bid(tender, price=price)
    stages.opened(tender)
    stages.awarded(tender, tender.bids.order_by("amount")[0])
    return tender


def contracted() -> Tender:
    tender = awarded_on_quality()
    stages.contracted(tender.awards.get())
    return tender
