"""Entering a sealed bid, on time or late, and acknowledging it with a signed receipt."""

from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from marketplace import canonical
from marketplace.accounts.models import User
from marketplace.clock import database_now
from marketplace.errors import Conflict, Invalid
from marketplace.ledger.api import latest_checkpoint
from marketplace.ledger.record import record
from marketplace.ledger.signing import sign_receipt
from marketplace.notifications.notify import notify
from marketplace.sealing.api import PRICE, TECHNICAL, CopyAccess, Envelope, Manifest
from marketplace.transitions import move
from tenders.actions.bid_draft import offer_in
from tenders.actions.bid_guards import (
    hold_bid,
    require_open,
    require_read,
    require_still_eligible,
)
from tenders.actions.bid_prepare import fitting, seal_offer
from tenders.documents.receipt import (
    ACCEPTED,
    LATE,
    Arrival,
    make_receipt,
    receipt_hash,
    signed_receipt,
)
from tenders.models import Bid, BidVersion, LateBid, PreparedBid, Submission
from tenders.queries.bidding import fitted, gaps
from tenders.queries.facts import bid_facts
from tenders.sealing import place_of
from tenders.states import BID, BidStatus, TenderStatus

STAMP_TRUSTED_FOR = timedelta(seconds=120)
NOT_OPENED_YET = (TenderStatus.OPEN, TenderStatus.CLOSED)
S = TypeVar("S", BidVersion, LateBid)


class OtherSubmission(Conflict):
    """The submission key was used already, for something else."""


@transaction.atomic
def submit_bid(
    *,
    bid_id: int,
    submission_key: UUID,
    reviewed: str,
    amendment: int,
    access: CopyAccess,
    actor: User,
    first_byte_at: datetime | None = None,
    last_byte_at: datetime | None = None,
) -> Submission:
    """Enter the bid's sealed draft. Return the version, which holds the signed receipt.

    ``reviewed`` is the digest of the draft as the person confirmed it (``Bid.draft_digest``), and
    ``amendment`` the last change of substance of the call that they could read (``last_change``).
    ``last_byte_at`` is when the proxy had the whole request; lateness is decided by the
    database's clock once the tender is held, not by when the request began. What was late is kept
    sealed beside the bid, as a LateBid with its notice, and the draft stays. The same key and
    draft again give what they gave the first time. A version sealed before stands until this one
    is entered.

    The sealer is only asked if the draft was not sealed when it was reviewed (``bid_prepare``).

    Raises NotAuthorized, BiddingClosed, NotEligible, OtherSubmission, Conflict (the draft or the
    call has changed since the review), Invalid (something is missing), SealError or Unavailable;
    nothing is then entered, and the draft is as it was.
    """
    bid = hold_bid(bid_id, actor)
    same = Q(submission_key=submission_key)
    if entered := _the_same(BidVersion.objects.filter(same), bid, reviewed):
        return entered
    arrival = _arrival(bid, first_byte_at, last_byte_at)
    if arrival.late_by_ms is None:
        require_read(bid, amendment)
    elif told := _the_same(
        LateBid.objects.filter(same | Q(bid=bid, request_hash=reviewed)), bid, reviewed
    ):
        return told
    require_still_eligible(bid)
    if not bid.has_draft or bid.draft_digest != reviewed:
        raise Conflict(_("The bid has changed since you reviewed it. Review it again."))
    content = fitting(bid) or _seal_now(bid, access)
    columns = {
        "submission_key": submission_key,
        "request_hash": reviewed,
        "submitted_by": actor,
        **_acknowledged(content, arrival),
    }
    if arrival.late_by_ms is None:
        return _accept(bid, columns, amendment=amendment)
    return _keep_late(bid, columns, arrival.late_by_ms)


def moment_received(last_byte_at: datetime | None) -> datetime:
    """When the server had the whole bid. To be called once the tender's row is held.

    The database's clock decides. The proxy's stamp of the last byte may only take off the time
    that the request waited for us, at most two minutes of it.
    """
    clock = database_now()
    if last_byte_at is None:
        return clock
    return min(clock, max(last_byte_at, clock - STAMP_TRUSTED_FOR))


def _the_same(submissions: QuerySet[S], bid: Bid, reviewed: str) -> S | None:
    """What was submitted before with the same key, if it was this very draft."""
    found = submissions.first()
    if found and (found.bid_id, found.request_hash) != (bid.pk, reviewed):
        raise OtherSubmission(_("This form was already used to submit a bid with another content."))
    return found


def _arrival(bid: Bid, first_byte_at: datetime | None, last_byte_at: datetime | None) -> Arrival:
    """Raises BiddingClosed if the call takes no bid, not even to be kept as a late one."""
    received_at = moment_received(last_byte_at)
    deadline = bid.tender.submission_deadline
    if deadline is None or received_at < deadline or bid.tender.status not in NOT_OPENED_YET:
        require_open(bid.tender, received_at)
    if deadline is None:
        raise ValueError(bid.tender)  # a tender that accepts bids has one
    return Arrival(first_byte_at or received_at, received_at, deadline)


def _seal_now(bid: Bid, access: CopyAccess) -> PreparedBid:
    """The draft, read back through custody because it was not sealed at its review."""
    offer = fitted(bid.tender, offer_in(bid, access), charges_taxes=bid.vendor.charges_taxes)
    if missing := gaps(bid.tender, offer):
        raise Invalid(missing[0].text, field=missing[0].field)
    return seal_offer(bid, offer)


def _acknowledged(content: PreparedBid, arrival: Arrival) -> dict[str, Any]:
    """What is stored of a submission: its sealed content, and a receipt with its signature."""
    listing = Manifest(canonical.dumps(content.manifest))
    number = content.manifest["version"]
    receipt = make_receipt(
        manifest=listing,
        version=place_of(content),
        sealed_to={
            TECHNICAL: Envelope(bytes(content.technical)).sealed_to,
            PRICE: Envelope(bytes(content.price)).sealed_to,
        },
        vendor=content.bid.vendor,
        arrival=arrival,
    )
    signed = sign_receipt(receipt)
    return {
        "number": number,
        "technical": content.technical,
        "price": content.price,
        "manifest": content.manifest,
        "manifest_hash": listing.hash,
        "receipt": receipt,
        "signing_key": signed.key,
        "signature": signed.signature,
        "received_at": arrival.received_at,
    }


def _accept(bid: Bid, columns: dict[str, Any], *, amendment: int) -> BidVersion:
    version = BidVersion.objects.create(bid=bid, **columns)
    _mark_sealed(bid, version.received_at, amendment)
    _record(ACCEPTED, version, version=version.number)
    _tell("bid-receipt", version, occasion=f"{bid.public_id}/{version.number}")
    return version


def _keep_late(bid: Bid, columns: dict[str, Any], late_by_ms: int) -> LateBid:
    late = LateBid.objects.create(
        bid=bid, public_id=columns["receipt"]["receipt_id"], late_by_ms=late_by_ms, **columns
    )
    _record(LATE, late, late_by_ms=late_by_ms)
    notice = str(late.public_id)
    _tell("bid-late", late, occasion=notice, notice=notice, late_by_ms=late_by_ms)
    return late


def _mark_sealed(bid: Bid, received_at: datetime, amendment: int) -> None:
    stamps = {
        "sealed_at": received_at,
        "draft": None,
        "confirmed_amendment": amendment,
    }
    if bid.status == BidStatus.DRAFT:
        move(bid, BidStatus.SEALED, BID, **stamps)
        return
    for name, value in stamps.items():
        setattr(bid, name, value)
    bid.save(update_fields=[*stamps])


def _record(action: str, submission: Submission, **facts: int) -> None:
    record(
        action,
        subject=submission.bid.reference,
        actor=submission.submitted_by,
        at=submission.received_at,
        data={
            "manifest_hash": submission.manifest_hash,
            "receipt": receipt_hash(submission),
            **facts,
        },
    )


def _tell(kind: str, submission: Submission, *, occasion: str, **facts: str | int) -> None:
    """Mail the receipt with the newest checkpoint: one more place that the log must continue."""
    bid = submission.bid
    checkpoint = latest_checkpoint()
    notify(
        kind,
        recipients=bid.vendor.members.all(),
        occasion=occasion,
        at=submission.received_at,
        context={
            **bid_facts(bid),
            "version": submission.number,
            "received_at": submission.received_at.isoformat(),
            "manifest_hash": submission.manifest_hash,
            "receipt_hash": receipt_hash(submission),
            "receipt": signed_receipt(submission).decode().strip(),
            "checkpoint": checkpoint.note.strip() if checkpoint else "",
            "by": str(submission.submitted_by),
            **facts,
        },
    )
