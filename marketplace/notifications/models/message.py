"""The outbox."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.transitions import Transitions


class MessageStatus(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    GATHERED = "gathered", _("waits for the daily message")
    KEPT = "kept", _("in the messages only")


MESSAGE = Transitions(
    MessageStatus,
    {
        MessageStatus.QUEUED: {MessageStatus.SENT, MessageStatus.FAILED, MessageStatus.KEPT},
        MessageStatus.SENT: set(),
        MessageStatus.FAILED: {MessageStatus.QUEUED},
        MessageStatus.GATHERED: {MessageStatus.KEPT},
        MessageStatus.KEPT: set(),
    },
)


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, at: datetime) -> "MessageQuerySet":
        """What waits to be sent and nobody has leased, oldest first."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
        return self.filter(free, status=MessageStatus.QUEUED, due_at__lte=at)

    def gathered(self, at: datetime) -> "MessageQuerySet":
        """What waits for a daily message whose hour has come."""
        return self.filter(status=MessageStatus.GATHERED, due_at__lte=at)

    def not_sent(self) -> "MessageQuerySet":
        """What waits and nobody is sending."""
        waits = Q(status=MessageStatus.GATHERED)
        return self.filter(waits | Q(status=MessageStatus.QUEUED, leased_until=None))

    def inbox_of(self, person: Any) -> "MessageQuerySet":
        """What a person finds under «Messages», wherever else it went."""
        return self.filter(recipient=person.pk, in_inbox=True)

    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at=None)


class Message(models.Model):
    """One message to one person about one occasion: mailed once at most, and kept to be read.

    ``key`` is unique: memory does not prevent double mail, the index does.
    A worker leases a row (``leased_until``) before it sends, so that a killed
    worker's rows come back by themselves. After a failed attempt the lease is
    the wait until the next one: ``due_at``, and so the order, stays.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="messages"
    )
    address = models.EmailField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    context = models.JSONField(default=dict)
    status = models.CharField(
        max_length=10, choices=MessageStatus.choices, default=MessageStatus.QUEUED
    )
    told_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    in_inbox = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        triggers = [MESSAGE.guard("message_moves_along_its_table")]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="message_queue",
                condition=Q(status=MessageStatus.QUEUED),
            ),
            models.Index(
                fields=["recipient", "-told_at", "-id"],
                name="message_inbox",
                condition=Q(in_inbox=True),
            ),
            models.Index(
                fields=["recipient"],
                name="message_unread",
                condition=Q(in_inbox=True, read_at=None),
            ),
            models.Index(
                fields=["recipient", "due_at"],
                name="message_gathered",
                condition=Q(status=MessageStatus.GATHERED),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_sent_has_its_moment",
                condition=Q(status=MessageStatus.SENT, sent_at__isnull=False)
                | (~Q(status=MessageStatus.SENT) & Q(sent_at__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return self.key
