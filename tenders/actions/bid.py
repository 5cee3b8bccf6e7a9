"""A firm's bid: begin, confirm, withdraw. Drafts: ``bid_draft``; submitting: ``bid_submit``."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.clock import database_now
from marketplace.errors import Conflict
from marketplace.ledger.record import record
from marketplace.locking import lock_shared
from marketplace.notifications.notify import notify
from marketplace.transitions import move
from tenders.actions.bid_guards import hold_bid, require_eligible, require_open, require_read
from tenders.models import Bid, Decline, PreparedBid, Tender
from tenders.queries.facts import bid_facts
from tenders.states import BID, BidStatus
from vendors.actions.terms import require_terms
from vendors.models import Vendor


@transaction.atomic
def start_bid(*, tender_id: int, vendor_id: int, actor: User, at: datetime) -> Bid:
    """Begin a bid of the firm on the tender, or return the one that it has.

    The database lets a firm have one live bid per tender: of eight that begin at once, one
    makes the row and the others get it. Raises NotAuthorized, BiddingClosed, NotEligible, or
    Invalid (field ``terms``) for a firm that has not accepted the terms of use as they are.
    """
    tender = lock_shared(Tender.objects.public(), pk=tender_id)
    vendor = Vendor.objects.get(pk=vendor_id)
    authorize(actor, "vendors.act_for", vendor)
    authorize(actor, "tenders.submit_bid", tender)
    require_open(tender, min(at, database_now()))
    require_eligible(tender, vendor, at=at)
    require_terms(vendor)
    live = Bid.objects.of(vendor).live().filter(tender=tender)
    if bid := live.first():
        return bid
    try:
        with transaction.atomic():
            bid = Bid.objects.create(tender=tender, vendor=vendor, created_by=actor, created_at=at)
    except IntegrityError:  # a colleague was faster
        return live.get()
    Decline.objects.filter(tender=tender, vendor=vendor).delete()
    record("bid.started", subject=bid.reference, actor=actor, at=at)
    return bid


@transaction.atomic
def confirm_bid(*, bid_id: int, amendment: int, actor: User, at: datetime) -> Bid:
    """Say that the sealed bid stands, after the tender was changed in substance.

    ``amendment`` is the last such change that the person could read: nobody stands by a bid on
    terms they have not seen. Raises NotAuthorized, BiddingClosed or Conflict; nothing has then
    changed.
    """
    bid = hold_bid(bid_id, actor)
    require_open(bid.tender, database_now())
    if bid.status != BidStatus.SEALED:
        raise Conflict(_("Only a submitted bid can be confirmed."))
    require_read(bid, amendment)
    if bid.confirmed_amendment == amendment:
        return bid
    bid.confirmed_amendment = amendment
    bid.save(update_fields=["confirmed_amendment"])
    facts = {"amendment": amendment}
    record("bid.confirmed", subject=bid.reference, actor=actor, at=at, data=facts)
    return bid


@transaction.atomic
def withdraw_bid(*, bid_id: int, actor: User, at: datetime) -> Bid:
    """Take the sealed bid back. It will never be opened; the firm may begin another.

    Raises NotAuthorized, BiddingClosed or IllegalTransition; nothing has then changed.
    """
    bid = hold_bid(bid_id, actor)
    require_open(bid.tender, database_now())
    move(bid, BidStatus.WITHDRAWN, BID, withdrawn_at=at, draft=None)
    PreparedBid.objects.filter(bid=bid).delete()
    record("bid.withdrawn", subject=bid.reference, actor=actor, at=at)
    notify(
        "bid-withdrawn",
        recipients=bid.vendor.members.all(),
        occasion=str(bid.public_id),
        at=at,
        context={**bid_facts(bid), "by": str(actor), "withdrawn_at": at.isoformat()},
    )
    return bid
