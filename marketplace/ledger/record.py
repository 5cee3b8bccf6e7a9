"""The one way to write the ledger."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from marketplace.ledger.models import Event, new_salt


def record(
    action: str, *, subject: str, actor: Any, at: datetime, data: Mapping[str, Any] | None = None
) -> Event:
    """Append one fact to the ledger, in the caller's transaction.

    ``action`` is ``noun.verb-in-the-past`` (``bid.sealed``). ``subject`` is the
    object's public reference. ``data`` of the actions in ``kinds.PUBLIC`` is
    published; of all others only a salted commitment is, within seconds.

    Raises RuntimeError outside a transaction: the fact and its record stand or
    fall together. Raises NotCanonical for data without one canonical form
    (floats, integers beyond 2^53 - 1); nothing is then recorded.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A ledger event belongs in the transaction of its fact.")
    public_id = getattr(actor, "public_id", None)
    event = Event(
        public_id=uuid.uuid4(),
        action=action,
        subject=subject,
        actor=str(public_id) if public_id else "",
        at=at,
        data=dict(data or {}),
        salt=new_salt(),
    )
    event.commitment = event.commit()
    event.save(force_insert=True)
    return event
