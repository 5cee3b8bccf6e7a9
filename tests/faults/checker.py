"""Reads the database, the ledger's export and the mails, and compares them with the journal."""

import email
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import F

from marketplace.devstack.places import ROOT
from marketplace.ledger import verify_ledger
from marketplace.ledger.api import is_integrated
from marketplace.ledger.log import introduced_keys
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message, MessageStatus
from tenders.models import Bid, BidVersion, Tender
from tenders.states import BidStatus, TenderStatus
from tests.faults.journal import Journal


@dataclass(frozen=True)
class Finding:
    """One line of the table: what was counted, and how many of it must be 0."""

    what: str
    counted: int
    wrong: int | None = None


def findings(journal: Journal, mail: Path) -> list[Finding]:
    accepted = journal.of("accepted")
    versions = {str(row.submission_key): row for row in BidVersion.objects.select_related("bid")}
    lost = [a for a in accepted if _version(versions, a.key) != (a.bid, a.version)]
    late = BidVersion.objects.filter(received_at__gte=F("bid__tender__submission_deadline"))
    refused = [a for a in journal.of("closed") if a.answered_at < a.deadline]
    numbers = {a.key: {b.version for b in accepted if b.key == a.key} for a in accepted}
    doubled = sum(len(versions) > 1 for versions in numbers.values())
    return [
        Finding("processes killed", len(journal.faults)),
        Finding("requests sent again", journal.retries),
        Finding("submissions acknowledged, then lost", len(versions), len(lost)),
        Finding("late ones accepted", len(journal.of("closed")), late.count()),
        Finding("refused though in time", len(accepted), len(refused)),
        Finding("one form, two submissions", len(numbers), doubled),
        Finding("refused for another reason", len(journal.of("other"))),
        *_openings(),
        *_mails(mail),
        *_ledger(),
    ]


def _version(versions: dict[str, BidVersion], key: str) -> tuple[str, int] | None:
    row = versions.get(key)
    return (str(row.bid.public_id), row.number) if row else None


def _openings() -> Iterator[Finding]:
    """Every call is closed and opened, and in each bid the last submission is what counts."""
    stuck = Tender.objects.exclude(status__in=[TenderStatus.EVALUATION, TenderStatus.UNSUCCESSFUL])
    yield Finding("calls not opened in the end", Tender.objects.count(), stuck.count())
    entered = Bid.objects.filter(versions__isnull=False).distinct()
    unread = entered.exclude(status=BidStatus.OPENED, opening_fault="")
    yield Finding("bids not opened whole", entered.count(), unread.count())
    for action in ("tender.closed", "seal.open", "tender.bids-opened"):
        counted = Counter(Event.objects.filter(action=action).values_list("subject", flat=True))
        yield Finding(f"{action} twice", len(counted), sum(n > 1 for n in counted.values()))


def _mails(folder: Path) -> Iterator[Finding]:
    """Each message is sent; one that was sent again has the same Message-ID."""
    unsent = Message.objects.exclude(status=MessageStatus.SENT)
    yield Finding("messages not sent", Message.objects.count(), unsent.count())
    files = list(folder.glob("*.eml"))
    sent = {email.message_from_bytes(file.read_bytes())["Message-ID"] for file in files}
    differ = abs(len(sent) - Message.objects.count())
    yield Finding("mails that differ from the messages", len(sent), differ)


def _ledger() -> Iterator[Finding]:
    sealed = Event.objects.filter(action="bid.sealed")
    unsigned = [event for event in sealed if not is_integrated(event)]
    yield Finding("submissions missing in the ledger", sealed.count(), len(unsigned))
    per_version = abs(sealed.count() - BidVersion.objects.count())
    yield Finding("entries without submission, or the reverse", sealed.count(), per_version)
    with tempfile.TemporaryDirectory() as folder:
        keys, export = Path(folder, "keys"), Path(folder, "export.jsonl")
        keys.write_text("\n".join(introduced_keys()) + "\n")
        with export.open("wb") as file:
            subprocess.run(
                [sys.executable, "manage.py", "export_ledger"], cwd=ROOT, stdout=file, check=True
            )
        checked = subprocess.run(
            [sys.executable, "-I", str(verify_ledger.__file__), str(keys), str(export)],
            capture_output=True,
            text=True,
            check=False,
        )
        first = json.loads(export.read_bytes().split(b"\n", 1)[0])
        size = int(first["checkpoint"].splitlines()[1])
    yield Finding("exports that do not verify", size, int(checked.returncode != 0))
