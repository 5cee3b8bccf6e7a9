"""The sequencer as a process: a step every second, whatever happens to the database meanwhile."""

import time
from contextlib import suppress
from threading import Event as Flag

import structlog
from django.db import DatabaseError, InterfaceError, connection

from marketplace.ledger import health
from marketplace.ledger.models import Sequencer as Status
from marketplace.ledger.sequencer import Sequencer

SECONDS = 1.0
logger = structlog.get_logger(__name__)


def run(stopped: Flag, *, once: bool = False) -> None:
    """Integrate and sign until ``stopped``. Events wait in their table while this can't be done."""
    sequencer = Sequencer()
    while not stopped.is_set():
        began = time.monotonic()
        try:
            sequencer.step()
        except (DatabaseError, InterfaceError, OSError) as failure:
            if once:
                raise
            logger.exception("ledger.sequencer-failed")
            with suppress(DatabaseError, InterfaceError):
                health.tell(Status.State.BROKEN, f"{type(failure).__name__}: see its log.")
            connection.close()
            sequencer = Sequencer()  # the database may be another one when it is back
        if once:
            return
        stopped.wait(max(0.0, SECONDS - (time.monotonic() - began)))
