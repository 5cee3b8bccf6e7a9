"""How the sequencer is, written by it and read by the site, by the database's own clock."""

from dataclasses import dataclass

import structlog
from django.db import Error, connection

from marketplace.ledger.models import Sequencer

SILENT_SECONDS = 60
logger = structlog.get_logger(__name__)
TELL = """
    INSERT INTO ledger_sequencer AS was (id, state, detail, since, seen_at)
    VALUES (1, %s, %s, clock_timestamp(), clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET
        since = CASE WHEN was.state = excluded.state THEN was.since ELSE excluded.since END,
        state = excluded.state, detail = excluded.detail, seen_at = excluded.seen_at
    WHERE (was.state, was.detail) <> (excluded.state, excluded.detail)
        OR was.seen_at NOT BETWEEN clock_timestamp() - interval '5 s' AND clock_timestamp()
    RETURNING since = seen_at
"""
LONG = 5000  # entries that wait; working, the sequencer places as many in a few seconds
COUNTED = 100_000
WAITING = """
    SELECT count(*) FROM (
        SELECT FROM ledger_event
        WHERE id > coalesce((SELECT max(event_id) FROM ledger_leaf), 0) LIMIT %s
    ) AS waiting
"""
READ = """
    SELECT state, detail, extract(epoch FROM clock_timestamp() - seen_at) FROM ledger_sequencer
"""


@dataclass(frozen=True)
class Health:
    """``state`` is one of Sequencer.State, or "silent" when it has not been seen for a minute."""

    state: str
    detail: str = ""
    silent_seconds: int = 0

    @property
    def works(self) -> bool:
        return self.state == Sequencer.State.WORKING


def tell(state: Sequencer.State, detail: str = "") -> None:
    """Say how it is: in the database, and in the log of the process when it has changed."""
    with connection.cursor() as cursor:
        cursor.execute(TELL, [state, detail[:300]])
        row = cursor.fetchone()
    if row and row[0]:
        say = logger.info if state == Sequencer.State.WORKING else logger.error
        say("ledger.sequencer", state=str(state), detail=detail)


def current() -> Health:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        row = cursor.fetchone()
    if row is None:
        return Health("silent")
    state, detail, seconds = row
    if seconds > SILENT_SECONDS:
        return Health("silent", silent_seconds=int(seconds))
    return Health(state, detail)


def readiness() -> str:
    """One line for ``/readyz``. The site serves, and submissions are taken, whatever it says."""
    try:
        now, waiting = current(), _waiting()
    except Error:
        return "ledger: no database"
    state = "overloaded" if now.works and waiting > LONG else now.state
    told = [now.detail] if now.detail else []
    if state != Sequencer.State.WORKING and waiting:
        told.append(f"entries that wait, none of them lost: {waiting:,}")
    return f"ledger: {state}" + (f": {' '.join(told)}" if told else "")


def _waiting() -> int:
    """How many entries came after the last one that was placed, counted as far as ``COUNTED``."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [COUNTED])
        return int(cursor.fetchone()[0])
