"""A firm reads who outside of it opened what isn't public, and when."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from marketplace.clock import now, travel
from tests.bids import PDF
from tests.counting import statements
from tests.factories import OperatorFactory, VendorFactory, member
from tests.judging import bid_on, close_and_open, compose, declare_all, past_tender
from tests.signing_in import sign_in
from vendors.actions.qualification import submit_qualification
from vendors.models import Access
from vendors.states import Capacity, Opened, VendorRole
from vendors.values import Proof

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


@pytest.fixture
def firm():
    return VendorFactory()


@pytest.fixture
def paper(firm):
    return submit_qualification(
        vendor_id=firm.pk,
        proof=Proof(kind="tax", issued_on=timezone.localdate(), number="1234"),
        content=ContentFile(PDF, "attestation.pdf"),
        actor=member(firm),
        at=now(),
    )


def fetch(browser, page, *place):
    """Look at a page, or read a file to its end; the status of the answer."""
    answer = browser.get(reverse(page, args=place))
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def seen(firm):
    entries = firm.accesses.order_by("pk")
    return list(entries.values_list("capacity", "organisation", "opened", "about"))


def test_the_operator_who_opens_a_paper_is_entered(firm, paper):
    browser = sign_in(Client(), OperatorFactory())

    fetch(browser, "vendors:qualification_file", paper.public_id)

    assert seen(firm) == [(Capacity.OPERATOR, "", Opened.PAPER, "tax")]


def test_the_pages_on_which_the_operator_checks_are_entered_too(firm, paper):
    browser = sign_in(Client(), OperatorFactory())

    fetch(browser, "vendors:check_qualification", paper.public_id)
    fetch(browser, "vendors:admission", firm.public_id)

    assert [opened for _who, _for, opened, _about in seen(firm)] == [Opened.PAPER, Opened.DETAILS]


def test_the_firm_itself_is_not_entered(firm, paper):
    browser = sign_in(Client(), member(firm))

    assert fetch(browser, "vendors:qualification_file", paper.public_id) == 200
    assert seen(firm) == []


def test_who_is_refused_is_not_entered(firm, paper):
    browser = sign_in(Client(), member(VendorFactory()))

    assert fetch(browser, "vendors:qualification_file", paper.public_id) == 404
    assert seen(firm) == []


def test_the_committee_that_reads_a_bid_and_its_file_is_entered_for_its_body(firm):
    tender = past_tender()
    bid = bid_on(tender, vendor=firm, files=[("offre.pdf", PDF)])
    close_and_open(tender)
    chair = compose(tender)[0]
    declare_all(tender)
    browser = sign_in(Client(), chair)

    fetch(browser, "tenders:sheet", tender.ocid, bid.public_id)
    fetch(browser, "tenders:opened_file", tender.ocid, bid.public_id, bid.files.get().public_id)

    body = tender.buyer.name_fr
    assert seen(firm) == [
        (Capacity.BUYER, body, Opened.BID, tender.number),
        (Capacity.BUYER, body, Opened.BID_FILE, tender.number),
    ]


def test_looking_again_within_the_hour_is_one_reading(firm, paper):
    browser = sign_in(Client(), OperatorFactory())
    start = now()

    for minutes in (0, 30, 61):
        with travel(start + timedelta(minutes=minutes)):
            fetch(browser, "vendors:qualification_file", paper.public_id)

    assert Access.objects.count() == 2


def test_owners_read_roles_and_no_names(firm, paper):
    operator = OperatorFactory(full_name="Dominique Opératrice")
    sign_in(Client(), operator).get(reverse("vendors:admission", args=[firm.public_id]))

    page = sign_in(Client(), member(firm)).get(reverse("vendors:accesses", args=[firm.public_id]))

    words = page.content.decode()
    assert "L’exploitant de la plateforme" in words
    assert "Les renseignements de l’entreprise" in words
    assert "Dominique" not in words


def test_only_owners_read_it(firm):
    page = reverse("vendors:accesses", args=[firm.public_id])

    assert sign_in(Client(), member(firm, VendorRole.READER)).get(page).status_code == 403
    assert sign_in(Client(), member(VendorFactory())).get(page).status_code == 404


def test_the_list_costs_the_same_with_one_and_three(firm):
    operator = OperatorFactory()
    browser = sign_in(Client(), member(firm))
    page = reverse("vendors:accesses", args=[firm.public_id])

    def cost(*about):
        for each in about:
            Access.objects.create(
                vendor=firm,
                person=operator,
                capacity="operator",
                opened="paper",
                about=each,
                at=now(),
            )
        return len(statements(lambda: browser.get(page)))

    assert cost("tax") == cost("insurance", "french")
