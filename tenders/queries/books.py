"""Whether what stands in the tables is what the ledger committed to when it was decided.

An entry of the ledger holds the hash of notes, bids and documents, not these themselves. So a row
that somebody changed behind the platform's back, its guards switched off, shows here; and who
changes the entry too breaks the log, which its verifier finds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Q, QuerySet

from marketplace import canonical
from marketplace.ledger.models import Event
from tenders.models import Bid, BidVersion, ConsensusScore, Contract, Evaluator, Score, Tender
from tenders.queries.received import receipts_root
from tenders.states import RECEIVED_BIDS, BidStatus

HANDED_IN, LOCKED, CLOSED = (
    "evaluation.scores-handed-in",
    "scores.technical.locked",
    "tender.closed",
)
SEALED, PRINTED = "bid.sealed", "contract.printed"


@dataclass(frozen=True)
class Discrepancy:
    """``subject`` as the ledger names it, and which of its facts is not what was committed to."""

    subject: str
    what: str


def notes_digest(scores: Any) -> str:
    """SHA-256 of the notes as they stand: what was judged is committed to, and not told."""
    listed = sorted(
        [str(row.bid.public_id), row.criterion.position, str(row.note), row.comment]
        for row in scores.select_related("bid", "criterion")
    )
    return sha256(canonical.dumps(listed)).hexdigest()


def discrepancies() -> Iterator[Discrepancy]:
    """All that does not agree. Reads every entry of the kinds it knows; erased ones say nothing."""
    yield from _notes_handed_in()
    yield from _notes_locked()
    yield from _submissions()
    yield from _closings()
    yield from _contracts()


def _notes_handed_in() -> Iterator[Discrepancy]:
    for entry in _entries(HANDED_IN):
        seat = Evaluator.objects.filter(
            evaluation__tender__in=_tender(entry), user__public_id=entry.actor
        ).first()
        scores = Score.objects.filter(evaluator=seat, bid__in=_judged(entry))
        if seat is None or notes_digest(scores) != entry.data["notes"]:
            yield Discrepancy(entry.subject, "notes handed in")


def _notes_locked() -> Iterator[Discrepancy]:
    for entry in _entries(LOCKED):
        scores = ConsensusScore.objects.filter(bid__in=_judged(entry))
        if notes_digest(scores) != entry.data["notes"]:
            yield Discrepancy(entry.subject, "locked notes")


def _submissions() -> Iterator[Discrepancy]:
    """Each version has its entry, and its parts are the bytes that its manifest names."""
    entered = {
        (entry.subject, entry.data["version"]): entry.data["manifest_hash"]
        for entry in _entries(SEALED)
    }
    for version in BidVersion.objects.select_related("bid").iterator():
        stated = entered.get((version.bid.reference, version.number))
        parts = {
            part: sha256(bytes(getattr(version, part))).hexdigest()
            for part in version.manifest["parts"]
        }
        named = {part: facts["digest"] for part, facts in version.manifest["parts"].items()}
        manifest = sha256(canonical.dumps(version.manifest)).hexdigest()
        if stated != manifest or parts != named:
            yield Discrepancy(version.bid.reference, f"version {version.number}")


def _closings() -> Iterator[Discrepancy]:
    for entry in _entries(CLOSED):
        received = Bid.objects.filter(
            tender__in=_tender(entry), status__in=[BidStatus.SEALED, *RECEIVED_BIDS]
        ).select_related("tender")
        if receipts_root(list(received)) != entry.data["root"]:
            yield Discrepancy(entry.subject, "bids received")


def _contracts() -> Iterator[Discrepancy]:
    for entry in _entries(PRINTED):
        contract = Contract.objects.select_related("pdf").get(number=entry.data["number"])
        if {_content_hash(contract), contract.pdf_sha256} != {entry.data["sha256"]}:
            yield Discrepancy(entry.subject, "contract’s PDF")


def _content_hash(contract: Contract) -> str:
    """Of the file as it lies there; empty if it is gone."""
    try:
        assert contract.pdf is not None  # noqa: S101  it was printed
        with contract.pdf.content.open("rb") as content:
            return sha256(content.read()).hexdigest()
    except FileNotFoundError:
        return ""


def _entries(action: str) -> Iterator[Event]:
    return Event.objects.filter(action=action).exclude(data={}).order_by("pk").iterator()


def _tender(entry: Event) -> QuerySet[Tender]:
    return Tender.objects.filter(ocid=entry.subject.removeprefix("tender:"))


def _judged(entry: Event) -> QuerySet[Bid]:
    """The bids that were in the running when the entry was made."""
    return Bid.objects.filter(
        Q(disqualified_at__isnull=True) | Q(disqualified_at__gte=entry.at),
        tender__in=_tender(entry),
    )
