"""Reminders follow from the rows: each once, to whom it waits for, and no longer than it waits."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.accounts.models import User
from marketplace.clock import now, travel
from marketplace.notifications.actions import choose_ways
from marketplace.notifications.kinds import Topic
from marketplace.notifications.models import Message, Way
from marketplace.notifications.tasks import deliver_due_messages, send_digests
from tenders.actions.contract import attach_pdf
from tenders.actions.enquiry import answer_enquiry, ask_enquiry
from tenders.actions.opening import close_tender
from tenders.models import Award, Contract, Enquiry
from tenders.queries.reminders import Duty
from tenders.tasks import remind_of_what_waits
from tests.bids import drafted_bid, submit
from tests.factories import TenderFactory, VendorFactory, member, officer, people
from tests.judging import (
    author_of,
    bid_on,
    compose,
    declare_all,
    final_award,
    judged_tender,
    note_all,
    opened_tender,
    opener_of,
    past_tender,
    recommended_award,
)
from vendors.states import VendorRole

MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


def reminders(kind="duty-late"):
    """Who was reminded of what."""
    found = Message.objects.filter(kind=kind).order_by("pk")
    return [(message.context.get("duty", ""), message.recipient_id) for message in found]


def reminded_after(days, since=None):
    with travel((since or now()) + timedelta(days=days)):
        remind_of_what_waits()
    return reminders()


def ask(tender):
    return ask_enquiry(
        tender_id=tender.pk,
        vendor=(vendor := VendorFactory()),
        question="Le code reste-t-il public ?",
        language="fr",
        actor=member(vendor),
        at=now(),
    )


@pytest.mark.django_db
def test_a_question_unanswered_for_two_working_days_is_recalled_once_to_the_authors():
    with travel(MONDAY):
        tender = TenderFactory(open=True)
        ask(tender)

    assert reminded_after(1, MONDAY) == []
    assert reminded_after(2, MONDAY) == [(Duty.ENQUIRY, author_of(tender).pk)]
    assert len(reminded_after(9, MONDAY)) == 1


@pytest.mark.django_db
def test_days_off_are_not_counted():
    friday = MONDAY + timedelta(days=4)
    with travel(friday):
        ask(TenderFactory(open=True))

    assert reminded_after(3, friday) == []  # Monday
    assert len(reminded_after(4, friday)) == 1


@pytest.mark.django_db
def test_an_answered_question_is_not_recalled():
    with travel(MONDAY):
        tender = TenderFactory(open=True)
        answer_enquiry(
            enquiry_id=ask(tender).pk,
            answer_fr="Oui.",
            answer_en="",
            actor=author_of(tender),
            at=now(),
        )

    assert reminded_after(9, MONDAY) == []
    assert Enquiry.objects.get().answered_at


@pytest.mark.django_db
def test_a_call_in_review_is_recalled_to_those_who_approve_and_not_to_its_author():
    with travel(MONDAY):
        tender = TenderFactory(in_review=True)

    assert reminded_after(2, MONDAY) == [(Duty.APPROVE_CALL, officer(tender.buyer, "approver").pk)]


@pytest.mark.django_db
def test_bids_that_wait_to_be_opened_are_recalled_to_the_openers():
    tender = past_tender()
    bid_on(tender)
    close_tender(tender_id=tender.pk, at=now())

    assert reminded_after(5) == [(Duty.OPENING, opener_of(tender).pk)]


@pytest.mark.django_db
def test_only_those_of_the_committee_who_have_not_handed_in_are_reminded():
    tender = opened_tender()
    committee = compose(tender)
    declare_all(tender)
    note_all(tender, committee[:2])

    assert reminded_after(9) == [(Duty.NOTES, committee[2].pk)]


@pytest.mark.django_db
def test_buyers_who_have_not_awarded_are_reminded():
    tender, _chair = judged_tender()

    assert reminded_after(9) == [(Duty.AWARD, author_of(tender).pk)]


@pytest.mark.django_db
def test_an_award_to_approve_is_recalled_to_who_may_approve_it():
    tender = recommended_award().tender

    assert reminded_after(5) == [(Duty.APPROVE_AWARD, officer(tender.buyer, "approver").pk)]
    assert Award.objects.get().approved_at is None


@pytest.mark.django_db
def test_a_contract_is_recalled_to_each_party_that_has_not_signed():
    award = final_award()
    signatory = officer(award.tender.buyer, "signatory")
    attach_pdf(contract_id=Contract.objects.get().pk, at=now())

    found = reminded_after(7)

    owner = member(award.bid.vendor, VendorRole.OWNER)
    assert sorted(found) == sorted([(Duty.SIGN, signatory.pk), (Duty.SIGN, owner.pk)])


@pytest.mark.django_db
def test_a_week_and_a_day_before_the_deadline_a_firm_hears_of_its_unsent_bid():
    with travel(MONDAY):
        tender = TenderFactory(open=True)
        bid = drafted_bid(tender)
    reader = member(bid.vendor, VendorRole.READER)
    deadline = tender.submission_deadline

    for before in (timedelta(days=8), WEEK, timedelta(days=3), timedelta(hours=20)):
        with travel(deadline - before):
            remind_of_what_waits()
            remind_of_what_waits()

    told = Message.objects.filter(kind="bid-unsent").order_by("pk")
    assert [message.context["days"] for message in told] == [7, 1]
    assert {message.recipient_id for message in told} == set(people(member(bid.vendor)))
    assert reader.pk not in {message.recipient_id for message in told}


@pytest.mark.django_db
def test_who_has_submitted_or_has_just_begun_is_left_in_peace():
    with travel(MONDAY):
        tender = TenderFactory(open=True)
        sent = drafted_bid(tender)
        submit(sent)
    with travel(tender.submission_deadline - timedelta(hours=20)):
        drafted_bid(tender)
        remind_of_what_waits()

    assert reminders("bid-unsent") == []


@pytest.mark.django_db
def test_a_week_sends_exactly_the_reminders_and_daily_messages_that_it_should(mailoutbox):
    with travel(MONDAY):
        tender = TenderFactory(open=True)
        author, firm = author_of(tender), VendorFactory()
        choose_ways(ways={Topic.TASKS: Way.DAILY}, quiet=None, actor=author, at=now())
        bid = drafted_bid(tender, firm)
        ask(tender)
    Message.objects.all().delete()  # what led here; the week begins
    start = tender.submission_deadline - timedelta(days=8)
    with travel(start - timedelta(days=9)):
        remind_of_what_waits()  # the question, into the daily message

    moment, seen = start, []
    while moment < start + timedelta(days=8, hours=12):
        with travel(moment):
            remind_of_what_waits()
            send_digests()
            deliver_due_messages()
        seen += [(moment.date(), sent.to[0], sent.subject[:22]) for sent in mailoutbox]
        mailoutbox.clear()
        moment += timedelta(hours=3)

    owner, daily = member(firm).email, User.objects.get(pk=author.pk).email
    deadline = tender.submission_deadline
    assert bid.status == "draft"
    assert seen == [
        (start.date(), daily, "Votre message du jour\u00a0"),
        ((deadline - WEEK).date(), owner, "Il vous reste une sema"),
        ((deadline - timedelta(days=1)).date(), owner, "Il vous reste moins d’"),
    ]
