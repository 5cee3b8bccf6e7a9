"""Bids that nobody stood by after a change of substance: a reminder, then they lapse unopened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from marketplace.authorization import SYSTEM
from marketplace.ledger.record import record
from marketplace.locking import lock, lock_shared
from marketplace.notifications.notify import notify
from marketplace.transitions import move
from tenders.models import Bid, Tender
from tenders.queries.bidding import last_change
from tenders.queries.facts import tender_facts
from tenders.states import BID, BidStatus


def lapse_unconfirmed(
    tender: Tender, bids: Sequence[Bid], *, actor: Any, at: datetime
) -> list[Bid]:
    """Of the sealed ``bids`` of a call that closes, set apart those made on terms since changed.

    For the closing, which holds them all and has opened none: whether a bid
    counts is settled before anybody can know what it says. Returns those that
    lapsed; they stay sealed for good, and their firms are told.
    """
    change = last_change(tender)
    lapsed = [bid for bid in bids if bid.confirmed_amendment < change]
    for bid in lapsed:
        move(bid, BidStatus.LAPSED, BID, lapsed_at=at, draft=None)
        record("bid.lapsed", subject=bid.reference, actor=actor, at=at, data={"amendment": change})
        _tell("bid-lapsed", bid, change, at)
    return lapsed


@transaction.atomic
def remind_to_confirm(*, bid_id: int, at: datetime) -> bool:
    """Remind a firm, once for each change of substance, that its bid would lapse.

    Returns False if there is nothing to remind of any more.
    """
    tender = lock_shared(Tender.objects.all(), bids=bid_id)
    bid = lock(Bid.objects.select_related("vendor"), pk=bid_id)
    bid.tender = tender
    change = last_change(tender)
    known = max(bid.confirmed_amendment, bid.reminded_amendment)
    if bid.status != BidStatus.SEALED or not tender.accepts_bids(at=at) or known >= change:
        return False
    bid.reminded_amendment = change
    bid.save(update_fields=["reminded_amendment"])
    record("bid.reminded", subject=bid.reference, actor=SYSTEM, at=at, data={"amendment": change})
    _tell("bid-to-confirm", bid, change, at)
    return True


def _tell(kind: str, bid: Bid, change: int, at: datetime) -> None:
    notify(
        kind,
        recipients=bid.vendor.members.all(),
        occasion=f"{bid.public_id}/{change}",
        at=at,
        context={
            **tender_facts(bid.tender),
            "bid": str(bid.public_id),
            "vendor": bid.vendor.name,
            "amendment": change,
        },
    )
