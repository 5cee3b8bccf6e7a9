"""The receipt of a submitted bid, and the notice of a late one: what they state, all in one place.

``docs/ledger.md`` tells how anybody checks them.
"""

import secrets
import uuid
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings

from marketplace import canonical
from marketplace.ledger import api as ledger
from marketplace.ledger.models import Event
from marketplace.sealing.api import FORMAT, Manifest, Version
from tenders.models import LateBid, Submission
from vendors.models import Vendor

ACCEPTED, LATE = "bid.sealed", "bid.late"  # what the ledger's entry of a submission is called


@dataclass(frozen=True)
class Arrival:
    """When a submission came: its first byte, its last one, and the deadline that it met or not."""

    first_byte_at: datetime
    received_at: datetime
    deadline_at: datetime

    @property
    def late_by_ms(self) -> int | None:
        """None if it was on time, which is strictly before the deadline."""
        late = self.received_at - self.deadline_at
        return None if late < timedelta(0) else late // timedelta(milliseconds=1)


def make_receipt(
    *,
    manifest: Manifest,
    version: Version,
    sealed_to: Mapping[str, str],
    vendor: Vendor,
    arrival: Arrival,
) -> dict[str, Any]:
    """What the platform acknowledges: which bid, received when, and the hash of what it holds.

    Nothing in it tells what was offered, nor, without asking the firm, who offered. Moments are
    UTC to the millisecond. ``sealed_to`` has the fingerprint of each part's key. A late notice has
    ``late_by_ms`` and is not ``accepted``.
    """
    salt, late = secrets.token_bytes(32), arrival.late_by_ms
    return {
        "v": 1,
        "type": "bid-receipt" if late is None else "late-notice",
        "receipt_id": str(uuid.uuid4()),
        "log": settings.LEDGER_ORIGIN,
        "tender": version.ref.tender,
        "terms_hash": version.terms_hash,
        "bid": version.ref.bid,
        "version": version.number,
        "supersedes": version.number - 1 or None,
        "org_commitment": org_commitment(vendor, salt),
        "manifest_hash": manifest.hash,
        "seal_suite": FORMAT,
        "pk_fingerprint": dict(sealed_to),
        "first_byte_at": _utc(min(arrival.first_byte_at, arrival.received_at)),
        "received_at": _utc(arrival.received_at),
        "deadline_at": _utc(arrival.deadline_at),
        "accepted": late is None,
        "salt": b64encode(salt).decode(),
        **({} if late is None else {"late_by_ms": late}),
    }


def org_commitment(vendor: Vendor, salt: bytes) -> str:
    """SHA-256(0x04 ‖ salt ‖ NEQ), in hexadecimal; a firm without a NEQ has its id on this site."""
    name = vendor.neq or str(vendor.public_id)
    return sha256(b"\x04" + salt + name.encode()).hexdigest()


def receipt_hash(submission: Submission) -> str:
    """SHA-256 of the canonical JSON of the receipt: what the ledger's entry of it holds."""
    return ledger.receipt_hash(submission.receipt)


def signed_receipt(submission: Submission) -> bytes:
    """The receipt with its signature, as it is given out at once and mailed."""
    signed = {
        "key": submission.signing_key,
        "receipt": submission.receipt,
        "signature": b64encode(submission.signature).decode(),
    }
    return canonical.dumps(signed) + b"\n"


def receipt_proof(submission: Submission) -> ledger.Proof | None:
    """That the log holds the receipt's hash; None for the second or so until it is signed for."""
    action = LATE if isinstance(submission, LateBid) else ACCEPTED
    entry = Event.objects.filter(
        subject=submission.bid.reference,
        action=action,
        data__receipt=receipt_hash(submission),
    ).first()
    return ledger.proof_of(entry) if entry else None


def receipt_file(submission: Submission, proof: ledger.Proof | None) -> bytes:
    """All that ``verify_ledger.py`` needs to check the receipt; without a proof, what there is."""
    if proof is None:
        return signed_receipt(submission)
    return ledger.receipt_bundle(
        proof,
        receipt=submission.receipt,
        signature=bytes(submission.signature),
        key=submission.signing_key,
    )


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
