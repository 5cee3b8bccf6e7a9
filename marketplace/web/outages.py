"""Failures that are nobody's mistake and pass: a disk that is full, a database that is away."""

import structlog
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from marketplace.errors import NO_ROOM, Unavailable

DISK_FULL = "53100"  # the database's SQLSTATE

log = structlog.get_logger(__name__)


class Outage(Unavailable):
    """Something under the site failed. What was sent was most likely not kept; nobody can say."""


def outage_of(failure: BaseException | None) -> Outage | None:
    """What to tell a person of ``failure``, in the language in force; None if it is a mistake.

    What the database calls operational counts: it is away, has no room, or gave up a wait.
    """
    if isinstance(failure, OSError) and failure.errno in NO_ROOM:
        return _told("no-room", failure)
    if isinstance(failure, OperationalError | InterfaceError):
        state = getattr(failure.__cause__, "sqlstate", None)
        return _told("no-room" if state == DISK_FULL else "no-database", failure)
    return None


def _told(kind: str, failure: BaseException) -> Outage:
    log.error("site.outage", kind=kind, reason=str(failure))
    if kind == "no-room":
        return Outage(_("The site’s disk is full, so that nothing can be kept just now."))
    return Outage(_("The site’s database does not answer just now."))
