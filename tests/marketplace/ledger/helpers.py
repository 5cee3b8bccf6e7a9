"""Small doings that the tests of the ledger share."""

import subprocess
import sys
from pathlib import Path

from django.db import connection, transaction

from marketplace.authorization import SYSTEM
from marketplace.clock import now
from marketplace.devstack.places import ROOT
from marketplace.ledger import log
from marketplace.ledger.models import Event
from marketplace.ledger.record import record
from marketplace.ledger.sequencer import Sequencer

SCRIPT = ROOT / "marketplace/ledger/verify_ledger.py"


def enter(action="bid.sealed", subject="bid:1", **data) -> Event:
    with transaction.atomic():
        return record(action, subject=subject, actor=SYSTEM, at=now(), data=data)


def sequence() -> None:
    Sequencer().step()


def keys_file(folder: Path) -> Path:
    file = folder / "keys.txt"
    file.write_text("\n".join(log.introduced_keys()) + "\n")
    return file


def verify(folder: Path, content: str | bytes, *, earlier: str = "") -> subprocess.CompletedProcess:
    """Run the script as anybody would, on a file with ``content``, against the ledger's keys."""
    file, kept = folder / "given", folder / "earlier"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    kept.write_text(earlier)
    arguments = [keys_file(folder), file, *([kept] if earlier else [])]
    return run_script(*arguments)


def run_script(*arguments) -> subprocess.CompletedProcess:
    command = [sys.executable, "-I", SCRIPT, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def as_superuser(statement: str, *values) -> None:
    """What an operator with all rights can do: the guards are switched off for it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("event", "leaf", "subtree", "checkpoint"):
            cursor.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        for table in ("event", "leaf", "subtree", "checkpoint"):
            cursor.execute(f"ALTER TABLE ledger_{table} ENABLE TRIGGER USER")
