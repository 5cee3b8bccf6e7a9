"""What was published as open data: frozen releases, and each call's releases merged."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from marketplace.horizon import writing_transaction
from tenders.models.tender import Tender


class Release(models.Model):
    """One OCDS 1.1.5 release, appended in the transaction of the public step it tells of.

    ``body`` is the JSON text as served; nothing is recomputed.
    """

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="releases")
    release_id = models.CharField(max_length=80, unique=True)
    number = models.PositiveIntegerField()
    tags = ArrayField(models.CharField(max_length=30))
    published_at = models.DateTimeField()
    body = models.TextField()
    xid = models.BigIntegerField(editable=False, db_default=writing_transaction())

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="release_by_date"),
            models.Index(fields=["xid", "id"], name="release_by_transaction"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="release_number_once"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="release_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return self.release_id


class Record(models.Model):
    """All releases of one call, merged when the last of them was appended.

    ``compiled`` and ``versioned`` are the JSON texts that OCDS's merge routine gives.
    """

    tender = models.OneToOneField(
        Tender, on_delete=models.PROTECT, primary_key=True, related_name="record"
    )
    published_at = models.DateTimeField()  # of the first release: lists keep their order
    releases = models.PositiveIntegerField()
    compiled = models.TextField()
    versioned = models.TextField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["-published_at", "-tender"], name="record_by_date")]

    def __str__(self) -> str:
        return self.tender.ocid
