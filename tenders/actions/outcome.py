"""What becomes of bids and call when notes and prices are known."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.ledger.record import record
from marketplace.transitions import move
from tenders.actions import evaluation_mail as mail
from tenders.actions.announcement import announce
from tenders.actions.notice import show_notices
from tenders.actions.release import append_release
from tenders.models import Bid, Tender
from tenders.pricing import is_above_ceiling
from tenders.states import BID, TENDER, BidStatus, TenderStatus
from tenders.values import Disqualification, PublicStep


def set_aside(
    bid: Bid, reason: Disqualification, *, text: str, by: Any, actor: Any, at: datetime
) -> None:
    """Disqualify ``bid``. ``by`` is the person who decided, None when the rules of the call did."""
    move(
        bid,
        BidStatus.DISQUALIFIED,
        BID,
        disqualified_at=at,
        disqualified_by=by,
        disqualification=reason,
        disqualification_reason=text,
    )
    record(
        "bid.disqualified",
        subject=bid.reference,
        actor=actor,
        at=at,
        data={"tender": bid.tender.reference, "reason": str(reason)},
    )


def settle_prices(tender: Tender, bids: Sequence[Bid], *, actor: Any, at: datetime) -> None:
    """Set aside what is above an announced maximum; then the call waits for an award, or ends.

    ``bids`` are the acceptable ones, with their prices open. One whose price
    could not be opened stays: the chair decides before an award is recommended.
    """
    for bid in bids:
        if bid.amount is not None and is_above_ceiling(tender, bid.amount):
            set_aside(bid, Disqualification.ABOVE_BUDGET, text="", by=None, actor=actor, at=at)
    valid = [bid for bid in bids if bid.status == BidStatus.VALID]
    record(
        "tender.prices-opened",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={"bids": len(bids), "valid": len(valid)},
    )
    if not valid:
        end_unsuccessful(tender, actor=actor, at=at)
        return
    opened_at = tender.prices_opened_at or at
    move(tender, TenderStatus.AWARD_PENDING, TENDER, prices_opened_at=opened_at)
    show_notices([tender.pk])
    mail.tell_ready_for_award(tender, valid=len(valid), at=at)


def end_unsuccessful(tender: Tender, *, actor: Any, at: datetime) -> None:
    """End the call without an award: no bid came, or none is valid. Everyone concerned is told."""
    bids = list(tender.bids.received().select_related("vendor"))
    move(tender, TenderStatus.UNSUCCESSFUL, TENDER, ended_at=at)
    reason = "no-valid-bid" if bids else "no-bid"
    record(
        "tender.unsuccessful",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={"reason": reason, "bids": len(bids)},
    )
    mail.tell_unsuccessful(tender, bids, at=at)
    append_release(tender=tender, tags=["tenderUpdate", "award"], at=at)
    announce(tender, PublicStep.UNSUCCESSFUL, at=at)
