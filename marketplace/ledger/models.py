"""What happened, append-only, and the log that proves it."""

import secrets
import uuid
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from marketplace.horizon import writing_transaction
from marketplace.ledger import commitment
from marketplace.ledger.kinds import CONTRACTS, PUBLIC

KEPT = ("id", "public_id", "action", "subject", "at", "commitment", "xid")
ERASURE_ALONE = f"""
IF TG_OP = 'UPDATE' AND NEW.salt IS NULL AND NEW.data = '{{}}' AND NEW.actor = ''
    AND ({", ".join(f"NEW.{name}" for name in KEPT)})
        = ({", ".join(f"OLD.{name}" for name in KEPT)})
    AND EXISTS (SELECT FROM ledger_leaf WHERE event_id = OLD.id)
THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'The ledger is append-only.';
"""


def new_salt() -> bytes:
    return secrets.token_bytes(commitment.SALT_SIZE)


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse any change; a migration makes them ENABLE ALWAYS."""
    return [
        pgtrigger.Protect(
            name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete
        ),
        never_truncated(name),
    ]


def never_truncated(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"{name}_never_truncated",
        operation=pgtrigger.Truncate,
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'The ledger is append-only.';",
    )


class Event(models.Model):
    """One fact, written in the transaction that made it true.

    ``subject`` is a public reference such as ``tender:ocds-zz9999-000001`` or
    ``bid:<uuid>``; ``actor`` is a person's public id, empty for the platform.
    ``commitment`` is what the public log holds of it, for ever. What it commits
    to (``data`` and ``actor``) and its ``salt`` may be erased, once, and
    nothing else is ever changed: triggers refuse it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    actor = models.CharField(max_length=36, blank=True)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    salt = models.BinaryField(default=new_salt, null=True, max_length=commitment.SALT_SIZE)
    commitment = models.BinaryField(max_length=32)
    # The writing transaction, by which the sequencer knows what it may not have seen yet.
    xid = models.BigIntegerField(editable=False, db_default=writing_transaction())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="event_commitment_is_a_sha256", condition=Exact(Length("commitment"), 32)
            )
        ]
        indexes = [
            models.Index(fields=["subject", "id"], name="event_by_subject"),
            models.Index(fields=["xid"], name="event_by_transaction"),
            models.Index(
                KeyTransform("sha256", "data"),
                name="event_by_contract",
                condition=Q(action__in=CONTRACTS),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="event_is_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=ERASURE_ALONE,
            ),
            never_truncated("event_is"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"

    @property
    def erased(self) -> bool:
        return self.salt is None

    @property
    def is_public(self) -> bool:
        return self.action in PUBLIC

    def entry(self) -> dict[str, Any]:
        """What is committed to. Raises ValueError if it was erased."""
        if self.salt is None:
            raise ValueError(f"What was committed to in {self.public_id} has been erased.")
        return commitment.entry(
            public_id=self.public_id,
            action=self.action,
            subject=self.subject,
            actor=self.actor,
            at=self.at,
            data=self.data,
            salt=bytes(self.salt),
        )

    def commit(self) -> bytes:
        """The commitment to the row as it is now. Raises ValueError if it was erased."""
        entry = self.entry()
        return commitment.commit(bytes(self.salt or b""), entry)


class Leaf(models.Model):
    """A commitment at its place in the log; without an event it is a cover leaf."""

    index = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, null=True, related_name="leaf")
    commitment = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["index"]
        triggers = append_only("leaf_is")

    def __str__(self) -> str:
        return str(self.index)


class Subtree(models.Model):
    """The root of 256^level leaves, the ``index``-th such group: an entry of a C2SP tile."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        triggers = append_only("subtree_is")

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed statement of the log's size and root (C2SP signed note)."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["size"]
        triggers = append_only("checkpoint_is")

    def __str__(self) -> str:
        return str(self.size)

    @property
    def root_text(self) -> str:
        """The root as the signed note has it."""
        return self.note.split("\n")[2]


class Sequencer(models.Model):
    """How the sequencer is: one row, for the operator and ``/readyz``. Not part of the log."""

    class State(models.TextChoices):
        WORKING = "working"
        NO_KEY = "no-key"
        UNKNOWN_KEY = "unknown-key"
        BEHIND = "behind"
        INCONSISTENT = "inconsistent"
        NO_OUTSIDE = "no-outside-checkpoint"
        BROKEN = "broken"

    state = models.CharField(max_length=30, choices=State.choices)
    detail = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="By the database's clock, which no demo moves.")

    def __str__(self) -> str:
        return self.state
