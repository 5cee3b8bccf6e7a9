"""The newest checkpoint, kept in a file outside the database: what a restored dump is held to.

A database that is behind this file, or tells another story, must not be signed for: whoever holds
a receipt between the two would hold a proof of a log that no longer exists.
"""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from marketplace.ledger import log
from marketplace.ledger.models import Sequencer
from marketplace.ledger.notes import SigningKey, write_durably
from marketplace.ledger.verify_ledger import Head, Refused, open_note, read_keys

State = Sequencer.State


class Refusing(Exception):
    """Why nothing is integrated or signed: a state, and a sentence for the operator."""

    def __init__(self, state: State, detail: str) -> None:
        super().__init__(detail)
        self.state = state


class Outside:
    """The file ``LEDGER_CHECKPOINT_FILE``; its signature is checked once per content."""

    def __init__(self) -> None:
        self._known = ""
        self._head: Head | None = None

    def require_same_log(self, keys: Sequence[SigningKey]) -> None:
        """Raises Refusing unless the database continues the checkpoint in the file."""
        head = self.read(keys)
        if head is None:
            if (latest := log.latest_checkpoint()) is not None:
                raise Refusing(
                    State.NO_OUTSIDE,
                    f"{path()} is missing, and the log has signed {latest.size} entries: bring it "
                    "back, or say with ‘manage.py accept_restore’ that this database is the log.",
                )
            return
        _origin, size, root = head
        if (here := log.size()) < size:
            raise Refusing(
                State.BEHIND,
                f"The checkpoint outside has {size} entries, this database {here}: restore a "
                "newer dump, or accept the loss with ‘manage.py accept_restore’.",
            )
        if log.tree(size).root() != root:
            raise Refusing(
                State.INCONSISTENT,
                f"The first {size} entries of this database are not those of the checkpoint "
                "outside: an entry was changed, taken away or put in. Restore a dump.",
            )

    def keep(self, note: str, head: Head) -> None:
        """Put a checkpoint in the file before anybody else sees it."""
        write_durably(path(), note)
        self._known, self._head = note, head

    def read(self, keys: Sequence[SigningKey]) -> Head | None:
        try:
            note = path().read_text()
        except FileNotFoundError:
            return None
        if note != self._known:
            trusted = read_keys("\n".join(key.public for key in keys)) | log.trusted_keys()
            try:
                self._head = open_note(note, trusted)
            except (Refused, LookupError, TypeError, ValueError) as wrong:
                raise Refusing(
                    State.INCONSISTENT, f"{path()} is not a checkpoint of this log."
                ) from wrong
            self._known = note
        return self._head


def replace(lost: Head | None, note: str) -> None:
    """Set the file aside, which proves what was lost, and begin again from ``note``, if any."""
    if lost is not None:
        path().rename(path().with_name(f"{path().name}.lost-{lost[1]}"))
    if note:
        write_durably(path(), note)


def path() -> Path:
    return Path(settings.LEDGER_CHECKPOINT_FILE)
