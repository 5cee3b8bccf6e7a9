"""The one way to write the ledger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from marketplace.ledger.models import Event


def record(
    action: str, *, subject: str, actor: Any, at: datetime, data: Mapping[str, Any] | None = None
) -> Event:
    """Append one fact to the ledger, in the caller's transaction.

    ``action`` is ``noun.verb-in-the-past`` (``bid.sealed``). ``subject`` is the
    object's public reference. ``data`` must hold nothing secret: the ledger is
    committed to publicly.

    Raises RuntimeError outside a transaction: the fact and its record stand or fall together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A ledger event belongs in the transaction of its fact.")
    public_id = getattr(actor, "public_id", None)
    return Event.objects.create(
        action=action,
        subject=subject,
        actor=str(public_id) if public_id else "",
        at=at,
        data=dict(data or {}),
    )
