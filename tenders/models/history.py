"""Contracts of the past that others published: never one of our calls."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class PastNotice(models.Model):
    """One notice of SEAO, as its open data last told of it.

    ``suppliers`` are those retained: name, Québec enterprise number ("" if not told) and price
    as decimal text (None if not told); ``firms`` is their names in a line. ``amount`` is the sum of
    the prices. ``dated_at`` is the award's moment where there is one, else the release's.
    ``source`` is the file it was read from.
    """

    class Method(models.TextChoices):
        OPEN = "open", _("public call")
        SELECTIVE = "selective", _("qualified firms")
        LIMITED = "limited", _("by invitation")
        DIRECT = "direct", _("direct award")

    ocid = models.CharField(max_length=60, unique=True)
    released_at = models.DateTimeField()
    title = models.CharField(max_length=500)
    buyer = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    method = models.CharField(max_length=10, choices=Method.choices, blank=True)
    category = models.CharField(max_length=300, blank=True)
    unspsc = models.CharField(max_length=8, blank=True)
    suppliers = models.JSONField(default=list)
    firms = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    dated_at = models.DateTimeField()
    url = models.URLField(max_length=500, blank=True)
    source = models.CharField(max_length=100)
    imported_at = models.DateTimeField()
    search = models.GeneratedField(
        expression=SearchVector("title", "buyer", "category", "firms", config="fr_unaccent"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-dated_at", "-pk"]
        indexes = [
            models.Index(fields=["-dated_at", "-id"], name="past_notice_by_date"),
            GinIndex(fields=["search"], name="past_notice_search"),
        ]
        constraints = [
            models.CheckConstraint(
                name="past_notice_is_of_seao", condition=Q(ocid__startswith="ocds-ec9k95-")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """The number of the notice in SEAO."""
        return self.ocid.rpartition("-")[2]

    def get_absolute_url(self) -> str:
        return reverse("tenders:past", args=[self.number])
