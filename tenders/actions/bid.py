"""A firm's bid: begin, submit, confirm, withdraw. Its draft is in ``bid_draft``."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marketplace import canonical
from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.clock import database_now
from marketplace.errors import Conflict, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock_shared
from marketplace.notifications.notify import notify
from marketplace.sealing.api import (
    PRICE,
    TECHNICAL,
    CopyAccess,
    FileDigest,
    Version,
    manifest,
    seal_parts,
)
from marketplace.transitions import move
from tenders.actions.bid_draft import offer_in
from tenders.actions.bid_guards import hold_bid, require_open, require_read
from tenders.documents.receipt import make_receipt, receipt_hash
from tenders.models import Bid, BidVersion, Tender
from tenders.queries.bidding import fitted, gaps, last_change
from tenders.queries.facts import tender_facts
from tenders.sealing import parts_of, ref_of
from tenders.states import BID, BidStatus
from tenders.values import Offer
from vendors.models import Vendor

STAMP_TRUSTED_FOR = timedelta(seconds=120)


class OtherSubmission(Conflict):
    """The submission key was used already, for something else."""


@transaction.atomic
def start_bid(*, tender_id: int, vendor_id: int, actor: User, at: datetime) -> Bid:
    """Begin a bid of the firm on the tender, or return the one that it has.

    The database lets a firm have one live bid per tender: of eight that begin at once, one
    makes the row and the others get it. Raises NotAuthorized or BiddingClosed.
    """
    tender = lock_shared(Tender.objects.public(), pk=tender_id)
    vendor = Vendor.objects.get(pk=vendor_id)
    authorize(actor, "vendors.act_for", vendor)
    authorize(actor, "tenders.submit_bid", tender)
    require_open(tender, at)
    live = Bid.objects.of(vendor).live().filter(tender=tender)
    if bid := live.first():
        return bid
    try:
        with transaction.atomic():
            bid = Bid.objects.create(tender=tender, vendor=vendor, created_by=actor, created_at=at)
    except IntegrityError:  # a colleague was faster
        return live.get()
    record("bid.started", subject=bid.reference, actor=actor, at=at)
    return bid


@transaction.atomic
def submit_bid(
    *,
    bid_id: int,
    submission_key: UUID,
    reviewed: str,
    amendment: int,
    access: CopyAccess,
    actor: User,
    last_byte_at: datetime | None = None,
) -> BidVersion:
    """Seal the bid's draft and enter it. Return the version, which holds the receipt.

    ``reviewed`` is the digest of the draft as the person confirmed it (``draft_digest``), and
    ``amendment`` the last change of substance of the call that they could read (``last_change``).
    ``last_byte_at`` is when the proxy had the whole request; lateness is decided by the
    database's clock once the tender is held, not by when the request began. The same key and
    draft again give the version of the first time. A version sealed before stands until this one
    is entered.

    Raises NotAuthorized, BiddingClosed, OtherSubmission, Conflict (the draft or the call has
    changed since the review), Invalid (something is missing) or SealError; nothing is then
    entered, and the draft is as it was.
    """
    bid = hold_bid(bid_id, actor)
    if earlier := _submitted_before(bid, submission_key, reviewed):
        return earlier
    received_at = moment_received(last_byte_at)
    require_open(bid.tender, received_at)
    if draft_digest(bid) != reviewed:
        raise Conflict(_("The bid has changed since you reviewed it. Review it again."))
    require_read(bid.tender, amendment)
    offer = fitted(bid.tender, offer_in(bid, access), charges_taxes=bid.vendor.charges_taxes)
    if missing := gaps(bid.tender, offer):
        raise Invalid(missing[0].text, field=missing[0].field)

    version = _enter(
        bid,
        offer,
        submission_key=submission_key,
        request_hash=reviewed,
        submitted_by=actor,
        received_at=received_at,
    )
    _mark_sealed(bid, received_at)

    facts = {"manifest_hash": version.manifest_hash, "version": version.number}
    record("bid.sealed", subject=bid.reference, actor=actor, at=received_at, data=facts)
    _send_receipt(version)
    return version


def moment_received(last_byte_at: datetime | None) -> datetime:
    """When the server had the whole bid. To be called once the tender's row is held.

    The database's clock decides. The proxy's stamp of the last byte may only take off the time
    that the request waited for us, at most two minutes of it.
    """
    clock = database_now()
    if last_byte_at is None:
        return clock
    return min(clock, max(last_byte_at, clock - STAMP_TRUSTED_FOR))


def draft_digest(bid: Bid) -> str:
    """SHA-256 of the sealed draft, in hexadecimal: names what was reviewed without telling it."""
    return sha256(bytes(bid.draft or b"")).hexdigest()


@transaction.atomic
def confirm_bid(*, bid_id: int, amendment: int, actor: User, at: datetime) -> Bid:
    """Say that the sealed bid stands, after the tender was changed in substance.

    ``amendment`` is the last such change that the person could read: nobody stands by a bid on
    terms they have not seen. Raises NotAuthorized, BiddingClosed or Conflict; nothing has then
    changed.
    """
    bid = hold_bid(bid_id, actor)
    require_open(bid.tender, max(at, database_now()))
    if bid.status != BidStatus.SEALED:
        raise Conflict(_("Only a submitted bid can be confirmed."))
    require_read(bid.tender, amendment)
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
    require_open(bid.tender, max(at, database_now()))
    move(bid, BidStatus.WITHDRAWN, BID, withdrawn_at=at, draft=None)
    record("bid.withdrawn", subject=bid.reference, actor=actor, at=at)
    notify(
        "bid-withdrawn",
        recipients=bid.vendor.members.all(),
        occasion=str(bid.public_id),
        at=at,
        context={**_facts(bid), "by": str(actor), "withdrawn_at": at.isoformat()},
    )
    return bid


def _submitted_before(bid: Bid, submission_key: UUID, reviewed: str) -> BidVersion | None:
    version = BidVersion.objects.filter(submission_key=submission_key).first()
    if version is None:
        return None
    if version.bid_id != bid.pk or version.request_hash != reviewed:
        raise OtherSubmission(_("This form was already used to submit a bid with another content."))
    return version


def _enter(bid: Bid, offer: Offer, *, received_at: datetime, **columns: Any) -> BidVersion:
    number = bid.versions.count() + 1
    place = Version(ref_of(bid), bid.tender.terms_hash, number)
    sealed = seal_parts(parts_of(offer), version=place)
    listing = manifest(sealed, _digests(bid, offer), version=place)
    receipt = make_receipt(
        manifest=listing, version=place, received_at=received_at, deadline_at=_deadline(bid.tender)
    )
    return BidVersion.objects.create(
        bid=bid,
        number=number,
        technical=sealed[TECHNICAL].data,
        price=sealed[PRICE].data,
        manifest=canonical.loads(listing.body),
        manifest_hash=listing.hash,
        receipt=receipt,
        received_at=received_at,
        **columns,
    )


def _deadline(tender: Tender) -> datetime:
    if tender.submission_deadline is None:
        raise ValueError(tender)  # a tender that accepts bids has one
    return tender.submission_deadline


def _digests(bid: Bid, offer: Offer) -> list[FileDigest]:
    rows = {str(file.public_id): file for file in bid.files.filter(removed_at=None)}
    return [FileDigest(file.id, rows[file.id].digest, rows[file.id].size) for file in offer.files]


def _mark_sealed(bid: Bid, received_at: datetime) -> None:
    stamps = {
        "sealed_at": received_at,
        "draft": None,
        "confirmed_amendment": last_change(bid.tender),
    }
    if bid.status == BidStatus.DRAFT:
        move(bid, BidStatus.SEALED, BID, **stamps)
        return
    for name, value in stamps.items():
        setattr(bid, name, value)
    bid.save(update_fields=[*stamps])


def _send_receipt(version: BidVersion) -> None:
    bid = version.bid
    notify(
        "bid-receipt",
        recipients=bid.vendor.members.all(),
        occasion=f"{bid.public_id}/{version.number}",
        at=version.received_at,
        context={
            **_facts(bid),
            "version": version.number,
            "received_at": version.received_at.isoformat(),
            "manifest_hash": version.manifest_hash,
            "receipt_hash": receipt_hash(version),
            "by": str(version.submitted_by),
        },
    )


def _facts(bid: Bid) -> dict[str, Any]:
    """What every mail about a bid says. Never anything of the offer."""
    return {**tender_facts(bid.tender), "bid": str(bid.public_id), "vendor": bid.vendor.name}
