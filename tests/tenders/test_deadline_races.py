"""T5: whatever races around a deadline, nothing late is accepted and nothing on time refused."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from marketplace.clock import database_now, now, travel
from marketplace.ledger.api import receipts_root
from marketplace.ledger.models import Event
from tenders.actions.bid_prepare import review_bid
from tenders.actions.opening import close_tender
from tenders.documents.receipt import receipt_hash
from tenders.models import BidVersion, LateBid, Tender
from tenders.queries.evaluating import drain
from tests.bids import access_of, drafted_bid, submit
from tests.factories import TenderFactory, member
from tests.races import WAITING, race

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)


def reviewed_bid(tender):
    bid = drafted_bid(tender)
    actor = member(bid.vendor)
    review_bid(bid=bid, access=access_of(actor), actor=actor, at=now())
    return bid, actor, access_of(actor)


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0] > 0


def test_each_bid_is_on_time_or_late_by_the_databases_clock_alone():
    tender = TenderFactory(open=True)
    entrants = [reviewed_bid(tender) for _ in range(12)]
    deadline = database_now() + 3 * SECOND
    Tender.objects.filter(pk=tender.pk).update(enquiry_deadline=now(), submission_deadline=deadline)

    def enter(place):
        bid, actor, access = entrants[place]
        try:
            at = deadline + (place - 5.5) / 6 * SECOND
            time.sleep(max(0, (at - database_now()).total_seconds()))
            began = database_now()
            entered = submit(bid, actor=actor, access=access)
            return began, entered, database_now()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(entrants)) as pool:
        outcomes = list(pool.map(enter, range(len(entrants))))

    for began, entered, ended in outcomes:
        assert isinstance(entered, BidVersion) == (entered.received_at < deadline)
        assert began <= entered.received_at <= ended
        if ended < deadline:
            assert isinstance(entered, BidVersion)
        if began >= deadline:
            assert isinstance(entered, LateBid)
    assert {type(entered) for _began, entered, _ended in outcomes} == {BidVersion, LateBid}
    assert BidVersion.objects.count() + LateBid.objects.count() == len(entrants)


def test_an_extension_under_way_counts_for_who_waits_for_it():
    """The old deadline passes while the call is held to be extended: nobody on time is refused."""
    tender = TenderFactory(open=True)
    bid, actor, access = reviewed_bid(tender)
    deadline = database_now() + SECOND
    Tender.objects.filter(pk=tender.pk).update(enquiry_deadline=now(), submission_deadline=deadline)

    def enter():
        try:
            return submit(bid, actor=actor, access=access)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            later = Tender.objects.select_for_update().filter(pk=tender.pk)
            assert later.update(submission_deadline=deadline + 3600 * SECOND) == 1
            outcome = pool.submit(enter)
            time.sleep(1.3)
            assert not outcome.done()
        assert isinstance(outcome.result(), BidVersion)


def test_a_closing_waits_for_a_submission_under_way_and_commits_to_its_receipt():
    """Its last byte was there in time; the two minutes of grace end while it is being entered."""
    tender = TenderFactory(open=True)
    bid, actor, access = reviewed_bid(tender)
    deadline = tender.submission_deadline
    grace = drain(deadline)

    def enter():
        with travel(deadline + grace - SECOND):
            stamp = deadline - timedelta(milliseconds=1)
            return submit(bid, actor=actor, access=access, last_byte_at=stamp)

    def close():
        while not somebody_waits():  # at the line, having read the clock and holding the call
            time.sleep(0.01)
        with travel(deadline + grace + 5 * SECOND):
            return close_tender(tender_id=tender.pk, at=now())

    entered, closed = (job.result() for job in race(enter, close, line=BidVersion))

    assert (type(entered), closed) == (BidVersion, True)
    event = Event.objects.get(action="tender.closed")
    assert (event.data["bids"], event.data["root"]) == (1, receipts_root([receipt_hash(entered)]))
