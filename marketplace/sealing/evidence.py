"""What must be so for a key to be used, looked up by custody itself: no caller's word counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from time import sleep
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.utils.dateparse import parse_datetime
from django.utils.module_loading import import_string

from marketplace.accounts.proof import is_fresh
from marketplace.clock import from_wall
from marketplace.ledger.api import is_integrated
from marketplace.ledger.models import Event

CLOSED = "tender.closed"
APPROVED = "opening.approved"
OPENING = "seal.open"
NOTES_LOCKED = "scores.technical.locked"
STEP = 0.2  # seconds
SEQUENCER_PATIENCE = 20  # steps; it signs every second
_signed: set[bytes] = set()  # a few per call: 200 bids are not looked up 200 times
PROOFS = "account_authentication_methods"  # where allauth keeps them in a session


@dataclass(frozen=True)
class CopyAccess:
    """Who asks for a firm's own copy: a person (primary key as text) and their session's key.

    Custody looks up that the session is alive and theirs, that they belong to the firm, and, for
    all but a draft, that they proved lately who they are.
    """

    person: str
    session: str


@dataclass(frozen=True)
class TenderRecord:
    """What the ledger says of a tender: which events it has, and who approved its opening."""

    events: frozenset[str]
    approved_by: frozenset[str]


def tender_record(tender: str) -> TenderRecord:
    """Look ``tender`` up in the ledger. An approval counts with a proof of identity just before.

    With ``settings.SEALING_WAITS_FOR_LEDGER`` an entry counts once a signed checkpoint covers it,
    so that whoever opens can't deny it later; the sequencer takes a second, and so does this.
    """
    rows = list(
        Event.objects.filter(
            subject=f"tender:{tender}", action__in=[CLOSED, APPROVED, OPENING, NOTES_LOCKED]
        )
    )
    if settings.SEALING_WAITS_FOR_LEDGER:
        rows = _integrated(rows)
    return TenderRecord(
        events=frozenset(row.action for row in rows),
        approved_by=frozenset(
            row.actor for row in rows if row.action == APPROVED and row.actor and _was_proved(row)
        ),
    )


@dataclass(frozen=True)
class Visit:
    """A live session: whose it is, and when they last proved who they are."""

    person: str
    proved_at: datetime | None


def visit(session: str) -> Visit | None:
    """The session of that key, or None if it has ended or nobody is signed in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    content: dict[str, Any] = store(session).load() if session else {}
    person = content.get(SESSION_KEY)
    if not person:
        return None
    proofs = [proof["at"] for proof in content.get(PROOFS, [])]
    return Visit(str(person), from_wall(max(proofs)) if proofs else None)


def belongs_to_firm(person: str, vendor: str) -> bool:
    """Whether the person is a member of the firm; asked of ``settings.SEALING_MEMBERSHIP``."""
    ask = cast(Callable[[str, str], bool], import_string(settings.SEALING_MEMBERSHIP))
    return ask(person, vendor)


def _integrated(rows: list[Event]) -> list[Event]:
    """Those of ``rows`` that the public log holds, after giving the sequencer time for the rest."""
    for _ in range(SEQUENCER_PATIENCE):
        if all(map(_is_signed, rows)):
            return rows
        sleep(STEP)
    return [row for row in rows if _is_signed(row)]


def _is_signed(row: Event) -> bool:
    """Whether the log holds the row, as it is now. What it once held, it holds for good."""
    if row.erased:
        return False
    content = row.commit()
    if content not in _signed and is_integrated(row):
        _signed.add(content)
    return content in _signed


def _was_proved(approval: Event) -> bool:
    said = parse_datetime(str(approval.data.get("proved_at", "")))
    return is_fresh(said, approval.at)
