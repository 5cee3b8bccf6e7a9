"""The outbox."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.transitions import Transitions


class MessageStatus(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


MESSAGE = Transitions(
    MessageStatus,
    {
        MessageStatus.QUEUED: {MessageStatus.SENT, MessageStatus.FAILED},
        MessageStatus.SENT: set(),
        MessageStatus.FAILED: {MessageStatus.QUEUED},
    },
)


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, at: datetime) -> "MessageQuerySet":
        """What waits to be sent and nobody has leased, oldest first."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
        return self.filter(free, status=MessageStatus.QUEUED, due_at__lte=at)


class Message(models.Model):
    """One mail to one person about one occasion, sent once.

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
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        triggers = [MESSAGE.guard("message_moves_along_its_table")]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="message_queue",
                condition=Q(status=MessageStatus.QUEUED),
            )
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
