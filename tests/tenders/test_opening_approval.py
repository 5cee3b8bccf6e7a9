"""Two officers open together: each consents, with a second factor just before."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from marketplace.clock import now
from marketplace.errors import Conflict, IllegalTransition, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tenders.actions.opening import close_tender, open_bids
from tenders.actions.opening_approval import approve_opening
from tenders.models import BuyerMembership, OpeningApproval, Tender
from tenders.queries.opening import openers_required
from tenders.queries.readiness import lacks
from tenders.states import BidStatus, TenderStatus
from tenders.tasks import close_due_tenders
from tenders.values import Capability
from tests.factories import (
    LONG_AGO,
    BuyerFactory,
    TenderFactory,
    UserFactory,
    VendorFactory,
    member,
    officer,
    people,
    with_second_factor,
)
from tests.judging import MONTHS_AGO, bid_on, opener_of, past_tender
from tests.races import race
from tests.signing_in import sign_in
from vendors.models import VendorMembership
from vendors.states import VendorRole

pytestmark = pytest.mark.django_db


def another_opener(buyer):
    user = with_second_factor(UserFactory(requires_second_factor=True))
    BuyerMembership.objects.create(
        buyer=buyer,
        user=user,
        capabilities=[Capability.OPENER, Capability.AUDITOR],
        created_at=LONG_AGO,
    )
    return user


def closed(*, openers=2):
    """A closed call with one sealed bid; and who may open it."""
    buyer = BuyerFactory()
    officers = [officer(buyer, Capability.OPENER)]
    officers += [another_opener(buyer) for _ in range(openers - 1)]
    tender = past_tender(buyer=buyer)
    bid_on(tender)
    close_tender(tender_id=tender.pk, at=now())
    return Tender.objects.get(pk=tender.pk), officers


def approve(tender, actor, *, proved_ago=timedelta(minutes=1)):
    proved_at = None if proved_ago is None else now() - proved_ago
    return approve_opening(tender_id=tender.pk, proved_at=proved_at, actor=actor, at=now())


def facts(tender):
    tender.refresh_from_db()
    return (
        tender.status,
        Event.objects.count(),
        OpeningApproval.objects.count(),
        list(tender.bids.values_list("status", flat=True)),
    )


# --- the rule ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("openers", "required"), [(1, 1), (2, 2), (5, 2)])
def test_two_officers_open_together_unless_there_is_only_one(openers, required):
    tender, officers = closed(openers=openers)
    assert (tender.openers_required, len(officers)) == (required, openers)
    published = Event.objects.get(action="tender.published")
    assert published.data["openers_required"] == required


def test_a_call_is_not_published_where_nobody_may_open_it():
    tender = TenderFactory()
    BuyerMembership.objects.filter(capabilities=[Capability.OPENER]).delete()
    assert openers_required(tender.buyer) == 0
    assert [lack.section for lack in lacks(tender, at=now())] == ["evaluation"]


def test_the_consent_of_one_of_two_opens_nothing():
    tender, (first, _second) = closed()

    assert approve(tender, first) is False

    assert open_bids(tender_id=tender.pk, at=now()) is False
    assert close_due_tenders() == 0
    assert facts(tender)[0] == TenderStatus.CLOSED
    assert tender.bids.get().status == BidStatus.SEALED
    assert not Event.objects.filter(action="seal.open").exists()


def test_the_second_consent_announces_the_opening_and_the_bids_open():
    tender, (first, second) = closed()
    approve(tender, first)

    assert approve(tender, second) is True
    assert open_bids(tender_id=tender.pk, at=now()) is True

    announced = Event.objects.get(action="seal.open")
    assert announced.data["opened_by"] == [str(first.public_id), str(second.public_id)]
    assert facts(tender)[0] == TenderStatus.EVALUATION


def test_one_officer_opens_alone_where_there_is_no_other():
    tender, (only,) = closed(openers=1)
    assert approve(tender, only) is True
    assert open_bids(tender_id=tender.pk, at=now()) is True


def test_the_same_officer_does_not_count_twice():
    tender, (first, _second) = closed()
    approve(tender, first)
    before = facts(tender)

    with pytest.raises(Conflict):
        approve(tender, first)

    assert facts(tender) == before


@pytest.mark.parametrize("proved_ago", [None, timedelta(minutes=16), timedelta(minutes=-5)])
def test_a_consent_needs_a_second_factor_just_before(proved_ago):
    tender, (first, _second) = closed()
    before = facts(tender)

    with pytest.raises(NotAuthorized):
        approve(tender, first, proved_ago=proved_ago)

    assert facts(tender) == before


def test_only_those_who_may_open_consent():
    tender, (first, _second) = closed()
    VendorMembership.objects.create(
        vendor=tender.bids.get().vendor, user=first, role=VendorRole.READER, created_at=LONG_AGO
    )
    strangers = [
        first,  # belongs to a bidder
        officer(tender.buyer, Capability.APPROVER),
        officer(BuyerFactory(), Capability.OPENER),
        member(VendorFactory()),
        UserFactory(is_operator=True),
    ]
    before = facts(tender)
    for stranger in strangers:
        with pytest.raises(NotAuthorized):
            approve(tender, stranger)
    assert facts(tender) == before


def test_an_open_call_takes_no_consent():
    tender = TenderFactory(open=True)
    bid_on(past_tender())
    before = facts(tender)
    with pytest.raises(IllegalTransition):
        approve(tender, opener_of(tender))
    assert facts(tender) == before


@pytest.mark.django_db(transaction=True)
def test_two_consents_at_once_announce_the_opening_once():
    tender, (first, second) = closed()

    ended = race(
        lambda: approve(tender, first), lambda: approve(tender, second), line=OpeningApproval
    )

    assert sorted(each.result() for each in ended) == [False, True]
    assert Event.objects.filter(action="seal.open").count() == 1


def test_those_who_may_open_are_told_when_the_call_closes():
    tender, officers = closed()
    told = Message.objects.filter(kind="opening-to-approve").values_list("recipient", flat=True)
    assert sorted(told) == people(*officers)
    assert tender.published_at is not None
    assert now() - tender.published_at > MONTHS_AGO - timedelta(days=1)


# --- the page ------------------------------------------------------------------------------------


def address(name, tender, language="fr"):
    with override(language):
        return reverse(f"tenders:{name}", args=[tender.ocid])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Elles s’ouvrent quand deux personnes ont confirmé"),
        ("en", "two officers have confirmed"),
    ],
)
def test_two_officers_open_by_the_page(client, language, words):
    tender, officers = closed()
    page = address("opening_approval", tender, language)
    for person in officers:
        sign_in(client, person)
        assert words in client.get(page).content.decode()
        assert client.post(page).status_code == 302
    assert facts(tender)[0] == TenderStatus.EVALUATION
    assert client.get(page)["Location"] == address("evaluation", tender, language)


@pytest.mark.parametrize(("ago", "method"), [(1200, "mfa"), (0, "password")])
def test_the_page_asks_for_a_second_factor_first(client, ago, method):
    tender, officers = closed()
    sign_in(client, officers[0], ago=ago, method=method)
    page = address("opening_approval", tender)
    before = facts(tender)

    asked = client.get(page)
    refused = client.post(page)

    assert "next=" in asked["Location"]
    assert reverse("mfa_reauthenticate") in asked["Location"]
    assert refused["Location"] == page
    assert facts(tender) == before


def test_the_page_is_for_those_who_may_open_alone(client):
    tender, _officers = closed()
    page = address("opening_approval", tender)
    sign_in(client, officer(tender.buyer, Capability.AUTHOR))
    assert client.get(page).status_code == 403
    sign_in(client, officer(BuyerFactory(), Capability.OPENER))
    assert client.get(page).status_code == 404


def test_what_waits_names_the_opening_until_one_has_consented(client):
    tender, (first, second) = closed()
    with override("en"):
        work = reverse("tenders:work")
    approve(tender, first)
    shown = []
    for person in (first, second):
        sign_in(client, person)
        shown.append("Confirm the opening of the bids" in client.get(work).content.decode())
    assert shown == [False, True]
