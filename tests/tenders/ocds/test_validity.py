"""Every stage of a call is valid OCDS 1.1.5 with the declared extensions, checked offline."""

import orjson
import pytest

from marketplace.ledger.models import Event
from tenders.models import Release, Tender
from tenders.ocds.check import faults
from tenders.ocds.package import record_package, release_package
from tenders.ocds.values import moment
from tenders.queries.releases import record_of, releases_of
from tenders.values import AwardMethod
from tests.factories import BuyerFactory, VendorFactory
from tests.tenders import stages

pytestmark = pytest.mark.django_db


def faults_of(tender: Tender) -> list[str]:
    uri = "http://localhost/api/ocds"
    packages = [
        release_package(releases_of(tender.ocid), uri=uri),
        record_package([record_of(tender.ocid)], uri=uri),
    ]
    return [fault for package in packages for fault in faults(orjson.loads(package))]


def with_everything(method: str = AwardMethod.ADJUSTED_PRICE) -> Tender:
    buyer = BuyerFactory(neq="8831850100", name_en="Town", kind="ministry", website="https://a.ca")
    tender = stages.published(
        buyer=buyer,
        award_method=method,
        place="hybrid",
        city="Rimouski",
        region="01",
        reserved_for="sme",
    )
    stages.ask(tender, "Faut-il reprendre les données ?", "Oui, celles de 2024.")
    stages.ask(tender, "May we work remotely?", "Oui.", language="en", answer_en="Yes.")
    stages.amend(tender, {"title_fr": "Refonte du formulaire", "title_en": ""})
    return tender


def published() -> Tender:
    return with_everything()


def opened() -> Tender:
    tender = with_everything()
    stages.bid(tender)
    stages.bid(tender, vendor=VendorFactory(neq=None, region="99"))
    return stages.opened(tender)


def opened_with_prices() -> Tender:
    tender = with_everything(AwardMethod.LOWEST_PRICE)
    stages.bid(tender, price="18000.00")
    stages.bid(tender, price="17250.50")
    return stages.opened(tender)


def awarded() -> Tender:
    tender = opened_with_prices()
    stages.awarded(tender, tender.bids.order_by("amount")[0])
    return tender


def awarded_on_quality() -> Tender:
    tender = opened()
    for bid, price in zip(tender.bids.all(), ("18000.00", "17200.00"), strict=True):
        stages.show_price(bid, price)
    stages.awarded(tender, tender.bids.order_by("amount")[0])
    return tender


def contracted() -> Tender:
    tender = awarded()
    stages.contracted(tender.awards.get())
    return tender


def unsuccessful() -> Tender:
    return stages.unsuccessful(with_everything())


def cancelled() -> Tender:
    return stages.cancelled(with_everything())


@pytest.mark.parametrize(
    "stage",
    [
        published,
        opened,
        opened_with_prices,
        awarded,
        awarded_on_quality,
        contracted,
        unsuccessful,
        cancelled,
    ],
)
def test_every_stage_is_valid(stage):
    assert faults_of(stage()) == []


def test_a_ranking_says_rank_note_and_adjusted_price_and_nothing_finer():
    tender = awarded_on_quality()

    release = orjson.loads(tender.releases.order_by("number").last().body)

    assert [bid["evaluation"] for bid in release["bids"]["details"]] == [
        {"qualityNote": 80, "adjustedValue": {"amount": 17142.86, "currency": "CAD"}, "rank": 2},
        {"qualityNote": 80, "adjustedValue": {"amount": 16380.95, "currency": "CAD"}, "rank": 1},
    ]


def test_the_check_finds_what_is_wrong():
    tender = stages.published()
    releases = list(Release.objects.filter(tender=tender))
    package = orjson.loads(release_package(releases, uri="http://localhost/api/ocds"))
    release = package["releases"][0]
    release["tender"]["status"] = "sleeping"
    release["tender"]["colour"] = "blue"
    release["tender"]["description"] = " "
    del release["initiationType"]

    release["tender"]["workArrangement"] = "moon"

    assert faults(package) == [
        "releases/0: 'initiationType' is missing but required ()",
        "/releases/tender/colour: undeclared field",
        "releases/tender/status: sleeping is not in tenderStatus.csv",
        "releases/tender/workArrangement: moon is not in workArrangement.csv",
        "releases/0/tender/description: empty_field",
    ]


def test_the_check_refuses_an_undeclared_extension():
    package = {"extensions": ["https://example.org/extension.json"], "releases": []}

    assert faults(package) == ["undeclared extension https://example.org/extension.json"]


def test_a_release_names_the_public_entries_of_the_ledger_with_their_proofs():
    tender = stages.published()

    entries = orjson.loads(tender.releases.get().body)["ledgerEntries"]

    (event,) = Event.objects.filter(subject=tender.reference, action="tender.published")
    assert entries == [
        {
            "id": str(event.public_id),
            "event": "tender.published",
            "date": moment(event.at),
            "proof": f"http://localhost:8000/ledger/proof/{event.public_id}",
        }
    ]
