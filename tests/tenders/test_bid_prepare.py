"""A bid is sealed for submission when it is reviewed, so that submitting needs no sealer."""

from datetime import timedelta

import pytest

from marketplace.clock import now, travel
from marketplace.sealing.errors import SealerUnreachable
from tenders.actions.bid import withdraw_bid
from tenders.actions.bid_draft import drop_replacement, save_bid_draft, start_replacement
from tenders.actions.bid_prepare import review_bid
from tenders.models import BidVersion, LateBid, PreparedBid, Tender
from tests.bids import access_of, drafted_bid, sealed_bid, submit
from tests.factories import TenderFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def bid():
    return drafted_bid(TenderFactory(open=True))


def review(bid):
    actor = member(bid.vendor)
    return review_bid(bid=bid, access=access_of(actor), actor=actor, at=now())


def save(bid, **section):
    actor = member(bid.vendor)
    save_bid_draft(
        bid_id=bid.pk,
        section=section,
        version=bid.draft_version,
        access=access_of(actor),
        actor=actor,
        at=now(),
    )
    bid.refresh_from_db()


def test_what_was_reviewed_is_entered_without_the_sealer(bid, no_sealer):
    review(bid)
    prepared = PreparedBid.objects.get()
    no_sealer()

    version = submit(bid)

    assert [bytes(version.technical), bytes(version.price), version.manifest] == [
        bytes(prepared.technical),
        bytes(prepared.price),
        prepared.manifest,
    ]


def test_reviewing_again_seals_nothing_anew(bid):
    review(bid)
    first = PreparedBid.objects.get()
    review(bid)
    assert PreparedBid.objects.get().pk == first.pk


def test_a_draft_that_lacks_something_is_not_prepared(bid):
    save(bid, answers={})
    review(bid)
    assert not PreparedBid.objects.exists()


def test_after_the_deadline_nothing_is_prepared(bid):
    with travel(bid.tender.submission_deadline):
        review(bid)
    assert not PreparedBid.objects.exists()


def test_any_change_of_the_draft_deletes_what_was_prepared(bid):
    offer = review(bid)
    save(bid, answers={key: f"{text} Plus." for key, text in offer.answers.items()})
    assert not PreparedBid.objects.exists()


def test_a_draft_that_changed_while_it_was_read_is_not_prepared(bid):
    stale = type(bid).objects.get(pk=bid.pk)
    save(bid, answers={})
    review(stale)
    assert not PreparedBid.objects.exists()


def test_giving_up_or_withdrawing_deletes_what_was_prepared():
    bid = sealed_bid(TenderFactory(open=True))
    actor = member(bid.vendor)
    access = access_of(actor, confirmed_at=now())
    for forget in (drop_replacement, withdraw_bid):
        start_replacement(bid_id=bid.pk, access=access, actor=actor, at=now())
        bid.refresh_from_db()
        review(bid)
        assert PreparedBid.objects.get().number == 2
        forget(bid_id=bid.pk, actor=actor, at=now())
        assert not PreparedBid.objects.exists()


def test_what_was_prepared_under_other_terms_is_sealed_again_or_not_submitted(bid, no_sealer):
    review(bid)
    Tender.objects.filter(pk=bid.tender_id).update(terms_hash="ab" * 32)
    before = PreparedBid.objects.count()

    no_sealer()
    with pytest.raises(SealerUnreachable):
        submit(bid)

    assert (BidVersion.objects.count(), PreparedBid.objects.count()) == (0, before)
    bid.refresh_from_db()
    assert bid.draft is not None


def test_other_terms_are_sealed_anew_while_the_sealer_is_there(bid):
    review(bid)
    Tender.objects.filter(pk=bid.tender_id).update(terms_hash="ab" * 32)
    bid.tender.refresh_from_db()
    assert submit(bid).manifest["terms_hash"] == "ab" * 32


def test_a_late_bid_needs_no_sealer_either(bid, no_sealer):
    review(bid)
    no_sealer()
    with travel(bid.tender.submission_deadline + timedelta(seconds=1)):
        assert isinstance(submit(bid), LateBid)
