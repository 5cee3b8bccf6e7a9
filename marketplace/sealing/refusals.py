"""Every refusal is in the ledger, once as long as custody says the same."""

from datetime import datetime

from django.db import transaction

from marketplace.authorization import SYSTEM
from marketplace.ledger.models import Event
from marketplace.ledger.record import record
from marketplace.sealing.errors import SealError


@transaction.atomic
def note_refusal(subject: str, refusal: SealError, *, at: datetime) -> None:
    """Enter ``refusal`` in a transaction of its own, unless it is the last word on ``subject``."""
    last = Event.objects.filter(subject=subject).order_by("-pk").first()
    said = {"code": refusal.code, "key": refusal.facts.get("key", "")}
    if last is None or last.action != "seal.refused" or not said.items() <= last.data.items():
        record("seal.refused", subject=subject, actor=SYSTEM, at=at, data=said)
