"""T2: nothing opens before the closing, nor with too few officers; each try is on record.

The tries are those of a process with all that the web has: the real sealer's socket, the database,
and a record that it can write what it likes into. The sealer is the live one.
"""

from datetime import timedelta

import pytest
from django.db import transaction

from marketplace.clock import now
from marketplace.errors import Conflict, NotAuthorized
from marketplace.ledger.api import is_integrated
from marketplace.ledger.models import Event
from marketplace.sealing.api import PARTS, open_part
from marketplace.sealing.errors import NotApproved, SealError, TooEarly
from tenders.actions.opening import close_tender, open_bids
from tenders.actions.opening_approval import approve_opening
from tenders.models import BuyerMembership
from tenders.sealing import place_of
from tenders.values import AwardMethod, Capability
from tests.bids import sealed_bid
from tests.factories import (
    LONG_AGO,
    BuyerFactory,
    TenderFactory,
    UserFactory,
    officer,
    with_second_factor,
)
from tests.judging import bid_on, past_tender
from tests.marketplace.sealing.helpers import announce, approve

LOWEST_PRICE = {"award_method": AwardMethod.LOWEST_PRICE, "k": None}


@pytest.fixture
def stack(live_stack, settings):
    """The live site, asked as its own web process would ask."""
    settings.SEALING_CUSTODY = "marketplace.sealing.client.SealerClient"
    settings.OUTAGE_MINUTES = int(live_stack.environment["OUTAGE_MINUTES"])
    with live_stack.database():
        yield live_stack


def two_openers(buyer):
    second = with_second_factor(UserFactory(requires_second_factor=True))
    rights = [Capability.OPENER, Capability.AUDITOR]
    BuyerMembership.objects.create(
        buyer=buyer, user=second, capabilities=rights, created_at=LONG_AGO
    )
    return officer(buyer, Capability.OPENER), second


def try_to_open(bid, refusal: type[SealError]):
    """Ask the sealer for both parts of ``bid``, and be refused."""
    version = bid.versions.get()
    for part in PARTS:
        with pytest.raises(refusal):
            open_part(bytes(getattr(version, part)), part=part, version=place_of(version))


def wait_for_the_log(stack, tender):
    """Until a signed checkpoint covers all that is on record of ``tender``: custody counts that."""
    entries = Event.objects.filter(subject=tender.reference)
    stack.wait_for(lambda: all(is_integrated(each) for each in entries.all()), seconds=90)


def since_closing(tender):
    """What is on record after the closing: actions, with the codes of refusals."""
    entries = Event.objects.filter(subject=tender.reference)
    closed = entries.get(action="tender.closed")
    after = entries.filter(pk__gt=closed.pk).order_by("pk")
    return list(after.values_list("action", "data__code"))


def test_before_the_closing_no_record_opens_a_bid_and_each_try_is_in_the_public_log(stack):
    tender = TenderFactory(open=True, **LOWEST_PRICE)
    bid = sealed_bid(tender)
    with transaction.atomic():  # as if it were closed, and two officers had consented
        announce(tender.ocid)
        approve(tender.ocid)
    wait_for_the_log(stack, tender)

    try_to_open(bid, TooEarly)
    ahead = tender.submission_deadline + timedelta(days=1)
    assert close_tender(tender_id=tender.pk, at=ahead) is False
    assert open_bids(tender_id=tender.pk, at=ahead) is False

    tries = Event.objects.filter(subject=tender.reference, action="seal.refused").order_by("pk")
    assert [each.data["code"] for each in tries] == ["too-early"] * len(PARTS)
    wait_for_the_log(stack, tender)
    bid.refresh_from_db()
    assert (bid.status, bid.amount, bid.opened_at) == ("sealed", None, None)


def test_one_officer_of_two_opens_nothing_whatever_is_tried_and_each_try_is_on_record(stack):
    buyer = BuyerFactory()
    first, second = two_openers(buyer)
    tender = past_tender(buyer=buyer, **LOWEST_PRICE)
    bid = bid_on(tender)
    assert tender.openers_required == 2
    close_tender(tender_id=tender.pk, at=now())
    wait_for_the_log(stack, tender)

    def consent(actor, proved_at):
        return approve_opening(tender_id=tender.pk, proved_at=proved_at, actor=actor, at=now())

    try_to_open(bid, NotApproved)
    for proof in (None, now() - timedelta(minutes=16)):
        with pytest.raises(NotAuthorized):
            consent(first, proof)
    assert consent(first, now()) is False
    try_to_open(bid, NotApproved)
    with pytest.raises(Conflict):
        consent(first, now())
    assert open_bids(tender_id=tender.pk, at=now()) is False
    refused = ("seal.refused", "not-approved")
    assert since_closing(tender) == [
        *[refused] * len(PARTS),
        ("opening.approved", None),
        *[refused] * len(PARTS),
    ]

    consent(second, now())
    wait_for_the_log(stack, tender)
    open_bids(tender_id=tender.pk, at=now())
    tender.refresh_from_db()
    assert (tender.opened_at is not None, tender.bids.get().amount is not None) == (True, True)
