"""Who wants to hear of calls, of which, and what there is to tell them."""

import uuid
from datetime import datetime
from typing import Any

import rules
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQueryField
from django.db import models
from django.db.models import Q

from tenders.models.tender import Tender
from tenders.values import Frequency, PublicStep


class Subscriber(models.Model):
    """Somebody who gets alerts: a person with an account, or an address that was confirmed.

    An address that nobody confirmed has no row. A person's address and language are those of the
    account; ``language`` is for an address alone. ``quiet_seen_at`` is when it was last looked at
    whether a month had passed without news, of which those who want it are told.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="subscriber"
    )
    address = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    created_at = models.DateTimeField()
    wants_quiet_month = models.BooleanField(default=True)
    quiet_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="subscriber_address_once", fields=["address"], condition=~Q(address="")
            ),
            models.CheckConstraint(
                name="subscriber_is_a_person_or_an_address",
                condition=Q(user__isnull=False, address="")
                | (Q(user__isnull=True) & ~Q(address="")),
            ),
        ]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"

    @property
    def is_reachable(self) -> bool:
        """Whether mail may go there: not to an account that was closed."""
        return self.user is None or self.user.is_active

    @property
    def recipient(self) -> str:
        """Where mail goes."""
        return self.user.email if self.user else self.address

    def has_perm(self, permission: str, record: Any = None) -> bool:
        """Whoever holds a link that we sent to an address acts as its subscriber."""
        return bool(rules.has_perm(permission, self, record))


class Alert(models.Model):
    """What one subscriber wants to hear of: a saved search, or one call that they follow.

    A search is ``q`` and ``keys``, facets' values as notices hold them (``region=01``); values of
    one facet are alternatives. ``words`` and ``conditions`` say the same to PostgreSQL, so that a
    new call's notice is held against all searches at once. ``language`` is that of ``words``.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="alerts")
    name = models.CharField(max_length=100)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, null=True, related_name="+")
    q = models.CharField(max_length=200, blank=True)
    keys = ArrayField(models.CharField(max_length=100), default=list)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    words = SearchQueryField(null=True)
    conditions = SearchQueryField(null=True)
    created_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="alert_same_search_once",
                fields=["subscriber", "q", "keys", "language"],
                condition=Q(tender__isnull=True),
            ),
            models.UniqueConstraint(
                name="alert_same_call_once",
                fields=["subscriber", "tender"],
                condition=Q(tender__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Announcement(models.Model):
    """A public step of a call, entered in its transaction; without ``sorted_at`` it is queued.

    Sorting it out finds the alerts that it concerns.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="announcements")
    step = models.CharField(max_length=12, choices=PublicStep.choices)
    happened_at = models.DateTimeField()
    sorted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="announcement_publication_once",
                fields=["tender"],
                condition=Q(step=PublicStep.PUBLISHED),
            ),
        ]
        indexes = [
            models.Index(
                fields=["happened_at"],
                name="announcement_queue",
                condition=Q(sorted_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.tender_id}"


class NewsQuerySet(models.QuerySet["News"]):
    def untold(self, frequency: str, *, until: datetime) -> "NewsQuerySet":
        """What waits for the mail that tells of everything found ``until`` then."""
        return self.filter(
            told_at__isnull=True, found_at__lte=until, alert__frequency=frequency
        ).filter(alert__paused_at__isnull=True)


class News(models.Model):
    """An announcement that an alert is to tell, once: the index says so.

    ``rank`` is how well the call fits the alert's words.
    """

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="news")
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="+")
    rank = models.FloatField(default=0)
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    objects = NewsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="news_once", fields=["alert", "announcement"]),
        ]
        indexes = [
            models.Index(
                fields=["found_at"], name="news_untold", condition=Q(told_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"news of {self.announcement_id} for {self.alert_id}"
