"""From the deadline to opened bids.

Closing and opening are two transactions: the closing is on record before custody is asked for
anything, and a custody that refuses or can't be reached leaves a closed call that the sweep tries
again. Prices of calls judged on quality wait for a third step, once the notes are locked.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from marketplace.authorization import SYSTEM, authorize
from marketplace.clock import database_now
from marketplace.ledger.record import record
from marketplace.locking import lock, lock_all
from marketplace.sealing.api import PRICE, TECHNICAL
from marketplace.sealing.errors import SealError
from marketplace.sealing.refusals import note_refusal
from marketplace.transitions import move
from tenders.actions import evaluation_mail as mail
from tenders.actions.announcement import announce
from tenders.actions.lapse import lapse_unconfirmed
from tenders.actions.notice import show_notices
from tenders.actions.outage import holds_closing
from tenders.actions.outcome import end_unsuccessful, settle_prices
from tenders.actions.release import append_release
from tenders.actions.unsealing import (
    unseal_answers,
    unseal_price,
)
from tenders.models import Bid, Evaluation, PreparedBid, Tender
from tenders.queries.evaluating import drain
from tenders.queries.opening import may_be_opened
from tenders.queries.received import receipts_root
from tenders.states import TENDER, BidStatus, EvaluationStatus, TenderStatus
from tenders.values import PublicStep


def close_tender(*, tender_id: int, at: datetime, actor: Any = SYSTEM) -> bool:
    """Close one call whose deadline and drain have passed; one without bids then ends.

    Bids wait for the officers' consent (``opening_approval``). After an outage before the deadline
    the closing itself waits, for the buyer's decision (``outage``).

    A bid that was not confirmed after a change of substance lapses before anything is opened.
    Idempotent: called again, or by two workers at once, it finds the call moved
    on. Returns whether anything was done. Raises NotAuthorized, and SealError
    when custody refuses for the whole call: it is then closed, and stays sealed.
    """
    closed = _close(tender_id=tender_id, actor=actor, at=at)
    opened = open_bids(tender_id=tender_id, actor=actor, at=at)
    return closed or opened


@transaction.atomic
def _close(*, tender_id: int, actor: Any, at: datetime) -> bool:
    tender = lock(Tender.objects.select_related("buyer"), pk=tender_id)
    authorize(actor, "tenders.open_bids", tender)
    if not _is_due(tender, at) or holds_closing(tender, at=at):
        return False
    bids = lock_all(_sealed(tender))
    lapsed = lapse_unconfirmed(tender, bids, actor=actor, at=at)
    move(tender, TenderStatus.CLOSED, TENDER, closed_at=at)
    show_notices([tender.pk])
    PreparedBid.objects.filter(bid__tender=tender).delete()  # never submitted: for nobody to open
    record(
        "tender.closed",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={
            "deadline": tender.submission_deadline.isoformat(),  # type: ignore[union-attr]
            "bids": len(bids),
            "lapsed": len(lapsed),
            "root": receipts_root(bids),
        },
    )
    if kept := len(bids) - len(lapsed):
        mail.tell_to_open(tender, bids=kept, at=at)
    return True


@transaction.atomic
def open_bids(*, tender_id: int, at: datetime, actor: Any = SYSTEM) -> bool:
    """Open the bids of one closed call together, or end it when there is none.

    A bid that can't be opened is recorded and shown as such; it stops no other.
    Returns False if the call is not at this step, or waits for an officer's consent. Raises
    NotAuthorized or SealError; nothing is then opened.
    """
    tender = lock(Tender.objects.select_related("buyer", "author"), pk=tender_id)
    authorize(actor, "tenders.open_bids", tender)
    if tender.status != TenderStatus.CLOSED:
        return False
    bids = lock_all(_sealed(tender))
    if not bids:
        end_unsuccessful(tender, actor=actor, at=at)
        return True
    if not may_be_opened(tender):
        return False
    for bid in bids:
        unseal_answers(bid, actor=actor, at=at)
        if PRICE in _parts_due(tender) and not bid.opening_fault:
            unseal_price(bid, actor=actor, at=at)
    _begin_evaluation(tender, bids, actor, at)
    return True


@transaction.atomic
def open_prices(*, tender_id: int, at: datetime, actor: Any = SYSTEM) -> bool:
    """Open the prices of the acceptable bids of a judged call, and see who is left.

    Prices above an announced maximum are set aside; without any valid bid the
    call ends unsuccessful, else an award can be recommended. Returns False if
    the call is not at this step. Raises NotAuthorized or SealError; nothing is
    then opened.
    """
    tender = lock(Tender.objects.select_related("buyer", "author"), pk=tender_id)
    authorize(actor, "tenders.open_prices", tender)
    evaluation = Evaluation.objects.filter(tender=tender, status=EvaluationStatus.LOCKED)
    if tender.status != TenderStatus.EVALUATION or not evaluation.exists():
        return False
    bids = lock_all(tender.bids.select_related("vendor").filter(status=BidStatus.VALID))
    for bid in bids:
        bid.tender = tender
        if bid.amount is None:
            unseal_price(bid, actor=actor, at=at)
    settle_prices(tender, bids, actor=actor, at=at)
    return True


@transaction.atomic
def retry_opening(*, bid_id: int, actor: Any, at: datetime) -> bool:
    """Try once more to open a bid that could not be; the committee's chair asks for it.

    Returns whether it is open now. Raises NotAuthorized or SealError.
    """
    tender_id = Bid.objects.values_list("tender", flat=True).get(pk=bid_id)
    tender = lock(Tender.objects.all(), pk=tender_id)
    bid = lock(Bid.objects.select_related("vendor", "tender"), pk=bid_id)
    authorize(actor, "tenders.chair_evaluation", tender)
    if bid.status not in [BidStatus.OPENED, BidStatus.VALID] or not bid.opening_fault:
        return not bid.opening_fault
    if bid.opening_fault.startswith(TECHNICAL):
        unseal_answers(bid, actor=actor, at=at)
    prices_are_open = tender.prices_opened_at is not None
    if prices_are_open and not bid.opening_fault.startswith(TECHNICAL):
        unseal_price(bid, actor=actor, at=at)
    return not bid.opening_fault


def advance_opening(*, tender_id: int, at: datetime) -> bool:
    """Do whatever is due on one call: close it, open its bids, open its prices.

    For the timer: a refusal of custody is entered in the ledger, and the next
    tick tries again. Returns whether anything was done.
    """
    try:
        return close_tender(tender_id=tender_id, at=at) or open_prices(tender_id=tender_id, at=at)
    except SealError as refusal:
        note_refusal(Tender.objects.get(pk=tender_id).reference, refusal, at=at)
        return False


def _is_due(tender: Tender, at: datetime) -> bool:
    """By both clocks, so that setting one of them forward closes nothing."""
    if tender.status != TenderStatus.OPEN or tender.submission_deadline is None:
        return False
    return min(at, database_now()) >= tender.submission_deadline + drain(at)


def _sealed(tender: Tender) -> Any:
    bids = tender.bids.select_related("vendor", "tender")
    return bids.filter(status=BidStatus.SEALED)


def _parts_due(tender: Tender) -> list[str]:
    return [TECHNICAL] if tender.has_quality else [TECHNICAL, PRICE]


def _begin_evaluation(tender: Tender, bids: list[Bid], actor: Any, at: datetime) -> None:
    Evaluation.objects.get_or_create(tender=tender, defaults={"created_at": at})
    prices_open = {} if tender.has_quality else {"prices_opened_at": at}
    move(tender, TenderStatus.EVALUATION, TENDER, opened_at=at, **prices_open)
    faults = [bid.reference for bid in bids if bid.opening_fault]
    record(
        "tender.bids-opened",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={"bids": len(bids), "parts": _parts_due(tender), "faults": faults},
    )
    mail.tell_opened(tender, bids, at=at)
    append_release(tender=tender, tags=["tenderUpdate"], at=at)
    announce(tender, PublicStep.OPENED, at=at)
