"""Reads the database, the files, the ledger's export and the mails; compares with the journal."""

import email
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.db.models import Q

from marketplace.devstack.places import ROOT
from marketplace.ledger import verify_ledger
from marketplace.ledger.api import is_integrated
from marketplace.ledger.log import introduced_keys
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message, MessageStatus
from tenders.models import Award, Bid, BidFile, BidVersion, Contract, Tender
from tenders.states import ACTIVE_AWARDS, TenderStatus
from tests.faults.journal import Attempt, Journal
from tests.faults.troubles import AWARDS, TROUBLES

PATIENCE = 10.0  # seconds that a request may take beside slow clients


@dataclass(frozen=True)
class Row:
    """What one kind of trouble did: how much was tried, and what must be 0."""

    trouble: str
    acknowledged: int
    refused_late: int
    lost: int
    late_accepted: int
    on_time_refused: int
    doubled: int

    @property
    def is_wrong(self) -> bool:
        harm = self.lost + self.late_accepted + self.on_time_refused + self.doubled
        return bool(harm) or not self.acknowledged  # where nothing was tried, nothing was shown


@dataclass(frozen=True)
class Finding:
    """One line of the second table: what was counted, and how many of it must be 0."""

    what: str
    counted: int
    wrong: int | None = None


def rows(journal: Journal) -> Iterator[Row]:
    """One for each trouble that some call lived through, then the awards."""
    for name, trouble in TROUBLES.items():
        if name in journal.tried:
            yield _row(journal, name, trouble.what)
    yield _awards(journal)


def _row(journal: Journal, name: str, what: str) -> Row:
    attempts = [attempt for attempt in journal.attempts if attempt.trouble == name]
    accepted = [attempt for attempt in attempts if attempt.outcome == "accepted"]
    closed = [attempt for attempt in attempts if attempt.outcome == "closed"]
    known = _versions(accepted)
    lost = {one.key for one in accepted if known.get(one.key) != (one.bid, one.version)}
    files = {(file.bid, file.digest) for file in journal.files if file.trouble == name}
    gone = [file for file in files if not _is_kept(*file)]
    in_time = {one.key for one in attempts if not one.was_late}  # or a copy of it was
    late = {
        one.key
        for one in accepted
        if one.key not in in_time or (one.key in known and _is_late(one))
    }
    said: dict[str, set[tuple[str, int, str]]] = {}
    for one in attempts:
        said.setdefault(one.key, set()).add((one.outcome, one.version, one.receipt))
    return Row(
        what,
        acknowledged=len({one.key for one in accepted}) + len(files),
        refused_late=len({one.key for one in closed}),
        lost=len(lost) + len(gone),
        late_accepted=len(late),
        on_time_refused=len({(one.bid, one.key) for one in closed if one.was_in_time}),
        doubled=sum(len(answers) > 1 for answers in said.values()),
    )


def _versions(accepted: list[Attempt]) -> dict[str, tuple[str, int]]:
    keys = {attempt.key for attempt in accepted}
    found = BidVersion.objects.filter(submission_key__in=keys).select_related("bid")
    return {str(row.submission_key): (str(row.bid.public_id), row.number) for row in found}


def _is_late(attempt: Attempt) -> bool:
    version = BidVersion.objects.get(submission_key=attempt.key)
    return version.received_at >= attempt.deadline


def _is_kept(bid: str, digest: str) -> bool:
    """Whether the row is there, and the bytes on the disk are those of the digest."""
    file = BidFile.objects.filter(bid__public_id=bid, digest=digest).first()
    if file is None:
        return False
    with file.content.open("rb") as content:
        return sha256(content.read()).hexdigest() == digest


def _awards(journal: Journal) -> Row:
    """Of each call, one recommendation and one approval took effect, with all that follows."""
    lost = doubled = 0
    for race in journal.races:
        events = Event.objects.filter(subject=f"tender:{race.tender}", action=f"award.{race.step}")
        active = Award.objects.filter(tender__ocid=race.tender, status__in=ACTIVE_AWARDS)
        contracts = Contract.objects.filter(award__tender__ocid=race.tender)
        effects = {events.count(), active.count(), contracts.count()}
        lost += 0 in effects
        doubled += max(race.told, *effects) > 1
    acknowledged = sum(race.told > 0 for race in journal.races)
    return Row(AWARDS, acknowledged, 0, lost, 0, 0, doubled)


def findings(journal: Journal, mail: Path) -> Iterator[Finding]:
    yield Finding("requests sent again", journal.retries)
    yield Finding("refused for another reason", len({a.key for a in journal.of("other")}))
    yield from _answers(journal)
    yield from _recovery(journal)
    yield from _early(journal)
    yield from _openings()
    yield from _mails(mail)
    yield from _ledger()


def _answers(journal: Journal) -> Iterator[Finding]:
    """A site in trouble says so, in the language of the page; it never just breaks."""
    broken = [answer for answer in journal.answers if answer.status == 500]
    yield Finding("answers of 500", len(broken), len(broken))
    away = [answer for answer in journal.answers if answer.status == 503]
    silent = sum(not answer.says_why for answer in away)
    yield Finding("answers of 503, and those that do not say why", len(away), silent)
    if waits := journal.waits.get("slow"):
        long = sum(wait > PATIENCE for wait in waits)
        yield Finding("requests beside slow clients, and those kept waiting", len(waits), long)


def _recovery(journal: Journal) -> Iterator[Finding]:
    """Where a disk was full, a submission was answered once there was room again."""
    waiting = {trouble for trouble, _moment in journal.freed}
    recovered = {
        trouble
        for trouble, moment in journal.freed
        for one in journal.attempts
        if one.trouble == trouble and one.answered_at > moment
    }
    if waiting:
        yield Finding("disks freed, and those after which nobody was answered",
                      len(waiting), len(waiting - recovered))  # fmt: skip


def _early(journal: Journal) -> Iterator[Finding]:
    """While clocks were ahead, no call was closed and the sealer opened nothing."""
    if asked := sum(journal.early.values()):
        well = journal.early["too-early"] + journal.early["still open"]
        yield Finding("asked to close or open too early, and what did", asked, asked - well)


def _openings() -> Iterator[Finding]:
    """Every call is closed and opened, and in each bid the last submission is what counts."""
    stuck = Tender.objects.filter(status__in=[TenderStatus.OPEN, TenderStatus.CLOSED])
    yield Finding("calls, and those not opened in the end", Tender.objects.count(), stuck.count())
    entered = Bid.objects.filter(versions__isnull=False).distinct()
    unread = entered.filter(Q(opened_at=None) | ~Q(opening_fault=""))
    yield Finding("bids, and those not opened whole", entered.count(), unread.count())
    for action in ("tender.closed", "seal.open", "tender.bids-opened"):
        counted = Counter(Event.objects.filter(action=action).values_list("subject", flat=True))
        twice = sum(n > 1 for n in counted.values())
        yield Finding(f"{action}, and those entered twice", len(counted), twice)


def _mails(folder: Path) -> Iterator[Finding]:
    """Each message is sent; one that was sent again has the same Message-ID."""
    unsent = Message.objects.exclude(status=MessageStatus.SENT)
    yield Finding("messages, and those not sent", Message.objects.count(), unsent.count())
    files = list(folder.glob("*.eml"))
    sent = {email.message_from_bytes(file.read_bytes())["Message-ID"] for file in files}
    differ = abs(len(sent) - Message.objects.count())
    yield Finding("mails, and those too many or too few", len(sent), differ)


def _ledger() -> Iterator[Finding]:
    sealed = Event.objects.filter(action="bid.sealed")
    unsigned = [event for event in sealed if not is_integrated(event)]
    yield Finding("submissions, and those missing in the log", sealed.count(), len(unsigned))
    differ = abs(sealed.count() - BidVersion.objects.count())
    yield Finding("entries, and those without a submission or the reverse", sealed.count(), differ)
    with tempfile.TemporaryDirectory() as folder:
        keys, export = Path(folder, "keys"), Path(folder, "export.jsonl")
        keys.write_text("\n".join(introduced_keys()) + "\n")
        with export.open("wb") as file:
            command = [sys.executable, "manage.py", "export_ledger"]
            subprocess.run(command, cwd=ROOT, stdout=file, check=True)
        checked = subprocess.run(
            [sys.executable, "-I", str(verify_ledger.__file__), str(keys), str(export)],
            capture_output=True,
            text=True,
            check=False,
        )
        first = json.loads(export.read_bytes().split(b"\n", 1)[0])
        size = int(first["checkpoint"].splitlines()[1])
    yield Finding("entries of the export, which must verify", size, int(checked.returncode != 0))
