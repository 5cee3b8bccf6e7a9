"""The draft of a bid. Prices, answers and file names exist only sealed to the firm's copy key.

While a bid is sealed, a draft beside it is a replacement in the making: what was submitted
stands until the replacement is.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.clock import database_now
from marketplace.errors import Conflict
from marketplace.ledger.record import record
from marketplace.sealing.api import (
    PRICE,
    TECHNICAL,
    CopyAccess,
    open_copy,
    open_draft,
    seal_draft,
)
from tenders.actions.bid_guards import hold_bid, require_open
from tenders.models import Bid, BidVersion, PreparedBid
from tenders.sealing import offer_from, parts_of, place_of, ref_of
from tenders.states import BidStatus
from tenders.values import Offer

SECTIONS = {"prices", "answers", "eligibility"}


def read_draft(*, bid: Bid, access: CopyAccess, actor: User) -> Offer:
    """What the firm has drafted so far, which may lack anything. Empty before the first save.

    Raises NotAuthorized for anyone but the firm's people, or SealError.
    """
    authorize(actor, "tenders.read_own_bid", bid)
    return offer_in(bid, access)


def offer_in(bid: Bid, access: CopyAccess) -> Offer:
    """Open the draft of a bid for whose firm the caller was authorized."""
    if bid.draft is None:
        return Offer(prices={}, charges_taxes=bid.vendor.charges_taxes)
    draft = open_draft(bytes(bid.draft), ref=ref_of(bid), access=access)
    return offer_from(draft[TECHNICAL], draft[PRICE])


@transaction.atomic
def save_bid_draft(
    *,
    bid_id: int,
    section: Mapping[str, Any],
    version: int,
    access: CopyAccess,
    actor: User,
    at: datetime,
) -> int:
    """Replace sections of the draft (``prices``, ``answers``, ``eligibility`` of ``Offer``).

    ``version`` is the one that the person was shown; the new one is returned. Saving what is
    there already does nothing. Saving goes on after the deadline, so that nothing typed is lost,
    though it can't be submitted any more.

    Raises NotAuthorized, SealError, or Conflict when a colleague or another window saved in
    between or the bid can't be changed now; nothing is then saved.
    """
    if unknown := section.keys() - SECTIONS:
        raise ValueError(unknown)
    bid = hold_bid(bid_id, actor)
    require_draft(bid)
    offer = offer_in(bid, access)
    if all(getattr(offer, name) == value for name, value in section.items()):
        return bid.draft_version
    if version != bid.draft_version:
        raise Conflict(
            _(
                "This bid was saved from another window after you opened this page. What you "
                "typed is below and is not saved yet: compare, then save again."
            )
        )
    bid.draft_version += 1
    store_draft(bid, replace(offer, **section), at=at)
    return bid.draft_version


@transaction.atomic
def start_replacement(*, bid_id: int, access: CopyAccess, actor: User, at: datetime) -> Bid:
    """Make a draft out of the firm's copy of what it submitted, to be changed and submitted again.

    What was submitted stands meanwhile. Does nothing if a replacement is begun already.
    Raises NotAuthorized, BiddingClosed, Conflict or SealError; nothing has then changed.
    """
    bid = hold_bid(bid_id, actor)
    require_open(bid.tender, min(at, database_now()))
    if bid.status != BidStatus.SEALED:
        raise Conflict(_("Only a submitted bid can be replaced."))
    if bid.draft is None:
        bid.draft_version += 1
        store_draft(bid, _copy(bid.versions.latest("number"), access), at=at)
        record("bid.copy-read", subject=bid.reference, actor=actor, at=at)
    return bid


@transaction.atomic
def drop_replacement(*, bid_id: int, actor: User, at: datetime) -> Bid:
    """Forget a replacement in the making. What was submitted stands, with its files.

    Raises NotAuthorized or Conflict; nothing has then changed.
    """
    bid = hold_bid(bid_id, actor)
    if bid.status != BidStatus.SEALED:
        raise Conflict(_("There is no replacement to give up."))
    submitted = [file["file"] for file in bid.versions.latest("number").manifest["files"]]
    bid.files.filter(public_id__in=submitted).update(removed_at=None)
    bid.files.exclude(public_id__in=submitted).filter(removed_at=None).update(removed_at=at)
    bid.draft, bid.draft_version = None, bid.draft_version + 1
    PreparedBid.objects.filter(bid=bid).delete()
    bid.save(update_fields=["draft", "draft_version"])
    return bid


@transaction.atomic
def read_copy(*, version: BidVersion, access: CopyAccess, actor: User, at: datetime) -> Offer:
    """The firm's own copy of what it submitted. Needs a recent proof of who asks; is recorded.

    Raises NotAuthorized or SealError.
    """
    authorize(actor, "tenders.read_own_bid", version.bid)
    offer = _copy(version, access)
    record("bid.copy-read", subject=version.bid.reference, actor=actor, at=at)
    return offer


def require_draft(bid: Bid) -> None:
    """Raise Conflict unless the bid has a draft to change."""
    if not bid.has_draft:
        raise Conflict(_("This bid can't be changed now."))


def store_draft(bid: Bid, offer: Offer, *, at: datetime) -> None:
    """Seal ``offer`` as the draft of a bid that the caller holds."""
    bid.draft = seal_draft(parts_of(offer), ref=ref_of(bid)).data
    bid.draft_saved_at = at
    PreparedBid.objects.filter(bid=bid).delete()
    bid.save(update_fields=["draft", "draft_version", "draft_saved_at"])


def _copy(version: BidVersion, access: CopyAccess) -> Offer:
    place = place_of(version)
    technical, price = (
        open_copy(bytes(data), part=part, version=place, access=access)
        for part, data in ((TECHNICAL, version.technical), (PRICE, version.price))
    )
    return offer_from(technical, price)
