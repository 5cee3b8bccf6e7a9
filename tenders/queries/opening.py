"""The record of an opening, as everybody may read it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from marketplace.ledger.api import receipt_hash, receipts_list, receipts_root
from marketplace.ledger.models import Event
from tenders.models import Bid, Buyer, OpeningApproval, Tender
from tenders.states import BidStatus, TenderStatus
from tenders.values import Capability

TOGETHER = 2  # as many officers open together, in a body that has them


@dataclass(frozen=True)
class OpeningRow:
    """One bid received: whose, when it arrived, the hash of its receipt, the price if open."""

    bid: Bid
    receipt_hash: str
    amount: Decimal | None


@dataclass(frozen=True)
class OpeningRecord:
    """``root`` commits to the receipts; it was entered in the ledger at the closing."""

    rows: list[OpeningRow]
    root: str
    prices_are_public: bool

    @property
    def receipts(self) -> str:
        """What ``root`` is the SHA-256 of."""
        return receipts_list(row.receipt_hash for row in self.rows).decode()


def openers_required(buyer: Buyer) -> int:
    """How many officers must open a call of ``buyer`` together: two, or one where one is all.

    0 if nobody may: then nothing may be published.
    """
    return min(TOGETHER, buyer.holders(Capability.OPENER).count())


def may_be_opened(tender: Tender) -> bool:
    """Whether as many officers have consented as the call requires."""
    return tender.opening_approvals.count() >= tender.openers_required


@dataclass(frozen=True)
class Consents:
    """Where the opening of a closed call stands, as one officer sees it."""

    given: list[OpeningApproval]
    bids: int
    is_own: bool
    is_last: bool
    complete: bool


def consents_of(tender: Tender, user: Any) -> Consents:
    """Who has consented, and what the consent of ``user`` would do."""
    given = list(tender.opening_approvals.select_related("officer"))
    left = tender.openers_required - len(given)
    return Consents(
        given=given,
        bids=tender.bids.filter(status=BidStatus.SEALED).count(),
        is_own=any(row.officer_id == user.pk for row in given),
        is_last=left == 1,
        complete=left <= 0,
    )


def ready_to_open() -> QuerySet[Tender]:
    """Closed calls with every consent that they require, or without any bid."""
    sealed = Bid.objects.filter(tender=OuterRef("pk"), status=BidStatus.SEALED)
    return Tender.objects.annotate(consents=Count("opening_approvals")).filter(
        Q(consents__gte=F("openers_required")) | ~Exists(sealed), status=TenderStatus.CLOSED
    )


def opening_record(tender: Tender) -> OpeningRecord:
    """Who bid on a closed call, with prices where the opening told them or an award did since.

    A bid that lapsed is listed, and was never opened. Prices opened in the evaluation stay with
    the committee until the outcome is public.
    """
    told_at_opening = not tender.has_quality
    outcome = tender.awarded_at is not None or tender.status == "unsuccessful"
    public = told_at_opening or outcome
    bids = tender.bids.received().select_related("vendor").prefetch_related("versions")
    rows = [
        OpeningRow(bid, _counted(bid, tender), bid.amount if public else None)
        for bid in bids.order_by("sealed_at", "pk")
    ]
    closed = Event.objects.filter(subject=tender.reference, action="tender.closed").first()
    return OpeningRecord(rows, closed.data["root"] if closed else "", public)


def counted_with(bid: Bid) -> tuple[OpeningRecord, str] | None:
    """The record that counts ``bid``, and the hash of the receipt by which it does.

    None before the opening, which makes the record public, and for a bid that does not count.
    """
    if bid.tender.opened_at is None and bid.tender.ended_at is None:
        return None
    record = opening_record(bid.tender)
    hashes = [row.receipt_hash for row in record.rows if row.bid == bid]
    agrees = receipts_root(row.receipt_hash for row in record.rows) == record.root
    return (record, hashes[0]) if hashes and agrees else None


def _counted(bid: Bid, tender: Tender) -> str:
    deadline = tender.submission_deadline
    assert deadline is not None  # noqa: S101  a published call has one
    receipts = [row.receipt for row in bid.versions.all() if row.received_at < deadline]
    return receipt_hash(receipts[-1]) if receipts else ""
