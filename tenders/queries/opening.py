"""The record of an opening, as everybody may read it."""

from dataclasses import dataclass
from decimal import Decimal

from marketplace.ledger.models import Event
from tenders.models import Bid, Tender


@dataclass(frozen=True)
class OpeningRow:
    """One bid received: whose, when it arrived, the hash its receipt states, the price if open."""

    bid: Bid
    manifest_hash: str
    amount: Decimal | None


@dataclass(frozen=True)
class OpeningRecord:
    """``root`` commits to the bids received; it was entered in the ledger at the closing."""

    rows: list[OpeningRow]
    root: str
    prices_are_public: bool


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


def _counted(bid: Bid, tender: Tender) -> str:
    deadline = tender.submission_deadline
    assert deadline is not None  # noqa: S101  a published call has one
    hashes = [row.manifest_hash for row in bid.versions.all() if row.received_at < deadline]
    return hashes[-1] if hashes else ""
