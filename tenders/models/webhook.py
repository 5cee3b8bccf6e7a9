"""Addresses of people's own programs, and what they are told."""

import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import MultiFernet
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.ciphers import cipher
from marketplace.reference.models import Category
from marketplace.transitions import stamped_when
from tenders.models.buyer import Buyer
from tenders.models.release import Release
from tenders.states import DELIVERY, DeliveryStatus


class Event(models.TextChoices):
    """What a webhook may ask for. The values are public: they are never renamed."""

    PUBLISHED = "call.published", _("a call is published")
    AMENDED = "call.amended", _("a call is amended")
    ANSWERED = "call.answered", _("a question on a call is answered")
    CLOSED = "call.closed", _("a call is closed and its bids are opened")
    CANCELLED = "call.cancelled", _("a call is cancelled")
    UNSUCCESSFUL = "call.unsuccessful", _("a call ends without an award")
    AWARDED = "award.approved", _("an award is approved")
    CONTRACTED = "contract.signed", _("a contract is signed")


TEST = "webhook.test"  # sent when its owner asks, whatever the webhook asks for


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, user: Any) -> "WebhookQuerySet":
        """One's own; ``tenders.manage_webhook`` is the same rule for one row."""
        return self.filter(owner=user.pk)

    def working(self) -> "WebhookQuerySet":
        return self.filter(disabled_at__isnull=True)

    def due(self, at: datetime) -> "WebhookQuerySet":
        """Those that something waits for, and that neither rest nor are held by a worker."""
        awake = Q(resting_until__isnull=True) | Q(resting_until__lte=at)
        waiting = Delivery.objects.due(at).filter(webhook=OuterRef("pk"))
        return self.working().filter(awake).filter(Exists(waiting))


class Webhook(models.Model):
    """One https address to which a person wants to be told of public steps.

    ``events``, ``buyer`` and ``category`` (with all that is under it) say of which. ``seen`` is the
    last release that it was asked about, so that one that was away for long goes on where it
    stopped. Its owner reads the secret once, at ``secret_shown_at``. After ``failures`` in a row
    it rests until ``resting_until``, and in the end is disabled. A worker that sends holds it by
    the same column.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks"
    )
    address = models.URLField(max_length=500)
    events = ArrayField(models.CharField(max_length=30, choices=Event.choices))
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_secret = models.TextField()
    secret_shown_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    seen = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="+")
    failures = models.PositiveSmallIntegerField(default=0)
    resting_until = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return reverse("tenders:webhook", args=[self.public_id])

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or self.address

    @property
    def secret(self) -> str:
        """What its messages are signed with; in the row it is encrypted."""
        return _cipher().decrypt(self.sealed_secret.encode()).decode()

    @secret.setter
    def secret(self, value: str) -> None:
        self.sealed_secret = _cipher().encrypt(value.encode()).decode()


def _cipher() -> MultiFernet:
    return cipher("tenders.webhook secret")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> "DeliveryQuerySet":
        return self.filter(status=DeliveryStatus.QUEUED, due_at__lte=at)


class Delivery(models.Model):
    """One message to one webhook, as it is sent: about one release, or a test.

    ``public_id`` names it to the receiver, who knows by it one that comes twice. ``answered`` is
    the status of the last answer, ``error`` why there was none.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="+")
    event = models.CharField(max_length=30)
    body = models.TextField()
    status = models.CharField(
        max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.QUEUED
    )
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    answered = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)
    delivered_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        triggers = [DELIVERY.guard("delivery_moves_along_its_table")]
        indexes = [
            models.Index(
                fields=["webhook", "due_at"],
                name="delivery_queue",
                condition=Q(status=DeliveryStatus.QUEUED),
            ),
            models.Index(fields=["created_at"], name="delivery_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "release"], name="delivery_of_a_release_once"
            ),
            stamped_when(
                "delivery_has_its_moment_once_delivered",
                "delivered_at",
                [DeliveryStatus.DELIVERED],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook_id}"
