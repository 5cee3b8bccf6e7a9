"""Which submissions count, and the hash by which anyone sees that none was added or lost."""

from collections.abc import Iterable

from marketplace.ledger import api as ledger
from tenders.models import Bid, BidVersion


def counted_version(bid: Bid) -> BidVersion:
    """The submission that counts: the latest received before the deadline.

    Raises BidVersion.DoesNotExist if none was.
    """
    return bid.versions.filter(received_at__lt=bid.tender.submission_deadline).latest("number")


def receipts_root(bids: Iterable[Bid]) -> str:
    """SHA-256 over the receipts that count, by which anyone sees that none was added later."""
    return ledger.receipts_root(ledger.receipt_hash(counted_version(bid).receipt) for bid in bids)
