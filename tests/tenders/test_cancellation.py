"""A call is given up, for a reason that everybody reads."""

import pytest

from marketplace.clock import now
from marketplace.errors import IllegalTransition, Invalid, NotAuthorized
from marketplace.notifications.models import Message
from tenders.actions.cancellation import cancel_tender
from tenders.models import Award, Contract, Release, Tender
from tenders.states import AwardStatus, ContractStatus, TenderStatus
from tenders.values import Capability
from tests.bids import drafted_bid
from tests.factories import TenderFactory, VendorFactory, member, officer
from tests.tenders.everything import everything
from tests.tenders.stages import awarded, bid, opened, published

pytestmark = pytest.mark.django_db


def cancel(tender, reason="Le besoin a changé.", actor=None):
    actor = actor or officer(tender.buyer, Capability.APPROVER)
    return cancel_tender(tender_id=tender.pk, reason_fr=reason, actor=actor, at=now())


def test_everybody_concerned_is_told_and_the_call_stays_public():
    tender = TenderFactory(open=True)
    bidder, bystander = member(drafted_bid(tender).vendor), member(VendorFactory())

    cancel(tender)

    tender.refresh_from_db()
    assert (tender.status, tender.cancel_reason_fr) == ("cancelled", "Le besoin a changé.")
    assert tender.ended_at is not None
    told = set(Message.objects.filter(kind="tender-cancelled").values_list("recipient", flat=True))
    approver = officer(tender.buyer, Capability.APPROVER)
    assert told == {bidder.pk, tender.author_id, approver.pk}
    assert bystander.pk not in told
    assert Release.objects.last().tags == ["tenderCancellation"]
    assert list(Tender.objects.public()) == [tender]


def test_a_reason_in_french_is_needed():
    tender = TenderFactory(open=True)
    officer(tender.buyer, Capability.APPROVER)
    before = everything()

    with pytest.raises(Invalid) as refusal:
        cancel(tender, reason=" ")

    assert refusal.value.field == "reason_fr"
    assert everything() == before


def test_an_author_alone_does_not_cancel():
    tender = TenderFactory(open=True)
    before = everything()

    with pytest.raises(NotAuthorized):
        cancel(tender, actor=tender.author)

    assert everything() == before


@pytest.mark.parametrize("state", [{}, {"in_review": True}])
def test_what_nobody_published_is_taken_back_rather_than_cancelled(state):
    tender = TenderFactory(**state)
    officer(tender.buyer, Capability.APPROVER)
    before = everything()

    with pytest.raises(IllegalTransition):
        cancel(tender)

    assert everything() == before


def test_an_award_without_a_signed_contract_falls_with_its_call():
    tender = opened(published())
    award = awarded(tender, bid(tender, price="18000.00"))
    Contract.objects.create(number="C-1", award=award, terms={}, created_at=now())

    cancel(tender)

    assert Tender.objects.get().status == TenderStatus.CANCELLED
    assert [award.status for award in Award.objects.all()] == [AwardStatus.CANCELLED]
    assert [contract.status for contract in Contract.objects.all()] == [ContractStatus.TERMINATED]
