"""The pages of a public body and of the operator."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.clock import now
from tenders.models import Buyer, BuyerMembership
from tenders.queries.waiting import waiting_for
from tenders.states import BuyerStatus
from tenders.values import Capability
from tests.factories import (
    BuyerFactory,
    OperatorFactory,
    TenderFactory,
    UserFactory,
    VendorFactory,
    officer,
)
from tests.signing_in import sign_in
from tests.tenders.everything import everything
from tests.tenders.paper_form import fields_of
from tests.tenders.test_enquiries import asked

pytestmark = pytest.mark.django_db

DETAILS = {
    "name_fr": "Ville de Rimouski",
    "name_en": "",
    "kind": "municipality",
    "neq": "88 1234 5678",
    "street": "205, avenue de la Cathédrale",
    "city": "Rimouski",
    "region": "01",
    "postal_code": "G5L 5J1",
    "email": "appro@rimouski.example",
    "website": "https://rimouski.example/",
    "pays_taxes": "on",
}


def signed_in(user):
    return sign_in(Client(), user)


def test_a_body_registers_from_the_site():
    person = UserFactory()

    signed_in(person).post(reverse("tenders:register_buyer"), DETAILS)

    buyer = Buyer.objects.get()
    assert (buyer.status, buyer.neq, buyer.pays_taxes) == ("pending", "8812345678", True)
    assert list(buyer.members.all()) == [person]


@pytest.mark.parametrize(
    ("field", "text"),
    [("neq", "12"), ("email", "x"), ("name_fr", ""), ("kind", "club"), ("website", "ht tp:")],
)
def test_wrong_details_are_said_and_stay_typed(field, text):
    client = signed_in(UserFactory())
    before = everything()

    answer = client.post(reverse("tenders:register_buyer"), {**DETAILS, field: text})

    assert "error-summary" in answer.content.decode()
    assert fields_of(answer)["street"] == [DETAILS["street"]]
    assert everything() == before


@pytest.mark.parametrize(
    ("decision", "status"), [("admit", BuyerStatus.ADMITTED), ("refuse", BuyerStatus.REFUSED)]
)
def test_the_operator_decides(decision, status):
    buyer = BuyerFactory(status="pending")
    operator = signed_in(OperatorFactory())
    path = reverse("tenders:buyer_decide", args=[buyer.slug])

    operator.post(path, {"do": decision, "reason": "Parce que."})

    buyer.refresh_from_db()
    assert buyer.status == status


def test_a_refusal_without_a_reason_is_refused():
    buyer = BuyerFactory(status="pending")
    operator = signed_in(OperatorFactory())
    before = everything()

    answer = operator.post(
        reverse("tenders:buyer_decide", args=[buyer.slug]), {"do": "refuse", "reason": ""}
    )

    assert "error-summary" in answer.content.decode()
    assert everything() == before


@pytest.mark.parametrize("name", ["operator", "buyer_decide"])
def test_only_the_operator_enters_the_operators_pages(name):
    buyer = BuyerFactory(status="pending")
    arguments = [buyer.slug] if name == "buyer_decide" else []

    answer = signed_in(UserFactory()).get(reverse(f"tenders:{name}", args=arguments))

    assert answer.status_code == 403


def test_an_administrator_adds_changes_and_removes_a_member():
    buyer = BuyerFactory()
    client = signed_in(officer(buyer, Capability.ADMINISTRATOR))
    person = UserFactory()
    path = reverse("tenders:members", args=[buyer.slug])

    client.post(path, {"email": person.email, "capabilities": ["author", "payer"]})
    added = BuyerMembership.objects.get(user=person).capabilities
    shown = fields_of(client.get(f"{path}?member={person.public_id}"))
    client.post(reverse("tenders:member_remove", args=[buyer.slug, person.public_id]))

    assert added == ["author", "payer"]
    assert (shown["email"], shown["capabilities"]) == ([person.email], ["author", "payer"])
    assert not BuyerMembership.objects.filter(user=person).exists()


@pytest.mark.parametrize(
    "data", [{"email": "nobody@x.example", "capabilities": ["author"]}, {"email": "x"}, {}]
)
def test_a_member_that_can_not_be_added_is_said_and_stays_typed(data):
    buyer = BuyerFactory()
    client = signed_in(officer(buyer, Capability.ADMINISTRATOR))
    before = everything()

    answer = client.post(reverse("tenders:members", args=[buyer.slug]), data)

    assert "error-summary" in answer.content.decode()
    assert fields_of(answer)["email"] == [data.get("email", "")]
    assert everything() == before


@pytest.mark.parametrize(("ago", "method"), [(1200, "mfa"), (0, "password")])
def test_changing_rights_asks_for_a_second_factor_first(ago, method):
    buyer = BuyerFactory()
    person = officer(buyer, Capability.AUTHOR)
    client = sign_in(Client(), officer(buyer, Capability.ADMINISTRATOR), ago=ago, method=method)
    members = reverse("tenders:members", args=[buyer.slug])
    removal = reverse("tenders:member_remove", args=[buyer.slug, person.public_id])
    before = everything()

    assert client.get(members).url.startswith(reverse("mfa_reauthenticate"))
    assert client.get(removal).url.startswith(reverse("mfa_reauthenticate"))
    refused = client.post(members, {"email": person.email, "capabilities": ["payer"]})
    client.post(removal)

    assert person.email in fields_of(refused)["email"]
    assert everything() == before


def test_another_bodys_pages_are_not_found():
    buyer = BuyerFactory()
    stranger = signed_in(officer(BuyerFactory(), Capability.ADMINISTRATOR))

    statuses = {
        stranger.get(reverse(f"tenders:{name}", args=[buyer.slug])).status_code
        for name in ("buyer_home", "buyer_edit", "members", "tender_new")
    }

    assert statuses == {404}


def queries_of(ask):
    """How many queries it takes, once what is asked only once is known."""
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_the_list_of_calls_costs_the_same_with_one_call_and_with_three():
    buyer = BuyerFactory()
    TenderFactory(buyer=buyer)
    client = signed_in(officer(buyer, Capability.AUTHOR))
    path = reverse("tenders:buyer_home", args=[buyer.slug])
    with_one = queries_of(lambda: client.get(path))

    TenderFactory(buyer=buyer, in_review=True)
    asked(TenderFactory(buyer=buyer, open=True))

    assert queries_of(lambda: client.get(path)) == with_one


def test_the_list_of_members_costs_the_same_with_one_member_and_with_three():
    buyer = BuyerFactory()
    client = signed_in(officer(buyer, Capability.ADMINISTRATOR))
    path = reverse("tenders:members", args=[buyer.slug])
    with_one = queries_of(lambda: client.get(path))

    officer(buyer, Capability.AUTHOR)
    officer(buyer, Capability.PAYER)

    assert queries_of(lambda: client.get(path)) == with_one


def test_the_list_of_questions_costs_the_same_with_one_question_and_with_three():
    tender = TenderFactory(open=True)
    asked(tender)
    client = signed_in(tender.author)
    path = reverse("tenders:enquiries", args=[tender.ocid])
    with_one = queries_of(lambda: client.get(path))

    asked(tender)
    asked(tender)

    assert queries_of(lambda: client.get(path)) == with_one


def test_the_operators_queue_costs_the_same_with_one_body_and_with_three():
    client = signed_in(OperatorFactory())
    path = reverse("tenders:operator")
    wait = (lambda: BuyerFactory(status="pending"), lambda: VendorFactory(status="pending"))
    for begin in wait:
        begin()
    with_one = queries_of(lambda: client.get(path))

    for begin in wait * 2:
        begin()

    assert queries_of(lambda: client.get(path)) == with_one


def test_what_waits_costs_the_same_with_one_of_each_and_with_three():
    buyer = BuyerFactory()
    everyone = officer(buyer, *Capability.values)
    everyone.is_operator = True
    everyone.save()

    def more():
        TenderFactory(buyer=buyer, in_review=True)
        asked(TenderFactory(buyer=buyer, open=True))
        BuyerFactory(status="pending")

    more()
    with_one = queries_of(lambda: waiting_for(everyone, at=now()))
    more()
    more()

    assert queries_of(lambda: waiting_for(everyone, at=now())) == with_one
    assert len(waiting_for(everyone, at=now())) == 9
