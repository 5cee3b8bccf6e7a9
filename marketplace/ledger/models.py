"""What happened, append-only."""

import uuid

import pgtrigger
from django.db import models


class Event(models.Model):
    """One fact, written in the transaction that made it true.

    ``subject`` is a public reference such as ``tender:ocds-zz9999-000001`` or
    ``bid:<uuid>``; ``actor`` is a person's public id, empty for the platform.
    Nothing here is ever changed or deleted: triggers refuse it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    actor = models.CharField(max_length=36, blank=True)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject", "id"], name="event_by_subject")]
        triggers = [
            pgtrigger.Protect(
                name="event_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            pgtrigger.Trigger(
                name="event_is_never_truncated",
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'The ledger is append-only.';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
