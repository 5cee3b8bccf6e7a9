"""Sealing a draft while it is read anyway, so that submitting needs nobody who can read it.

The review page is the one place before the submission where the offer is at hand in clear. What
is sealed there waits as a ``PreparedBid``; to submit is then to enter it, sealer or no sealer.
"""

from datetime import datetime

from django.db import transaction

from marketplace import canonical
from marketplace.accounts.models import User
from marketplace.sealing.api import (
    PRICE,
    TECHNICAL,
    CopyAccess,
    FileDigest,
    Version,
    manifest,
    seal_parts,
)
from tenders.actions.bid_draft import read_draft
from tenders.actions.bid_guards import hold_bid
from tenders.models import Bid, PreparedBid
from tenders.queries.bidding import fitted, gaps
from tenders.sealing import parts_of, ref_of
from tenders.values import Offer


def review_bid(*, bid: Bid, access: CopyAccess, actor: User, at: datetime) -> Offer:
    """The draft as it would be submitted. A whole one is sealed for that on the way.

    Raises NotAuthorized or SealError.
    """
    offer = read_draft(bid=bid, access=access, actor=actor)
    offer = fitted(bid.tender, offer, charges_taxes=bid.vendor.charges_taxes)
    if bid.tender.accepts_bids(at=at) and not gaps(bid.tender, offer):
        _prepare(bid, offer, actor=actor, at=at)
    return offer


@transaction.atomic
def _prepare(reviewed: Bid, offer: Offer, *, actor: User, at: datetime) -> None:
    """Keep ``offer`` sealed, unless that is done or the draft has changed since it was read."""
    bid = hold_bid(reviewed.pk, actor)
    if bid.draft_digest != reviewed.draft_digest or fitting(bid):
        return
    PreparedBid.objects.filter(bid=bid).delete()
    prepared = seal_offer(bid, offer)
    prepared.prepared_at = at
    prepared.save()


def fitting(bid: Bid) -> PreparedBid | None:
    """What was sealed from this very draft, under the terms in force.

    That it is for the next version follows: to enter one takes the draft away.
    """
    prepared = getattr(bid, "prepared", None)
    if prepared is None or prepared.draft_digest != bid.draft_digest:
        return None
    return prepared if prepared.manifest["terms_hash"] == bid.tender.terms_hash else None


def seal_offer(bid: Bid, offer: Offer) -> PreparedBid:
    """``offer`` sealed as the next version of a bid that the caller holds; not stored."""
    place = _next_place(bid)
    sealed = seal_parts(parts_of(offer), version=place)
    listing = manifest(sealed, _digests(bid, offer), version=place)
    return PreparedBid(
        bid=bid,
        draft_digest=bid.draft_digest,
        technical=sealed[TECHNICAL].data,
        price=sealed[PRICE].data,
        manifest=canonical.loads(listing.body),
    )


def _next_place(bid: Bid) -> Version:
    return Version(ref_of(bid), bid.tender.terms_hash, bid.versions.count() + 1)


def _digests(bid: Bid, offer: Offer) -> list[FileDigest]:
    rows = {str(file.public_id): file for file in bid.files.filter(removed_at=None)}
    return [FileDigest(file.id, rows[file.id].digest, rows[file.id].size) for file in offer.files]
