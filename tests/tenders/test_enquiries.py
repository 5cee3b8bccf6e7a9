"""Firms ask; everybody reads the answer; nobody learns who asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from marketplace.clock import now
from marketplace.errors import DomainError, IllegalTransition, Invalid, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tenders.actions.enquiry import (
    MOST_WAITING,
    QuestionsClosed,
    answer_enquiry,
    ask_enquiry,
    withdraw_enquiry,
)
from tenders.models import Enquiry, Release
from tenders.states import EnquiryStatus
from tenders.values import Capability
from tests.bids import drafted_bid
from tests.factories import TenderFactory, VendorFactory, member, officer
from tests.tenders.everything import everything

pytestmark = pytest.mark.django_db


def asked(tender=None, vendor=None, at=None, question="Hors ligne aussi?"):
    tender, vendor = tender or TenderFactory(open=True), vendor or VendorFactory()
    return ask_enquiry(
        tender_id=tender.pk,
        vendor=vendor,
        question=question,
        language="fr",
        actor=member(vendor),
        at=at or now(),
    )


def test_a_question_reaches_the_authors_without_who_asked():
    enquiry = asked()

    message = Message.objects.get(kind="enquiry-asked")
    assert message.recipient == enquiry.tender.author
    assert enquiry.vendor.name not in str(message.context)
    event = Event.objects.get(action="enquiry.asked")
    assert (event.actor, event.data) == ("", {})


@pytest.mark.parametrize("seconds", [0, 1])
def test_no_question_is_taken_from_the_deadline_on(seconds):
    tender, vendor = TenderFactory(open=True), VendorFactory()
    member(vendor)
    before = everything()

    with pytest.raises(QuestionsClosed):
        asked(tender, vendor, at=tender.enquiry_deadline + timedelta(seconds=seconds))

    assert everything() == before


def test_a_question_is_taken_until_the_last_second():
    tender = TenderFactory(open=True)

    enquiry = asked(tender, at=tender.enquiry_deadline - timedelta(seconds=1))

    assert enquiry.status == EnquiryStatus.ASKED


@pytest.mark.parametrize("question", ["", "  \n", "x" * 2001])
def test_an_empty_or_endless_question_is_refused(question):
    tender, vendor = TenderFactory(open=True), VendorFactory()
    member(vendor)
    before = everything()

    with pytest.raises(Invalid) as refusal:
        asked(tender, vendor, question=question)

    assert refusal.value.field == "question"
    assert everything() == before


def test_a_firm_waits_for_answers_before_it_asks_without_end():
    tender, vendor = TenderFactory(open=True), VendorFactory()
    for _nth in range(MOST_WAITING):
        asked(tender, vendor)
    before = everything()

    with pytest.raises(Invalid):
        asked(tender, vendor)

    assert everything() == before


def test_a_firm_that_is_not_admitted_does_not_ask():
    tender, vendor = TenderFactory(open=True), VendorFactory(status="pending")
    member(vendor)
    before = everything()

    with pytest.raises(NotAuthorized):
        asked(tender, vendor)

    assert everything() == before


def test_nobody_asks_in_the_name_of_another_firm():
    tender, vendor, other = TenderFactory(open=True), VendorFactory(), VendorFactory()
    stranger = member(other)
    member(vendor)
    before = everything()

    with pytest.raises(NotAuthorized):
        ask_enquiry(
            tender_id=tender.pk,
            vendor=vendor,
            question="?",
            language="fr",
            actor=stranger,
            at=now(),
        )

    assert everything() == before


def test_an_answer_is_published_to_all_who_asked_or_prepare_a_bid():
    tender = TenderFactory(open=True)
    enquiry, bid = asked(tender), drafted_bid(tender)
    bystander = member(VendorFactory())

    answer_enquiry(
        enquiry_id=enquiry.pk, answer_fr=" Oui. ", answer_en="", actor=tender.author, at=now()
    )

    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.answer_fr) == (EnquiryStatus.ANSWERED, "Oui.")
    told = set(Message.objects.filter(kind="enquiry-answered").values_list("recipient", flat=True))
    assert told == {member(enquiry.vendor).pk, member(bid.vendor).pk}
    assert bystander.pk not in told
    assert Release.objects.last().tags == ["tenderUpdate"]
    assert Event.objects.get(action="enquiry.answered").data == {"enquiry": str(enquiry.public_id)}


def test_an_answer_needs_french():
    enquiry = asked()
    before = everything()

    with pytest.raises(Invalid) as refusal:
        answer_enquiry(
            enquiry_id=enquiry.pk,
            answer_fr=" ",
            answer_en="Yes.",
            actor=enquiry.tender.author,
            at=now(),
        )

    assert refusal.value.field == "answer_fr"
    assert everything() == before


def test_an_answer_after_the_deadline_is_refused():
    enquiry = asked()
    before = everything()

    with pytest.raises(QuestionsClosed):
        answer_enquiry(
            enquiry_id=enquiry.pk,
            answer_fr="Oui.",
            actor=enquiry.tender.author,
            at=enquiry.tender.submission_deadline,
        )

    assert everything() == before


def test_only_authors_answer():
    enquiry = asked()
    approver = officer(enquiry.tender.buyer, Capability.APPROVER)
    before = everything()

    with pytest.raises(NotAuthorized):
        answer_enquiry(enquiry_id=enquiry.pk, answer_fr="Oui.", actor=approver, at=now())

    assert everything() == before


def test_who_asked_takes_a_question_back_until_it_is_answered():
    enquiry = asked()

    withdraw_enquiry(enquiry_id=enquiry.pk, actor=member(enquiry.vendor), at=now())

    enquiry.refresh_from_db()
    assert enquiry.status == EnquiryStatus.WITHDRAWN


def test_an_answered_question_stays():
    enquiry = asked()
    author = enquiry.tender.author
    answer_enquiry(enquiry_id=enquiry.pk, answer_fr="Oui.", actor=author, at=now())
    before = everything()

    with pytest.raises(IllegalTransition):
        withdraw_enquiry(enquiry_id=enquiry.pk, actor=member(enquiry.vendor), at=now())

    assert everything() == before


def test_nobody_takes_back_another_firms_question():
    enquiry, stranger = asked(), member(VendorFactory())
    before = everything()

    with pytest.raises(NotAuthorized):
        withdraw_enquiry(enquiry_id=enquiry.pk, actor=stranger, at=now())

    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_question_answered_twice_at_once_has_one_answer():
    enquiry = asked()
    author = enquiry.tender.author

    def answer(text):
        try:
            answer_enquiry(enquiry_id=enquiry.pk, answer_fr=text, actor=author, at=now())
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(answer, ["Oui.", "Non."]))

    assert outcomes == [False, True]
    assert Enquiry.objects.filter(status=EnquiryStatus.ANSWERED).count() == 1
    assert Release.objects.filter(tags=["tenderUpdate"]).count() == 1
