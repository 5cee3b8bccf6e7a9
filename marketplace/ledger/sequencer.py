"""The sequencer: gives recorded events their place in the log, then signs what is committed.

One step: is the database the one whose checkpoints are outside? → integrate (one transaction) →
sign from committed state (another). Killed at any point, the next step goes on from the rows.
"""

import secrets
from collections.abc import Sequence
from random import SystemRandom

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from marketplace.authorization import SYSTEM
from marketplace.clock import now
from marketplace.ledger import health, kinds, log, outside
from marketplace.ledger.models import Checkpoint
from marketplace.ledger.models import Sequencer as Status
from marketplace.ledger.notes import SigningKey, checkpoint_note, read_keys
from marketplace.ledger.record import record
from marketplace.ledger.tree import HEIGHT, completed

LOCK = 5_186_220_473  # any number, the same in every process that may integrate
COVER = 8  # leaves come by multiples of it, or the log would tell how many events there were
BATCH = 16_384
HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
# Never id > last: a lower id may commit later. Only a transaction that had not ended when the
# last pass began can have written a row that it did not see.
WAITING = """
    SELECT id, commitment FROM ledger_event AS event
    WHERE xid >= %s AND NOT EXISTS (SELECT FROM ledger_leaf WHERE event_id = event.id)
    ORDER BY id LIMIT %s
"""
INTEGRATE = """
    INSERT INTO ledger_leaf (index, event_id, commitment)
    SELECT %s + place - 1, event_id, commitment
    FROM unnest(%s::bigint[], %s::bytea[]) WITH ORDINALITY AS t (event_id, commitment, place)
"""
STORE = "INSERT INTO ledger_subtree (level, index, hash) VALUES (%s, %s, %s)"


class Sequencer:
    """One running sequencer. Make a new one after the connection to the database was lost."""

    def __init__(self) -> None:
        self._horizon = 0  # every transaction before it had ended when the last pass began
        self._outside = outside.Outside()

    def step(self) -> bool:
        """Integrate and sign what waits. False if there was nothing to do, or it may not.

        Why it may not is then in the row that ``health`` reads.
        """
        try:
            keys = read_keys(settings.LEDGER_KEY_FILE)
            self._outside.require_same_log(keys)
            announce(keys)
            added = self.integrate()
            signed = self.sign(keys)
        except ImproperlyConfigured as wrong:
            health.tell(Status.State.NO_KEY, str(wrong))
            return False
        except outside.Refusing as refusal:
            health.tell(refusal.state, str(refusal))
            return False
        except log.RowsMissing as missing:
            health.tell(Status.State.INCONSISTENT, f"Rows of the log are missing: {missing}.")
            return False
        health.tell(Status.State.WORKING)
        return bool(added or signed)

    def integrate(self) -> int:
        """Give what waits its place; return how many leaves that added. All or nothing.

        Of several sequencers at once, one works and the others find nothing to do.
        """
        added, more = 0, True
        while more:
            with transaction.atomic():
                if not _alone():
                    return added
                horizon, waiting = self._waiting()
                if waiting:
                    added += _append(waiting)
            more = len(waiting) == BATCH
            if not more:
                self._horizon = horizon
        return added

    def sign(self, keys: Sequence[SigningKey]) -> bool:
        """Sign the log as it is committed, unless that is done; whether a checkpoint was made."""
        with transaction.atomic():
            if not _alone():
                return False
            size, latest = log.size(), log.latest_checkpoint()
            if size == (latest.size if latest else 0):
                return False
            tree = log.tree(size)
            if latest and log.tree(latest.size).root() != bytes(latest.root):
                raise outside.Refusing(
                    Status.State.INCONSISTENT,
                    f"The first {latest.size} entries are not those that were signed.",
                )
            head = (log.origin(), size, tree.root())
            note = checkpoint_note(head, keys)
            self._outside.keep(note, head)
            Checkpoint.objects.create(size=size, root=head[2], note=note, signed_at=now())
        return True

    def _waiting(self) -> tuple[int, list[tuple[int, bytes]]]:
        with connection.cursor() as cursor:
            cursor.execute(HORIZON)
            horizon = cursor.fetchone()[0]
            cursor.execute(WAITING, [self._horizon, BATCH])
            return horizon, cursor.fetchall()


def announce(keys: Sequence[SigningKey]) -> None:
    """Enter in the ledger which keys sign it from now on, and which no longer do.

    A checkpoint that has the entry of a new key is signed by the old one too:
    whoever trusted the old learns of the new from it. Raises Refusing if no key
    in the file is known to the log.
    """
    public = {key.public for key in keys}
    in_force = log.keys_in_force()
    if public == set(in_force):
        return
    if in_force and not public & set(in_force):
        raise outside.Refusing(
            Status.State.UNKNOWN_KEY,
            "The key file has none of the keys that sign this log: bring the right file, or, if "
            "it is lost for good, make another with ‘manage.py rotate_ledger_key --lost’.",
        )
    with transaction.atomic():
        if not _alone():
            return
        introduced, in_force = log.introduced_keys(), log.keys_in_force()
        for key in keys:
            if key.public not in introduced:
                _enter(kinds.KEY_INTRODUCED, key.public)
        for gone in in_force:
            if gone not in public:
                _enter(kinds.KEY_RETIRED, gone)


def _enter(action: str, key: str) -> None:
    record(action, subject=kinds.LEDGER, actor=SYSTEM, at=now(), data={"key": key})


def _alone() -> bool:
    """Whether this transaction is the only one that may now integrate or sign."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _append(waiting: list[tuple[int, bytes]]) -> int:
    """Append these commitments in order, among cover leaves at random places."""
    total = len(waiting) + -len(waiting) % COVER
    covers = set(SystemRandom().sample(range(total), total - len(waiting)))
    rows = iter(waiting)
    leaves = [
        (None, secrets.token_bytes(32)) if place in covers else next(rows) for place in range(total)
    ]
    before = log.size()
    with connection.cursor() as cursor:
        cursor.execute(INTEGRATE, [before, *map(list, zip(*leaves, strict=True))])
        for level in range(1, (before + total).bit_length() // HEIGHT + 1):
            found = completed(level, before, before + total, log.read)
            cursor.executemany(STORE, [(level, index, root) for index, root in found])
    return total
