"""From a draft to a published call, by two people."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from marketplace.sealing.models import SealingKey
from tenders.actions.publication import (
    approve_publication,
)
from tenders.documents.terms import hash_terms
from tenders.models import Release, Tender
from tenders.states import TenderStatus
from tenders.values import Capability
from tests.factories import BuyerFactory, TenderFactory, officer

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
