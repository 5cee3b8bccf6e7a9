"""From the deadline to opened bids."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pgtrigger
import pytest
from django.db import connection

from marketplace import canonical
from marketplace.clock import now, travel
from marketplace.errors import NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from marketplace.sealing.errors import TooEarly
from marketplace.sealing.models import SealingKey
from marketplace.sealing.refusals import note_refusal
from tenders.actions.bid import withdraw_bid
from tenders.actions.bid_draft import save_bid_draft, start_replacement
from tenders.actions.bid_prepare import review_bid
from tenders.actions.opening import close_tender, open_bids, retry_opening
from tenders.actions.opening_approval import approve_opening
from tenders.documents.receipt import receipt_hash
from tenders.models import Bid, BidVersion, Evaluation, PreparedBid, Release, Tender
from tenders.queries.received import counted_version
from tenders.states import BidStatus, TenderStatus
from tenders.tasks import close_due_tenders
from tenders.values import AwardMethod, Capability
from tests.bids import PDF, access_of, drafted_bid, sealed_bid, submit, whole_offer
from tests.factories import TenderFactory, VendorFactory, member, officer, people
from tests.judging import (
    bid_on,
    close_and_open,
    compose,
    declare_all,
    open_together,
    opened_tender,
    opener_of,
    past_tender,
)

pytestmark = pytest.mark.django_db
DRAIN = timedelta(seconds=120)


def told(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


def events(subject, *actions):
    found = Event.objects.filter(subject=subject, action__in=actions).order_by("pk")
    return list(found.values_list("action", flat=True))


@pytest.mark.parametrize(
    ("seconds_after_drain", "status"), [(-1, "open"), (0, "closed"), (1, "closed")]
)
def test_a_call_closes_once_deadline_and_drain_have_passed(seconds_after_drain, status):
    tender = past_tender()
    bid_on(tender)
    at = tender.submission_deadline + DRAIN + timedelta(seconds=seconds_after_drain)

    close_tender(tender_id=tender.pk, at=at)

    tender.refresh_from_db()
    assert tender.status == status


def test_a_clock_set_forward_closes_nothing():
    tender = TenderFactory(open=True)
    sealed_bid(tender, VendorFactory())
    before = Event.objects.count()

    assert close_tender(tender_id=tender.pk, at=tender.submission_deadline + DRAIN) is False

    tender.refresh_from_db()
    assert tender.status == TenderStatus.OPEN
    assert Event.objects.count() == before


def test_notes_come_before_prices_where_quality_is_judged():
    tender = opened_tender(["18000.00"])
    bid = tender.bids.get()

    assert tender.status == TenderStatus.EVALUATION
    assert (tender.opened_at is None, tender.prices_opened_at) == (False, None)
    assert bid.status == BidStatus.OPENED
    assert set(bid.technical["answers"].values()) == {"Notre réponse."}
    assert (bid.amount, bid.prices, bid.prices_opened_at) == (None, None, None)
    assert Evaluation.objects.get(tender=tender).status == "declarations"


def test_lowest_price_opens_answers_and_prices_together():
    tender = opened_tender(["17999.99"], award_method=AwardMethod.LOWEST_PRICE)
    bid = tender.bids.get()

    assert bid.amount == Decimal("17999.99")
    assert sum(map(Decimal, bid.prices.values())) == Decimal("17999.99")
    assert tender.prices_opened_at == bid.prices_opened_at == bid.opened_at


def test_the_latest_submission_in_time_is_the_one_that_counts():
    tender = past_tender(award_method=AwardMethod.LOWEST_PRICE)
    while_open = tender.published_at + timedelta(days=4)
    bid = bid_on(tender, "20000.00")
    actor = member(bid.vendor)
    with travel(while_open):
        access = access_of(actor, confirmed_at=now())
        start_replacement(bid_id=bid.pk, access=access, actor=actor, at=while_open)
        save_bid_draft(
            bid_id=bid.pk,
            section=whole_offer(tender, "19000.00"),
            version=Bid.objects.get(pk=bid.pk).draft_version,
            access=access,
            actor=actor,
            at=while_open,
        )
        submit(bid)

    close_and_open(tender)

    assert tender.bids.get().amount == Decimal("19000.00")
    assert BidVersion.objects.count() == 2


def test_withdrawn_bids_and_drafts_stay_as_they_are():
    tender = past_tender()
    while_open = tender.published_at + timedelta(days=1)
    withdrawn = bid_on(tender)
    with travel(while_open):
        withdraw_bid(bid_id=withdrawn.pk, actor=member(withdrawn.vendor), at=while_open)
        draft = drafted_bid(tender, VendorFactory(), at=while_open)
    kept = bid_on(tender)

    close_and_open(tender)

    assert dict(tender.bids.values_list("pk", "status")) == {
        withdrawn.pk: "withdrawn",
        draft.pk: "draft",
        kept.pk: "opened",
    }


def test_files_are_opened_beside_the_sealed_ones():
    tender = past_tender()
    content = PDF
    at = tender.published_at + timedelta(days=3)
    sealed_bid(tender, VendorFactory(), at=at, files=[("Proposition été.pdf", content)])

    close_and_open(tender)

    opened = tender.bids.get().files.get().opened
    assert opened.name == "Proposition été.pdf"
    with opened.content.open("rb") as clear:
        assert clear.read() == content
    assert opened.uploaded_by is None


def test_a_bid_that_cannot_be_opened_stops_no_other():
    tender = past_tender(award_method=AwardMethod.LOWEST_PRICE)
    broken, whole = bid_on(tender), bid_on(tender, "17000.00")
    _corrupt(broken, "technical")

    close_and_open(tender)

    broken.refresh_from_db()
    whole.refresh_from_db()
    assert (broken.status, broken.opening_fault) == ("opened", "technical:broken")
    assert (broken.technical, broken.amount) == ({}, None)
    assert (whole.status, whole.opening_fault, whole.amount) == ("opened", "", 17000)
    assert events(broken.reference, "bid.opening-failed") == ["bid.opening-failed"]
    opened = Event.objects.get(action="tender.bids-opened")
    assert opened.data["faults"] == [broken.reference]


def test_a_file_that_is_gone_leaves_the_bid_readable():
    tender = past_tender()
    at = tender.published_at + timedelta(days=3)
    content = PDF
    bid = sealed_bid(tender, VendorFactory(), at=at, files=[("plan.pdf", content)])
    sealed = bid.files.get()
    sealed.content.storage.delete(sealed.content.name)

    close_and_open(tender)

    bid.refresh_from_db()
    sealed.refresh_from_db()
    assert (bid.status, bid.opening_fault, sealed.opened) == ("opened", "", None)
    failure = Event.objects.get(action="bid.opening-failed")
    assert (failure.data["part"], failure.data["code"]) == ("file", "missing")


def test_the_chair_may_have_a_bid_opened_once_more():
    tender = past_tender()
    bid = bid_on(tender)
    whole = _corrupt(bid, "technical")
    close_and_open(tender)
    chair = compose(tender, 1)[0]
    declare_all(tender)
    assert retry_opening(bid_id=bid.pk, actor=chair, at=now()) is False

    _write(bid, "technical", whole)

    assert retry_opening(bid_id=bid.pk, actor=chair, at=now()) is True
    bid.refresh_from_db()
    assert (bid.opening_fault, bool(bid.technical["answers"])) == ("", True)


def test_only_the_chair_may_have_a_bid_opened_once_more():
    tender = past_tender()
    bid = bid_on(tender)
    whole = _corrupt(bid, "technical")
    close_and_open(tender)
    _write(bid, "technical", whole)

    with pytest.raises(NotAuthorized):
        retry_opening(bid_id=bid.pk, actor=officer(tender.buyer, Capability.AUTHOR), at=now())

    bid.refresh_from_db()
    assert bid.opening_fault == "technical:broken"


def test_without_any_bid_the_call_ends_and_its_people_are_told():
    tender = past_tender()

    assert close_tender(tender_id=tender.pk, at=now()) is True

    tender.refresh_from_db()
    assert tender.status == TenderStatus.UNSUCCESSFUL
    assert tender.ended_at is not None
    assert not Evaluation.objects.exists()
    assert events(tender.reference, "tender.closed", "tender.unsuccessful") == [
        "tender.closed",
        "tender.unsuccessful",
    ]
    responsible = people(
        officer(tender.buyer, Capability.AUTHOR), officer(tender.buyer, Capability.APPROVER)
    )
    assert told("tender-unsuccessful") == responsible
    assert Release.objects.filter(tender=tender).last().tags == ["tenderUpdate", "award"]


def test_the_record_of_the_closing_commits_to_what_was_received():
    tender = past_tender()
    first, second = bid_on(tender), bid_on(tender)

    close_tender(tender_id=tender.pk, at=now())

    listed = sorted(receipt_hash(bid.versions.get()) for bid in (first, second))
    closed = Event.objects.get(action="tender.closed")
    assert closed.data["bids"] == 2
    assert closed.data["root"] == sha256(canonical.dumps(listed)).hexdigest()


def test_everyone_concerned_is_told_and_the_opening_is_published():
    tender = past_tender()
    members = compose(tender, 2)
    bid = bid_on(tender)

    close_and_open(tender)

    author = officer(tender.buyer, Capability.AUTHOR)
    approver = officer(tender.buyer, Capability.APPROVER)
    assert told("bids-opened") == people(author, approver, member(bid.vendor))
    assert told("interest-to-declare") == people(*members)
    assert Release.objects.filter(tender=tender).last().tags == ["tenderUpdate"]


def test_custody_that_refuses_leaves_the_call_closed_and_sealed():
    tender = past_tender()
    bid_on(tender)
    tomorrow = now() + timedelta(days=1)
    SealingKey.objects.filter(name__contains=tender.ocid).update(not_before=tomorrow)
    close_tender(tender_id=tender.pk, at=now())

    with pytest.raises(TooEarly) as refused:
        open_together(tender)

    tender.refresh_from_db()
    assert tender.status == TenderStatus.CLOSED
    assert tender.bids.get().status == BidStatus.SEALED
    note_refusal(tender.reference, refused.value, at=now())
    note_refusal(tender.reference, refused.value, at=now())
    refusals = Event.objects.filter(action="seal.refused")
    assert [event.data["code"] for event in refusals] == ["too-early"]


def test_closing_again_does_nothing():
    tender = opened_tender()
    before = (Event.objects.count(), Message.objects.count(), Release.objects.count())

    assert close_tender(tender_id=tender.pk, at=now()) is False

    assert (Event.objects.count(), Message.objects.count(), Release.objects.count()) == before


def test_a_person_without_the_right_opens_nothing():
    tender = past_tender()
    bid_on(tender)
    stranger = officer(tender.buyer, Capability.EVALUATOR)

    with pytest.raises(NotAuthorized):
        close_tender(tender_id=tender.pk, at=now(), actor=stranger)

    tender.refresh_from_db()
    assert tender.status == TenderStatus.OPEN
    assert not Event.objects.filter(action="tender.closed").exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_close_and_open_once():
    tender = past_tender()
    bid_on(tender)
    at = now()

    def worker(act):
        try:
            return act(tender_id=tender.pk, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(worker, [close_tender] * 4))
        approve_opening(tender_id=tender.pk, proved_at=at, actor=opener_of(tender), at=at)
        opened = list(pool.map(worker, [open_bids] * 4))

    assert sorted(opened) == [False, False, False, True]
    assert events(tender.reference, "tender.closed", "seal.open", "tender.bids-opened") == [
        "tender.closed",
        "seal.open",
        "tender.bids-opened",
    ]
    assert Release.objects.filter(tender=tender).count() == 2


def test_the_sweep_goes_on_where_it_was_left():
    due, early = past_tender(), TenderFactory(open=True)
    bid_on(due)
    close_tender(tender_id=due.pk, at=now())
    approve_opening(tender_id=due.pk, proved_at=now(), actor=opener_of(due), at=now())

    assert close_due_tenders() == 1
    assert close_due_tenders() == 0

    assert Tender.objects.get(pk=due.pk).status == TenderStatus.EVALUATION
    assert Tender.objects.get(pk=early.pk).status == TenderStatus.OPEN


def test_one_call_in_trouble_keeps_no_other_closed():
    stuck, fine = past_tender(), past_tender()
    bid_on(stuck)
    SealingKey.objects.filter(name__contains=stuck.ocid).update(
        not_before=now() + timedelta(days=1)
    )
    close_tender(tender_id=stuck.pk, at=now())
    approve_opening(tender_id=stuck.pk, proved_at=now(), actor=opener_of(stuck), at=now())

    assert close_due_tenders() == 1

    assert Tender.objects.get(pk=fine.pk).status == TenderStatus.UNSUCCESSFUL
    assert events(stuck.reference, "tender.closed", "seal.refused") == [
        "tender.closed",
        "seal.refused",
    ]


def test_open_bids_waits_for_the_closing():
    tender = past_tender()
    bid_on(tender)

    assert open_bids(tender_id=tender.pk, at=now()) is False
    assert tender.bids.get().status == BidStatus.SEALED


def _corrupt(bid: Bid, part: str) -> bytes:
    """Flip a bit near the end of a sealed part; gives back what was there."""
    version = counted_version(bid)
    whole = bytes(getattr(version, part))
    _write(bid, part, whole[:-5] + bytes([whole[-5] ^ 1]) + whole[-4:])
    return whole


def _write(bid: Bid, part: str, data: bytes) -> None:
    """Write a sealed part as only someone with the database in hand could."""
    with pgtrigger.ignore("tenders.BidVersion:bid_version_is_append_only"):
        bid.versions.update(**{part: data})


def test_a_closing_deletes_what_was_prepared_and_never_submitted():
    tender = TenderFactory(open=True)
    bid = drafted_bid(tender)
    actor = member(bid.vendor)
    review_bid(bid=bid, access=access_of(actor), actor=actor, at=now())
    assert PreparedBid.objects.count() == 1

    with travel(tender.submission_deadline + timedelta(minutes=3)):
        close_tender(tender_id=tender.pk, at=now())

    assert PreparedBid.objects.count() == 0
