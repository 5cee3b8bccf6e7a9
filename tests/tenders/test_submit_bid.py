"""A firm begins, submits, replaces, confirms and withdraws its bid."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from marketplace.clock import now, travel
from marketplace.errors import Conflict, IllegalTransition, Invalid, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tenders.actions.bid import confirm_bid, start_bid, withdraw_bid
from tenders.actions.bid_draft import drop_replacement, start_replacement
from tenders.actions.bid_guards import BiddingClosed
from tenders.actions.bid_submit import OtherSubmission, moment_received, submit_bid
from tenders.documents.receipt import receipt_hash, signed_receipt
from tenders.models import Amendment, Bid, BidVersion, LateBid, Tender
from tenders.states import BidStatus, TenderStatus
from tenders.values import AwardMethod, Capability
from tests.bids import access_of, drafted_bid, sealed_bid, submit
from tests.factories import BuyerFactory, TenderFactory, VendorFactory, member, officer
from tests.races import race
from vendors.models import VendorMembership
from vendors.states import VendorRole, VendorStatus

pytestmark = pytest.mark.django_db


def counts():
    """What a refusal must leave as it was."""
    drafts = list(Bid.objects.order_by("pk").values_list("pk", "status", "draft_version"))
    return drafts, BidVersion.objects.count(), Event.objects.count(), Message.objects.count()


def amend(tender, *, number=1, of_substance=True):
    return Amendment.objects.create(
        tender=tender,
        number=number,
        rationale_fr="Une précision",
        of_substance=of_substance,
        published_at=now(),
        published_by=tender.author,
    )


# --- beginning ------------------------------------------------------------------------------------


def test_starting_again_gives_the_same_draft():
    tender, vendor = TenderFactory(open=True), VendorFactory()
    arguments = {"tender_id": tender.pk, "vendor_id": vendor.pk, "at": now()}
    first = start_bid(actor=member(vendor), **arguments)
    second = start_bid(actor=member(vendor, VendorRole.BIDDER), **arguments)

    assert (first, first.status) == (second, BidStatus.DRAFT)
    assert Bid.objects.count() == 1


@pytest.mark.parametrize("role", [VendorRole.READER, None])
def test_who_may_not_bid_for_the_firm_begins_nothing(role):
    tender, vendor = TenderFactory(open=True), VendorFactory()
    actor = member(vendor, role) if role else member(VendorFactory())
    before = counts()

    with pytest.raises(NotAuthorized):
        start_bid(tender_id=tender.pk, vendor_id=vendor.pk, actor=actor, at=now())

    assert counts() == before


def test_a_firm_that_is_not_admitted_begins_nothing():
    tender, vendor = TenderFactory(open=True), VendorFactory(status=VendorStatus.PENDING)
    actor, before = member(vendor), counts()

    with pytest.raises(NotAuthorized):
        start_bid(tender_id=tender.pk, vendor_id=vendor.pk, actor=actor, at=now())

    assert counts() == before


def test_the_buyers_own_people_do_not_bid_on_its_calls():
    buyer, vendor = BuyerFactory(), VendorFactory()
    tender = TenderFactory(buyer=buyer, open=True)
    both = officer(buyer, Capability.AUTHOR)
    VendorMembership.objects.create(
        vendor=vendor, user=both, role=VendorRole.OWNER, created_at=now()
    )
    before = counts()

    with pytest.raises(NotAuthorized):
        start_bid(tender_id=tender.pk, vendor_id=vendor.pk, actor=both, at=now())

    assert counts() == before


def test_no_bid_begins_after_the_deadline():
    tender, vendor = TenderFactory(open=True), VendorFactory()
    actor, before = member(vendor), counts()

    with travel(tender.submission_deadline), pytest.raises(BiddingClosed):
        start_bid(tender_id=tender.pk, vendor_id=vendor.pk, actor=actor, at=now())

    assert counts() == before


@pytest.mark.django_db(transaction=True)
def test_a_firm_has_one_live_bid_when_eight_begin_at_once():
    tender, vendor = TenderFactory(open=True), VendorFactory()
    actor, together = member(vendor), Barrier(8)

    def begin(_):
        try:
            together.wait()
            arguments = {"tender_id": tender.pk, "vendor_id": vendor.pk}
            return start_bid(actor=actor, at=now(), **arguments).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        begun = set(pool.map(begin, range(8)))

    assert begun == {Bid.objects.get().pk}
    assert Event.objects.filter(action="bid.started").count() == 1


# --- submitting -----------------------------------------------------------------------------------


def test_a_submitted_bid_is_sealed_recorded_and_acknowledged():
    tender = TenderFactory(open=True)
    bid = drafted_bid(tender)
    firm = {member(bid.vendor), member(bid.vendor, VendorRole.READER)}

    version = submit(bid)

    bid.refresh_from_db()
    assert (bid.status, bid.sealed_at, bid.draft) == (BidStatus.SEALED, version.received_at, None)
    event = Event.objects.get(action="bid.sealed")
    assert event.data == {
        "manifest_hash": version.manifest_hash,
        "receipt": receipt_hash(version),
        "version": 1,
    }
    assert {message.recipient for message in Message.objects.filter(kind="bid-receipt")} == firm
    assert version.manifest["terms_hash"] == tender.terms_hash


def test_the_receipt_states_what_was_received_and_when():
    tender = TenderFactory(open=True)
    version = submit(drafted_bid(tender))

    receipt = version.receipt
    assert {name: receipt[name] for name in ("type", "tender", "bid", "version", "supersedes")} == {
        "type": "bid-receipt",
        "tender": tender.ocid,
        "bid": str(version.bid.public_id),
        "version": 1,
        "supersedes": None,
    }
    assert receipt["manifest_hash"] == version.manifest_hash
    assert receipt["received_at"].endswith("Z")
    assert signed_receipt(version).startswith(b'{"key":"micromarche.example/receipts+')
    assert Message.objects.get(kind="bid-receipt").context["receipt_hash"] == receipt_hash(version)


@pytest.mark.parametrize(
    ("after_the_deadline", "accepted"),
    [(timedelta(seconds=-1), True), (timedelta(0), False), (timedelta(seconds=1), False)],
)
def test_the_deadline_is_exclusive(after_the_deadline, accepted):
    tender = TenderFactory(open=True)
    bid = drafted_bid(tender)

    with travel(tender.submission_deadline + after_the_deadline):
        submission = submit(bid)

    bid.refresh_from_db()
    assert isinstance(submission, BidVersion) == accepted
    assert bid.status == (BidStatus.SEALED if accepted else BidStatus.DRAFT)
    assert (bid.draft is None) == accepted


def test_a_late_bid_is_kept_sealed_with_a_signed_notice():
    tender = TenderFactory(open=True)
    bid = drafted_bid(tender)
    drafts, versions, *_ = counts()

    with travel(tender.submission_deadline + timedelta(minutes=1)):
        late = submit(bid)
        again = submit(bid)

    assert (late, counts()[:2]) == (again, (drafts, versions))
    assert 60_000 <= late.late_by_ms < 70_000
    told = {name: late.receipt[name] for name in ("type", "accepted", "late_by_ms", "receipt_id")}
    assert told == {
        "type": "late-notice",
        "accepted": False,
        "late_by_ms": late.late_by_ms,
        "receipt_id": str(late.public_id),
    }
    event = Event.objects.get(action="bid.late")
    assert event.data == {
        "manifest_hash": late.manifest_hash,
        "receipt": receipt_hash(late),
        "late_by_ms": late.late_by_ms,
    }
    assert Message.objects.filter(kind="bid-late").count() == 1
    assert not Event.objects.filter(action="bid.sealed").exists()


def test_a_late_replacement_leaves_what_was_submitted_in_time():
    tender = TenderFactory(open=True)
    bid = sealed_bid(tender)
    actor = member(bid.vendor)
    access = access_of(actor, confirmed_at=now())
    start_replacement(bid_id=bid.pk, access=access, actor=actor, at=now())

    with travel(tender.submission_deadline):
        late = submit(bid)

    bid.refresh_from_db()
    assert (type(late), late.number, bid.status) == (LateBid, 2, BidStatus.SEALED)
    assert [version.number for version in bid.versions.all()] == [1]


def test_a_longer_deadline_takes_what_was_too_late_before_it():
    tender = TenderFactory(open=True)
    bid = drafted_bid(tender)
    with travel(tender.submission_deadline + timedelta(minutes=1)):
        assert isinstance(submit(bid), LateBid)
        Tender.objects.update(submission_deadline=now() + timedelta(hours=1))
        assert isinstance(submit(bid), BidVersion)


def test_nothing_late_is_kept_once_the_bids_are_open_or_the_call_is_over():
    tender = TenderFactory(open=True)
    bid = drafted_bid(tender)
    Tender.objects.filter(pk=tender.pk).update(
        status=TenderStatus.CANCELLED, ended_at=now(), cancel_reason_fr="Besoin disparu"
    )
    before = counts()

    with travel(tender.submission_deadline), pytest.raises(BiddingClosed):
        submit(bid)

    assert (counts(), LateBid.objects.count()) == (before, 0)


def test_the_proxys_stamp_takes_off_at_most_two_minutes():
    for waited, credited in [(30, 30), (120, 120), (600, 120)]:
        clock = now()
        received_at = moment_received(clock - timedelta(seconds=waited))
        assert abs(clock - received_at - timedelta(seconds=credited)) < timedelta(seconds=2)


def test_the_proxys_stamp_puts_nothing_in_the_future():
    assert moment_received(now() + timedelta(hours=1)) <= now()


def test_what_reached_the_proxy_in_time_is_on_time():
    tender = TenderFactory(open=True)
    bid = drafted_bid(tender)
    stamp = tender.submission_deadline - timedelta(milliseconds=1)

    with travel(tender.submission_deadline + timedelta(seconds=60)):
        version = submit(bid, last_byte_at=stamp)

    assert version.received_at == stamp


@pytest.mark.django_db(transaction=True)
def test_lateness_is_read_after_the_wait_for_the_tender():
    """The deadline passes while the tender's row is held: who waited for it is late."""
    tender = TenderFactory(open=True)
    bid = drafted_bid(tender)
    actor = member(bid.vendor)
    access, waiting = access_of(actor), Barrier(2)

    def late(_):
        try:
            with travel(tender.submission_deadline - timedelta(seconds=0.5)):
                waiting.wait()
                return type(submit(bid, actor=actor, access=access))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT 1 FROM tenders_tender WHERE id = %s FOR UPDATE", [tender.pk])
        outcome = pool.submit(late, None)
        waiting.wait()
        cursor.execute("SELECT pg_sleep(0.8)")
        cursor.execute("COMMIT")
        assert outcome.result() is LateBid

    assert not BidVersion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_twenty_copies_sent_at_once_all_get_the_one_receipt():
    bid = drafted_bid(TenderFactory(open=True))
    actor, key = member(bid.vendor), uuid.uuid4()
    access, reviewed = access_of(actor), bid.draft_digest

    def send():
        return submit_bid(
            bid_id=bid.pk,
            submission_key=key,
            reviewed=reviewed,
            amendment=0,
            access=access,
            actor=actor,
        )

    copies = [job.result() for job in race(*[send] * 20, line=BidVersion)]

    assert {copy.pk for copy in copies} == {BidVersion.objects.get().pk}
    assert len({signed_receipt(copy) for copy in copies}) == 1
    assert Event.objects.filter(action="bid.sealed").count() == 1
    assert Message.objects.filter(kind="bid-receipt").count() == 1


def test_a_key_that_was_used_for_something_else_is_refused():
    tender = TenderFactory(open=True)
    version = submit(drafted_bid(tender))
    other = drafted_bid(tender, total="9000.00")
    before = counts()

    for bid, reviewed in ((other, other.draft_digest), (version.bid, "00" * 32)):
        with pytest.raises(OtherSubmission):
            submit(bid, submission_key=version.submission_key, reviewed=reviewed)

    assert counts() == before


def test_what_changed_since_the_review_is_not_submitted():
    bid = drafted_bid(TenderFactory(open=True))
    before = counts()

    with pytest.raises(Conflict):
        submit(bid, reviewed="00" * 32)

    assert counts() == before


@pytest.mark.parametrize("missing", ["prices", "answers", "eligibility"])
def test_a_bid_that_lacks_something_is_not_submitted(missing):
    tender = TenderFactory(open=True)
    bid = start_bid_with_gap(tender, missing)
    before = counts()

    with pytest.raises(Invalid):
        submit(bid)

    assert counts() == before


def start_bid_with_gap(tender, missing):
    from tenders.actions.bid_draft import save_bid_draft
    from tests.bids import whole_offer

    vendor = VendorFactory()
    actor = member(vendor)
    bid = start_bid(tender_id=tender.pk, vendor_id=vendor.pk, actor=actor, at=now())
    section = whole_offer(tender)
    section[missing] = type(section[missing])()
    save_bid_draft(
        bid_id=bid.pk, section=section, version=0, access=access_of(actor), actor=actor, at=now()
    )
    return bid


def test_a_price_above_the_announced_maximum_is_not_submitted():
    bid = drafted_bid(TenderFactory(open=True, budget=Decimal("17999.99")))
    before = counts()

    with pytest.raises(Invalid):
        submit(bid)

    assert counts() == before


def test_a_maximum_that_is_not_announced_refuses_nothing():
    tender = TenderFactory(open=True, budget=Decimal("17999.99"), budget_is_public=False)
    assert sealed_bid(tender).status == BidStatus.SEALED


def test_at_a_fixed_price_the_firm_types_none():
    tender = TenderFactory(open=True, award_method=AwardMethod.BEST_QUALITY)
    bid = start_bid_with_gap(tender, "prices")
    assert submit(bid).number == 1


def test_a_reader_submits_nothing():
    bid = drafted_bid(TenderFactory(open=True))
    reader, before = member(bid.vendor, VendorRole.READER), counts()

    with pytest.raises(NotAuthorized):
        submit(bid, actor=reader)

    assert counts() == before


# --- replacing, confirming, withdrawing ---------------------------------------------------------


def test_a_replacement_starts_from_the_firms_copy_and_supersedes():
    tender = TenderFactory(open=True)
    bid = sealed_bid(tender)
    actor = member(bid.vendor)
    access = access_of(actor, confirmed_at=now())

    start_replacement(bid_id=bid.pk, access=access, actor=actor, at=now())
    second = submit(bid)

    bid.refresh_from_db()
    assert (second.number, second.receipt["supersedes"]) == (2, 1)
    assert (bid.status, bid.sealed_at) == (BidStatus.SEALED, second.received_at)
    assert list(Message.objects.filter(kind="bid-receipt").values_list("key", flat=True)) == [
        f"bid-receipt:{bid.public_id}/{number}:{actor.pk}" for number in (1, 2)
    ]


def test_a_replacement_given_up_leaves_what_was_submitted():
    bid = sealed_bid(TenderFactory(open=True))
    actor = member(bid.vendor)
    access = access_of(actor, confirmed_at=now())
    start_replacement(bid_id=bid.pk, access=access, actor=actor, at=now())

    drop_replacement(bid_id=bid.pk, actor=actor, at=now())

    bid.refresh_from_db()
    assert (bid.status, bid.draft, bid.versions.count()) == (BidStatus.SEALED, None, 1)


def test_a_withdrawn_bid_leaves_room_for_another():
    tender = TenderFactory(open=True)
    first = sealed_bid(tender)
    withdraw_bid(bid_id=first.pk, actor=member(first.vendor), at=now())

    second = sealed_bid(tender, first.vendor)

    first.refresh_from_db()
    assert (first.status, first.withdrawn_at is None) == (BidStatus.WITHDRAWN, False)
    assert (second.status, second.pk == first.pk) == (BidStatus.SEALED, False)
    assert Message.objects.filter(kind="bid-withdrawn").count() == 1


def test_nothing_is_withdrawn_or_replaced_after_the_deadline():
    tender = TenderFactory(open=True)
    bid = sealed_bid(tender)
    actor = member(bid.vendor)
    before = counts()

    with travel(tender.submission_deadline):
        access = access_of(actor, confirmed_at=now())
        with pytest.raises(BiddingClosed):
            withdraw_bid(bid_id=bid.pk, actor=actor, at=now())
        with pytest.raises(BiddingClosed):
            start_replacement(bid_id=bid.pk, access=access, actor=actor, at=now())

    assert counts() == before


def test_a_draft_is_not_withdrawn():
    bid = drafted_bid(TenderFactory(open=True))
    before = counts()

    with pytest.raises(IllegalTransition):
        withdraw_bid(bid_id=bid.pk, actor=member(bid.vendor), at=now())

    assert counts() == before


def test_a_bid_is_confirmed_after_a_change_of_substance():
    bid = sealed_bid(TenderFactory(open=True))
    amend(bid.tender, number=1)
    amend(bid.tender, number=2, of_substance=False)

    confirm_bid(bid_id=bid.pk, amendment=1, actor=member(bid.vendor), at=now())
    confirm_bid(bid_id=bid.pk, amendment=1, actor=member(bid.vendor), at=now())

    bid.refresh_from_db()
    assert bid.confirmed_amendment == 1
    assert [event.data for event in Event.objects.filter(action="bid.confirmed")] == [
        {"amendment": 1}
    ]


def test_submitting_confirms_what_changed_before():
    tender = TenderFactory(open=True)
    bid = drafted_bid(tender)
    amend(tender)
    submit(bid)
    bid.refresh_from_db()
    assert bid.confirmed_amendment == 1


def test_a_call_that_was_cancelled_takes_no_bid():
    tender = TenderFactory(open=True)
    bid = drafted_bid(tender)
    Tender.objects.filter(pk=tender.pk).update(
        status=TenderStatus.CANCELLED, ended_at=now(), cancel_reason_fr="Besoin disparu"
    )
    before = counts()

    with pytest.raises(BiddingClosed):
        submit(bid)

    assert counts() == before
