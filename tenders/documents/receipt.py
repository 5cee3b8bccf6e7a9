"""The receipt of a submitted bid: the one place that says what it states."""

import uuid
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings

from marketplace import canonical
from marketplace.sealing import keys
from marketplace.sealing.api import FORMAT, PARTS, Manifest, Version
from tenders.models import BidVersion


def make_receipt(
    *, manifest: Manifest, version: Version, received_at: datetime, deadline_at: datetime
) -> dict[str, Any]:
    """What the platform acknowledges: which bid, received when, and the hash of what it holds.

    Nothing in it tells what was offered. Moments are UTC to the millisecond.
    """
    return {
        "v": 1,
        "type": "bid-receipt",
        "receipt_id": str(uuid.uuid4()),
        "log": settings.LEDGER_ORIGIN,
        "tender": version.ref.tender,
        "terms_hash": version.terms_hash,
        "bid": version.ref.bid,
        "version": version.number,
        "supersedes": version.number - 1 or None,
        "manifest_hash": manifest.hash,
        "seal_suite": FORMAT,
        "pk_fingerprint": {
            part: keys.public_key(keys.tender_key(version.ref.tender, part)).fingerprint
            for part in PARTS
        },
        "received_at": _utc(received_at),
        "deadline_at": _utc(deadline_at),
        "accepted": True,
    }


def receipt_text(version: BidVersion) -> bytes:
    """The receipt as it is downloaded: canonical JSON, whose bytes are hashed."""
    return canonical.dumps(version.receipt)


def receipt_hash(version: BidVersion) -> str:
    """SHA-256 of ``receipt_text``, in hexadecimal."""
    return sha256(receipt_text(version)).hexdigest()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
