"""What every change of a bid asks first: who, on what, and whether there is still time."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.clock import now
from marketplace.errors import Conflict, DomainError
from marketplace.locking import lock, lock_shared
from tenders.models import Bid, Tender
from tenders.queries.bidding import knowing_changes
from tenders.queries.eligibility import bar, outside
from vendors.models import Vendor
from vendors.queries.exclusion import excluded, exclusion_of, why_excluded


class BiddingClosed(DomainError):
    """The deadline has passed, or the call never was open to bids."""


class NotEligible(DomainError):
    """The call is not for this firm, or the firm is for no call; what it offers is not asked."""


def hold_bid(bid_id: int, actor: User) -> Bid:
    """The bid, held, with its tender held too (shared, and first); the actor bids for its firm.

    Raises NotAuthorized.
    """
    tender = lock_shared(Tender.objects.select_related("buyer"), bids=bid_id)
    bids = Bid.objects.select_related("vendor", "prepared").annotate(
        is_excluded=excluded("vendor__neq", on=timezone.localdate(now()))
    )
    bid = lock(knowing_changes(bids), pk=bid_id)
    bid.tender = tender
    authorize(actor, "tenders.change_bid", bid)
    return bid


def require_open(tender: Tender, at: datetime) -> None:
    """Raise BiddingClosed unless the tender accepts bids ``at`` that moment."""
    if not tender.accepts_bids(at=at):
        raise BiddingClosed(
            _("The deadline has passed: this call no longer accepts bids.")
            if tender.submission_deadline and at >= tender.submission_deadline
            else _("This call does not accept bids.")
        )


def require_read(held: Bid, amendment: int) -> None:
    """Raise Conflict unless ``amendment`` is the last change of substance of the bid's call."""
    if held.last_change != amendment:  # type: ignore[attr-defined]  # annotated by hold_bid
        raise Conflict(_("The call has just changed. Read what changed, then decide again."))


def require_eligible(tender: Tender, vendor: Vendor, *, at: datetime) -> None:
    """Raise NotEligible unless the firm may begin a bid on the tender."""
    if why := bar(tender, vendor, at=at):
        raise NotEligible(why)


def require_still_eligible(held: Bid) -> None:
    """The same of a bid that ``hold_bid`` gave, without a statement where all is well."""
    if why := outside(held.tender, held.vendor):
        raise NotEligible(why)
    if held.is_excluded:  # type: ignore[attr-defined]  # annotated by hold_bid
        found = exclusion_of(held.vendor, on=timezone.localdate(now()))
        raise NotEligible(why_excluded(found) if found else "")
