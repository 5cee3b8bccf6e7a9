"""The page of a call, its opening record, its award notice, its calendar."""

import pytest
from django.test import Client
from django.utils import translation

from tenders.models import Tender
from tests.factories import TenderFactory
from tests.tenders import stages

pytestmark = pytest.mark.django_db


def page(client: Client, tender: Tender, language: str = "fr", tail: str = "") -> str:
    with translation.override(language):
        address = tender.get_absolute_url()
    response = client.get(address + tail)
    assert response.status_code == 200
    return response.content.decode()


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


def asked_and_amended() -> Tender:
    tender = TenderFactory(open=True)
    stages.ask(tender, "Combien de pages ?", "Douze.")
    stages.ask(tender, "Sans réponse")
    stages.amend(tender, {"title_fr": "Un autre titre", "place": "hybrid"}, at=tender.published_at)
    return tender


def opened() -> Tender:
    tender = stages.published()
    stages.bid(tender)
    return stages.opened(tender)


STAGES = {
    "open": lambda: TenderFactory(open=True),
    "past its deadline": stages.published,
    "awarded": awarded_on_quality,
    "contracted": contracted,
    "unsuccessful": lambda: stages.unsuccessful(stages.published()),
    "cancelled": lambda: stages.cancelled(stages.published()),
    "asked and amended": asked_and_amended,
    "opened": opened,
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_its_page(client, stage, language):
    page(client, STAGES[stage](), language)
