"""A bid made on terms that changed since must be confirmed or replaced, or it stays sealed."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import orjson
import pytest
from django.urls import reverse

from marketplace.clock import now, travel
from marketplace.errors import Conflict
from marketplace.ledger.api import receipts_root
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tenders.actions.amendment import amend_tender
from tenders.actions.bid import confirm_bid, withdraw_bid
from tenders.actions.bid_draft import start_replacement
from tenders.actions.lapse import remind_to_confirm
from tenders.actions.opening import close_tender
from tenders.documents.receipt import receipt_hash
from tenders.models import Bid
from tenders.queries.bidding import due_for_reminding, last_change
from tenders.queries.opening import opening_record
from tenders.states import BidStatus, TenderStatus
from tenders.tasks import remind_of_changes
from tenders.values import AwardMethod, Capability, Change
from tests.bids import access_of, drafted_bid, sealed_bid, submit
from tests.factories import TenderFactory, member, officer
from tests.judging import open_together
from tests.tenders.everything import everything
from tests.tenders.ocds.test_validity import faults_of
from tests.tenders.test_bidding_pages import page, sign_in, submission

pytestmark = pytest.mark.django_db


def amend(tender, *, of_substance=True, text="Un formulaire et son tableau de bord."):
    tender.refresh_from_db()
    return amend_tender(
        tender_id=tender.pk,
        change=Change({"summary_fr": text}),
        rationale_fr="Le besoin s'est précisé.",
        of_substance=of_substance,
        version=tender.version,
        actor=tender.author,
        at=now(),
    )


def confirm(bid, amendment=None):
    number = last_change(bid.tender) if amendment is None else amendment
    return confirm_bid(bid_id=bid.pk, amendment=number, actor=member(bid.vendor), at=now())


def close(tender):
    tender.refresh_from_db()
    with travel(tender.submission_deadline + timedelta(minutes=3)):
        close_tender(tender_id=tender.pk, at=now())
        if tender.bids.filter(status="sealed").exists():
            open_together(tender)
    tender.refresh_from_db()


def statuses(tender):
    return list(tender.bids.order_by("pk").values_list("status", flat=True))


@pytest.fixture
def tender():
    return TenderFactory(open=True, award_method=AwardMethod.LOWEST_PRICE)


def test_a_bid_that_was_not_confirmed_stays_sealed(tender):
    forgotten, confirmed, replaced = (sealed_bid(tender) for _each in range(3))
    amend(tender)
    late = sealed_bid(tender)
    confirm(confirmed)
    actor = member(replaced.vendor)
    access = access_of(actor, confirmed_at=now())
    start_replacement(bid_id=replaced.pk, access=access, actor=actor, at=now())
    submit(replaced)

    close(tender)

    forgotten.refresh_from_db()
    assert (forgotten.status, forgotten.lapsed_at) == (BidStatus.LAPSED, tender.closed_at)
    assert (forgotten.technical, forgotten.prices, forgotten.amount) == (None, None, None)
    others = Bid.objects.filter(pk__in=[confirmed.pk, replaced.pk, late.pk])
    assert set(others.values_list("status", flat=True)) == {BidStatus.OPENED}
    assert {bid.amount for bid in others} == {Decimal("18000.00")}
    closed = Event.objects.get(action="tender.closed")
    assert (closed.data["bids"], closed.data["lapsed"]) == (4, 1)
    assert Event.objects.get(action="bid.lapsed").subject == forgotten.reference


def test_only_its_firm_is_told_that_a_bid_lapsed(tender):
    forgotten = sealed_bid(tender)
    amend(tender)
    sealed_bid(tender)

    close(tender)

    told = Message.objects.filter(kind="bid-lapsed").values_list("recipient", flat=True)
    assert list(told) == [member(forgotten.vendor).pk]


def test_a_correction_asks_for_no_confirmation(tender):
    sealed_bid(tender)
    amend(tender, of_substance=False)

    close(tender)

    assert statuses(tender) == [BidStatus.OPENED]


def test_confirming_an_earlier_change_is_not_enough(tender):
    bid = sealed_bid(tender)
    amend(tender)
    confirm(bid)
    amend(tender, text="Un autre formulaire.")

    close(tender)

    assert statuses(tender) == [BidStatus.LAPSED]


def test_a_call_whose_bids_all_lapsed_ends_without_an_award_and_opens_nothing(tender):
    sealed_bid(tender)
    amend(tender)

    close(tender)

    assert (tender.status, tender.opened_at) == (TenderStatus.UNSUCCESSFUL, None)
    assert not Event.objects.filter(action="seal.open").exists()
    assert Event.objects.get(action="tender.unsuccessful").data["reason"] == "no-valid-bid"


def test_a_withdrawn_bid_does_not_lapse(tender):
    bid = sealed_bid(tender)
    amend(tender)
    withdraw_bid(bid_id=bid.pk, actor=member(bid.vendor), at=now())

    close(tender)

    assert statuses(tender) == [BidStatus.WITHDRAWN]


def test_the_buyer_never_sees_a_bid_that_lapsed(tender):
    sealed_bid(tender)
    amend(tender)
    sealed_bid(tender)
    close(tender)

    author = officer(tender.buyer, Capability.AUTHOR)

    assert not Bid.objects.visible_to(author).filter(status=BidStatus.LAPSED).exists()


def test_the_record_of_the_opening_lists_it_and_its_hash_counts(client, tender):
    forgotten = sealed_bid(tender)
    amend(tender)
    sealed_bid(tender)

    close(tender)

    record = opening_record(tender)
    assert [row.bid.status for row in record.rows] == [BidStatus.LAPSED, BidStatus.OPENED]
    assert [row.amount for row in record.rows] == [None, Decimal("18000.00")]
    hashes = [receipt_hash(bid.versions.get()) for bid in tender.bids.all()]
    assert record.root == receipts_root(hashes) == sha256(record.receipts.encode()).hexdigest()
    shown = client.get(reverse("tenders:opening", args=[tender.ocid])).content.decode()
    assert forgotten.vendor.legal_name in shown
    assert "jamais ouverte" in shown


def test_open_data_says_that_it_was_not_confirmed(tender):
    forgotten = sealed_bid(tender)
    amend(tender)
    sealed_bid(tender)

    close(tender)

    details = orjson.loads(tender.releases.last().body)["bids"]["details"]
    by_id = {detail["id"]: detail for detail in details}
    assert by_id[str(forgotten.public_id)]["status"] == "disqualified"
    assert by_id[str(forgotten.public_id)]["evaluation"] == {"disqualification": "unconfirmed"}
    assert {detail["status"] for detail in details} == {"disqualified", "pending"}
    assert faults_of(tender) == []


# --- what the person could read -------------------------------------------------------------------


def test_nobody_confirms_a_change_they_have_not_seen(tender):
    bid = sealed_bid(tender)
    amend(tender)
    seen = last_change(tender)
    amend(tender, text="Un autre formulaire.")
    before = everything()

    with pytest.raises(Conflict):
        confirm(bid, amendment=seen)

    assert everything() == before


def test_nobody_submits_on_terms_they_have_not_seen(client, tender):
    bid = drafted_bid(tender)
    sign_in(client, member(bid.vendor))
    review = client.get(page("bid_review", bid))
    amend(tender)

    refused = client.post(page("bid_review", bid), submission(review, confirm_low="on"))
    bid.refresh_from_db()
    assert (refused.status_code, bid.status) == (409, BidStatus.DRAFT)
    client.post(page("bid_review", bid), submission(refused, confirm_low="on"))

    bid.refresh_from_db()
    assert (bid.status, bid.confirmed_amendment) == (BidStatus.SEALED, 1)


def test_the_page_confirms_what_it_showed(client, tender):
    bid = sealed_bid(tender)
    amend(tender)
    sign_in(client, member(bid.vendor))
    answer = client.get(page("bid_confirm", bid))
    shown = answer.context["last"]
    assert "tableau" in answer.content.decode()
    amend(tender, text="Un autre formulaire.")

    client.post(page("bid_confirm", bid), {"amendment": shown})
    client.post(page("bid_confirm", bid), {"amendment": "x"})
    bid.refresh_from_db()
    assert bid.confirmed_amendment == 0
    client.post(page("bid_confirm", bid), {"amendment": last_change(tender)})

    bid.refresh_from_db()
    assert bid.confirmed_amendment == 2


def test_its_firm_reads_that_it_lapsed_and_why(client, tender):
    bid = sealed_bid(tender)
    amend(tender)
    close(tender)
    sign_in(client, member(bid.vendor))

    shown = client.get(page("bid", bid))

    assert shown.status_code == 200
    assert "Cette soumission est caduque" in shown.content.decode()


# --- reminders ------------------------------------------------------------------------------------


def test_a_firm_is_reminded_once_two_days_before(tender):
    forgotten, confirmed = sealed_bid(tender), sealed_bid(tender)
    amend(tender)
    confirm(confirmed)
    tender.refresh_from_db()

    sent = []
    for hours in (49, 47, 46):
        with travel(tender.submission_deadline - timedelta(hours=hours)):
            sent.append(remind_of_changes())

    told = Message.objects.filter(kind="bid-to-confirm").values_list("recipient", flat=True)
    assert sent == [0, 1, 0]
    assert list(told) == [member(forgotten.vendor).pk]


def test_a_bid_confirmed_meanwhile_needs_no_reminder(tender):
    bid = sealed_bid(tender)
    amend(tender)
    confirm(bid)
    before = everything()

    assert remind_to_confirm(bid_id=bid.pk, at=now()) is False

    assert everything() == before


@pytest.mark.parametrize("bids", [1, 3])
def test_finding_whom_to_remind_takes_one_query(tender, django_assert_num_queries, bids):
    for _each in range(bids):
        sealed_bid(tender)
    amend(tender)
    tender.refresh_from_db()

    with django_assert_num_queries(1):
        due = list(due_for_reminding(tender.submission_deadline - timedelta(hours=1)))

    assert len(due) == bids
