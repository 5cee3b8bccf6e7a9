"""The register of contracts, and one contract, as anyone reads them."""

import pytest

from tests.judging import contract_in_force, final_award
from tests.tenders.views.pages import named

pytestmark = pytest.mark.django_db


def test_a_signed_contract_is_in_the_register_and_has_its_page(client):
    contract = contract_in_force()
    tender = contract.award.tender

    listed = client.get(named("tenders:contracts")).text
    page = client.get(named("tenders:public_contract", contract.number)).text

    assert named("tenders:public_contract", contract.number) in listed
    for told in (contract.number, contract.pdf_sha256, contract.award.bid.vendor.legal_name):
        assert told in page
    assert tender.title_en in page
    assert f"http://localhost:8000{named('tenders:public_contract', contract.number)}" in page


def test_nobody_who_signed_is_named(client):
    contract = contract_in_force()
    page = client.get(named("tenders:public_contract", contract.number)).text

    for signature in contract.signatures.all():
        assert signature.name not in page


def test_a_contract_that_is_not_signed_is_not_found(client):
    award = final_award()

    assert client.get(named("tenders:public_contract", award.contract.number)).status_code == 404
    assert award.contract.number not in client.get(named("tenders:contracts")).text


@pytest.mark.parametrize("name", ["tenders:detail", "tenders:award"])
def test_pages_say_how_to_cite_them_for_good(client, name):
    tender = contract_in_force().award.tender

    page = client.get(named(name, tender.ocid)).text

    assert f"http://localhost:8000/id/{tender.ocid}" in page
