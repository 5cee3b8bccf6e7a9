"""A firm doesn't bid this time, and says why; somebody doesn't need the coach any more."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.checking import check_columns
from marketplace.clock import database_now
from marketplace.errors import Conflict
from marketplace.ledger.record import record
from marketplace.locking import lock_shared
from tenders.actions.bid_guards import require_open
from tenders.models import Bid, Decline, Tender
from tenders.states import BidStatus
from vendors.models import Vendor


@transaction.atomic
def decline_call(
    *, tender_id: int, vendor_id: int, reason: str, words: str, actor: User, at: datetime
) -> Decline:
    """Keep why the firm doesn't bid; said again, the last reason counts.

    The buyer reads it after the closing, counted with the others, without the firm's name.
    Raises NotAuthorized, BiddingClosed, Invalid, or Conflict for a firm that has submitted a bid;
    nothing is then kept.
    """
    tender = lock_shared(Tender.objects.public(), pk=tender_id)
    vendor = Vendor.objects.get(pk=vendor_id)
    authorize(actor, "vendors.act_for", vendor)
    authorize(actor, "tenders.submit_bid", tender)
    require_open(tender, min(at, database_now()))
    if Bid.objects.of(vendor).filter(tender=tender, status=BidStatus.SEALED).exists():
        raise Conflict(_("Your firm has submitted a bid on this call: withdraw it first."))
    said = {"reason": reason, "words": words.strip(), "declined_by": actor, "declined_at": at}
    check_columns(Decline(tender=tender, vendor=vendor, **said), ("reason", "words"))
    decline, _made = Decline.objects.update_or_create(tender=tender, vendor=vendor, defaults=said)
    record("vendor.declined", subject=vendor.reference, actor=actor, at=at)
    return decline
