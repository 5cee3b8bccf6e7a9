"""What the other parts of the site ask of the ledger, beside ``record``."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Max

from marketplace import canonical
from marketplace.ledger import log
from marketplace.ledger.kinds import PUBLIC
from marketplace.ledger.log import latest_checkpoint, trusted_keys
from marketplace.ledger.models import Checkpoint, Event, Leaf

__all__ = [
    "Fixed",
    "Proof",
    "consistency_since",
    "fixed",
    "is_integrated",
    "latest_checkpoint",
    "proof_of",
    "public_entries",
    "receipt_bundle",
    "receipt_hash",
    "receipts_list",
    "receipts_root",
    "trusted_keys",
]


@dataclass(frozen=True)
class Proof:
    """That an entry is at ``index`` of the log that ``checkpoint`` signs."""

    event: Event
    index: int
    path: list[bytes]
    checkpoint: Checkpoint

    def text(self) -> str:
        """As a C2SP .tlog-proof; its extra data open the commitment, so it holds the entry."""
        salt = b64encode(self.event.salt or b"").decode()
        extra = canonical.dumps({"entry": self.event.entry(), "salt": salt})
        lines = [
            "c2sp.org/tlog-proof@v1",
            f"extra {b64encode(extra).decode()}",
            f"index {self.index}",
            *(b64encode(step).decode() for step in self.path),
        ]
        return "\n".join(lines) + "\n\n" + self.checkpoint.note


@dataclass(frozen=True)
class Fixed:
    """An entry at ``index`` of the log, and the first ``checkpoint`` that signed for it.

    The pair never changes, so it may be printed.
    """

    index: int
    checkpoint: Checkpoint


def fixed(subject: str, action: str) -> Fixed | None:
    """The last ``action`` of ``subject``; None until a checkpoint covers it."""
    entries = Leaf.objects.filter(event__subject=subject, event__action=action)
    if (index := entries.aggregate(last=Max("index"))["last"]) is None:
        return None
    checkpoint = Checkpoint.objects.filter(size__gt=index).order_by("size").first()
    return Fixed(index, checkpoint) if checkpoint else None


def public_entries(subjects: Sequence[str]) -> list[Event]:
    """Entries about these subjects that everybody may read, in the order in which they came."""
    return list(Event.objects.filter(subject__in=subjects, action__in=PUBLIC).order_by("pk"))


def proof_of(event: Event) -> Proof | None:
    """The proof that the log holds ``event``; None until it is signed for, or once it is erased."""
    leaf = Leaf.objects.filter(event=event).first()
    checkpoint = log.latest_checkpoint()
    if event.erased or leaf is None or checkpoint is None or leaf.index >= checkpoint.size:
        return None
    path = log.tree(checkpoint.size).inclusion(leaf.index)
    return Proof(event, leaf.index, path, checkpoint)


def is_integrated(event: Event) -> bool:
    """Whether a signed checkpoint covers the event, and its row is what was committed to."""
    leaf = Leaf.objects.filter(event=event).first()
    checkpoint = log.latest_checkpoint()
    if event.erased or leaf is None or checkpoint is None or leaf.index >= checkpoint.size:
        return False
    return bytes(leaf.commitment) == bytes(event.commitment) == event.commit()


def consistency_since(size: int) -> str:
    """That the log continues its first ``size`` entries, as C2SP's witnesses are told it.

    Raises ValueError if nothing is signed, or fewer entries are.
    """
    checkpoint = log.latest_checkpoint()
    if checkpoint is None:
        raise ValueError("Nothing is signed yet.")
    path = log.tree(checkpoint.size).consistency(size)
    lines = [f"old {size}", *(b64encode(step).decode() for step in path)]
    return "\n".join(lines) + "\n\n" + checkpoint.note


def receipt_hash(receipt: Any) -> str:
    """What the ledger's entry of a receipt holds under ``receipt``, so that one names the other."""
    return sha256(canonical.dumps(receipt)).hexdigest()


def receipts_list(hashes: Iterable[str]) -> bytes:
    """The receipts that count at a closing, as the text whose SHA-256 is their root."""
    return canonical.dumps(sorted(hashes))


def receipts_root(hashes: Iterable[str]) -> str:
    """What the entry of a closing holds under ``root``: nobody can add a receipt afterwards."""
    return sha256(receipts_list(hashes)).hexdigest()


def receipt_bundle(proof: Proof, *, receipt: Any, signature: bytes, key: str) -> bytes:
    """A receipt with all that its check needs, as one file.

    ``key`` is the name and number of the key (``name+1a2b3c4d``) whose Ed25519
    ``signature`` is on the canonical JSON of ``receipt``.
    """
    bundle = {
        "key": key,
        "proof": proof.text(),
        "receipt": receipt,
        "signature": b64encode(signature).decode(),
    }
    return canonical.dumps(bundle) + b"\n"
