"""From a draft to a published call, by two people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from marketplace.clock import now
from marketplace.errors import DomainError, IllegalTransition, Invalid
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from marketplace.sealing.models import SealingKey
from tenders.actions.publication import (
    approve_publication,
    publish_scheduled,
    return_to_author,
    submit_for_review,
    take_back,
)
from tenders.documents.terms import hash_terms
from tenders.models import Buyer, BuyerMembership, Release, Tender
from tenders.states import TenderStatus
from tenders.tasks import publish_due_tenders
from tenders.values import Capability
from tests.factories import (
    BuyerFactory,
    TenderFactory,
    VendorFactory,
    member,
    officer,
)
from tests.tenders.everything import everything

pytestmark = pytest.mark.django_db


def test_a_published_call_has_its_terms_keys_release_and_event():
    tender = TenderFactory(open=True)

    assert tender.status == TenderStatus.OPEN
    assert tender.terms_hash == hash_terms(tender)
    assert set(SealingKey.objects.values_list("name", "not_before", "awaits_scores")) == {
        (f"tender/{tender.ocid}/technical", tender.submission_deadline, False),
        (f"tender/{tender.ocid}/price", tender.submission_deadline, True),
    }
    assert list(Release.objects.values_list("tender", "tags")) == [(tender.pk, ["tender"])]
    event = Event.objects.get(action="tender.published")
    assert event.data["terms_hash"] == tender.terms_hash
    assert sorted(event.data["keys"]) == ["price", "technical"]


def test_the_author_may_not_approve_even_with_the_capability():
    buyer = BuyerFactory()
    both = officer(buyer, Capability.AUTHOR, Capability.APPROVER)
    tender = TenderFactory(buyer=buyer, in_review=True)
    Tender.objects.filter(pk=tender.pk).update(author=both)
    before = (Event.objects.count(), Message.objects.count())

    with pytest.raises(DomainError):
        approve_publication(tender_id=tender.pk, actor=both, at=now())

    tender.refresh_from_db()
    assert tender.status == TenderStatus.IN_REVIEW
    assert (Event.objects.count(), Message.objects.count()) == before


def test_a_small_body_may_let_one_person_do_both():
    buyer = BuyerFactory(allows_single_officer=True)
    both = officer(buyer, Capability.AUTHOR, Capability.APPROVER)
    tender = TenderFactory(buyer=buyer, in_review=True)
    Tender.objects.filter(pk=tender.pk).update(author=both)

    approve_publication(tender_id=tender.pk, actor=both, at=now())

    tender.refresh_from_db()
    assert tender.status == TenderStatus.OPEN


def test_those_who_approve_are_told_of_a_draft_sent_for_review():
    tender = TenderFactory()
    approver = officer(tender.buyer, Capability.APPROVER)

    submit_for_review(tender_id=tender.pk, actor=tender.author, at=now())

    assert list(Message.objects.values_list("kind", "recipient")) == [
        ("tender-for-review", approver.pk)
    ]


def test_a_draft_is_not_sent_where_nobody_could_approve_it():
    tender = TenderFactory()
    BuyerMembership.objects.filter(capabilities=[Capability.APPROVER]).delete()
    before = everything()

    with pytest.raises(Invalid):
        submit_for_review(tender_id=tender.pk, actor=tender.author, at=now())

    assert everything() == before


def test_firms_in_one_of_its_categories_are_told_of_a_new_call():
    fitting, other, pending = VendorFactory(), VendorFactory(), VendorFactory(status="pending")
    fitting.categories.add("81111509")
    other.categories.add("81112002")
    pending.categories.add("81111509")
    people_ = [member(firm) for firm in (fitting, other, pending)]

    TenderFactory(open=True)

    told = Message.objects.filter(kind="tender-fits").values_list("recipient", flat=True)
    assert list(told) == [people_[0].pk]


def test_a_call_comes_back_with_reasons():
    tender = TenderFactory(in_review=True)
    approver = officer(tender.buyer, Capability.APPROVER)

    return_to_author(tender_id=tender.pk, reason="Trop long.", actor=approver, at=now())

    tender.refresh_from_db()
    assert (tender.status, tender.return_reason) == (TenderStatus.DRAFT, "Trop long.")
    assert Message.objects.get(kind="tender-returned").recipient == tender.author


def test_coming_back_needs_a_reason():
    tender = TenderFactory(in_review=True)
    approver = officer(tender.buyer, Capability.APPROVER)
    before = everything()

    with pytest.raises(Invalid) as refusal:
        return_to_author(tender_id=tender.pk, reason=" ", actor=approver, at=now())

    assert refusal.value.field == "reason"
    assert everything() == before


@pytest.mark.parametrize("scheduled", [False, True])
def test_authors_take_a_call_back_until_it_is_published(scheduled):
    tender = TenderFactory(in_review=True)
    approver = officer(tender.buyer, Capability.APPROVER)
    if scheduled:
        at = now()
        approve_publication(
            tender_id=tender.pk, actor=approver, at=at, publish_at=at + timedelta(hours=1)
        )

    take_back(tender_id=tender.pk, actor=tender.author, at=now())

    tender.refresh_from_db()
    assert (tender.status, tender.approver, tender.publish_at) == (TenderStatus.DRAFT, None, None)


def test_a_published_call_is_not_taken_back():
    tender = TenderFactory(open=True)
    before = everything()

    with pytest.raises(IllegalTransition):
        take_back(tender_id=tender.pk, actor=tender.author, at=now())

    assert everything() == before


def scheduled(at, **fields):
    tender = TenderFactory(in_review=True, at=at, **fields)
    approver = officer(tender.buyer, Capability.APPROVER)
    approve_publication(
        tender_id=tender.pk, actor=approver, at=at, publish_at=at + timedelta(hours=1)
    )
    return tender


def test_a_scheduled_call_is_published_once_at_its_moment():
    at = now()
    tender = scheduled(at)
    early, due = at + timedelta(minutes=59), at + timedelta(hours=1)

    outcomes = [publish_scheduled(tender_id=tender.pk, at=moment) for moment in (early, due, due)]

    tender.refresh_from_db()
    assert outcomes == [False, True, False]
    assert (tender.status, tender.published_at) == (TenderStatus.OPEN, due)
    assert Release.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_scheduled_call_is_published_once_when_two_workers_race():
    at = now()
    tender = scheduled(at)

    def publish(_nth):
        try:
            return publish_scheduled(tender_id=tender.pk, at=at + timedelta(hours=2))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(publish, range(2)))

    assert outcomes == [False, True]
    assert Release.objects.count() == 1


def test_the_sweep_publishes_what_is_due():
    tender = scheduled(now() - timedelta(hours=2))

    assert (publish_due_tenders(), publish_due_tenders()) == (1, 0)

    tender.refresh_from_db()
    assert tender.status == TenderStatus.OPEN


def test_a_call_of_a_suspended_body_comes_back_instead_of_being_published():
    at = now()
    tender = scheduled(at)
    Buyer.objects.update(status="suspended")

    published = publish_scheduled(tender_id=tender.pk, at=at + timedelta(hours=1))

    tender.refresh_from_db()
    assert (published, tender.status) == (False, TenderStatus.DRAFT)
    assert tender.return_reason != ""
    assert not Release.objects.exists()
    assert not SealingKey.objects.exists()


def test_a_moment_in_the_past_is_no_schedule():
    tender = TenderFactory(in_review=True)
    approver = officer(tender.buyer, Capability.APPROVER)
    before = everything()
    at = now()

    with pytest.raises(Invalid) as refusal:
        approve_publication(tender_id=tender.pk, actor=approver, at=at, publish_at=at)

    assert refusal.value.field == "publish_at"
    assert everything() == before


def test_a_call_judged_on_price_alone_needs_no_criteria():
    tender = TenderFactory(award_method="lowest_price", open=True)

    assert (tender.has_quality, tender.criteria.count()) == (False, 0)
    assert SealingKey.objects.filter(awaits_scores=True).count() == 0


def test_the_terms_hash_follows_what_bids_are_judged_by_and_nothing_else():
    tender = TenderFactory(open=True)
    first = tender.terms_hash

    Tender.objects.filter(pk=tender.pk).update(
        submission_deadline=tender.submission_deadline + timedelta(days=1)
    )
    assert hash_terms(Tender.objects.get(pk=tender.pk)) == first

    tender.criteria.filter(position=1).update(weight=Decimal("40.01"))
    assert hash_terms(Tender.objects.get(pk=tender.pk)) != first


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_publish_once():
    tender = TenderFactory(in_review=True)
    first = officer(tender.buyer, Capability.APPROVER)
    second = officer(tender.buyer, Capability.APPROVER, Capability.PAYER)

    def approve(actor):
        try:
            approve_publication(tender_id=tender.pk, actor=actor, at=now())
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(approve, [first, second]))

    assert outcomes == [False, True]
    assert Release.objects.count() == 1
    assert Event.objects.filter(action="tender.published").count() == 1
