"""Which submissions count, and the hash by which anyone sees that none was added or lost."""

from collections.abc import Sequence
from hashlib import sha256

from marketplace import canonical
from tenders.models import Bid, BidVersion


def counted_version(bid: Bid) -> BidVersion:
    """The submission that counts: the latest received before the deadline.

    Raises BidVersion.DoesNotExist if none was.
    """
    return bid.versions.filter(received_at__lt=bid.tender.submission_deadline).latest("number")


def receipts_root(bids: Sequence[Bid]) -> str:
    """SHA-256 over the submissions that count, by which anyone sees that none was added later."""
    listed = sorted(
        [str(bid.public_id), version.number, version.manifest_hash]
        for bid in bids
        for version in [counted_version(bid)]
    )
    return sha256(canonical.dumps(listed)).hexdigest()
