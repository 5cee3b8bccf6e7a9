"""What the public lists read: one row per published call."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from tenders.models.buyer import Buyer
from tenders.models.tender import Tender
from tenders.states import TenderStatus
from vendors.models import Vendor

IS_OPEN = Q(status=TenderStatus.OPEN)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def accepting_bids(self, at: datetime) -> "NoticeQuerySet":
        return self.filter(IS_OPEN, submission_deadline__gt=at)

    def past(self, at: datetime) -> "NoticeQuerySet":
        """Calls that take no more bids, by the clock rather than by when the sweep closes them."""
        return self.filter(~IS_OPEN | Q(submission_deadline__lte=at))

    def cards(self, column: str, *more: str) -> "models.QuerySet[Notice, Any]":
        """Named rows of the key, the card in ``column``, what it depends on, and ``more``."""
        columns = dict.fromkeys(("tender_id", "status", "submission_deadline", column, *more))
        return self.values_list(*columns, named=True)


class Notice(models.Model):
    """One published call, its award and its contract, as lists, facets and search want them.

    Everything in it follows from other rows (``tenders.documents.notices.draw``) and is written
    anew, in the same transaction, by each action that changes what the public reads. The HTML
    holds nothing that changes with the clock: that is put in when it is read.

    ``keys`` are the facets' values, ``region=01``, a category's with those above it: one index
    answers any combination of them. ``budget`` is None where it is not shown, ``bids`` before the
    award. ``drawn_at`` is the database's clock at the last change, so that the newest ones tell
    whether anything changed; ``form`` names the templates of the HTML (``cards.form``).
    """

    tender = models.OneToOneField(
        Tender, on_delete=models.CASCADE, primary_key=True, related_name="notice"
    )
    status = models.CharField(max_length=15, choices=TenderStatus.choices)
    published_at = models.DateTimeField()
    submission_deadline = models.DateTimeField()
    budget = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="notices")
    winner = models.ForeignKey(Vendor, on_delete=models.PROTECT, null=True, related_name="+")
    awarded_at = models.DateTimeField(null=True)
    contracted_at = models.DateTimeField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    contract_number = models.CharField(max_length=20, blank=True)
    bids = models.PositiveIntegerField(null=True)
    drawn_at = models.DateTimeField()
    form = models.CharField(max_length=16)
    keys = ArrayField(models.CharField(max_length=100))
    title_fr = models.CharField(max_length=150)
    title_en = models.CharField(max_length=150)
    search_fr = SearchVectorField()
    search_en = SearchVectorField()
    call_fr = models.TextField()
    call_en = models.TextField()
    award_fr = models.TextField()
    award_en = models.TextField()
    contract_fr = models.TextField()
    contract_en = models.TextField()

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-published_at", "-tender"], name="notice_by_date"),
            models.Index(fields=["-submission_deadline", "-tender"], name="notice_by_deadline"),
            models.Index(
                fields=["-published_at", "-tender"], name="notice_open_by_date", condition=IS_OPEN
            ),
            models.Index(
                fields=["submission_deadline", "tender"],
                name="notice_open_by_deadline",
                condition=IS_OPEN,
            ),
            models.Index(
                fields=["-awarded_at", "-tender"],
                name="notice_by_award",
                condition=Q(awarded_at__isnull=False),
            ),
            models.Index(
                fields=["-contracted_at", "-tender"],
                name="notice_by_contract",
                condition=Q(contracted_at__isnull=False),
            ),
            models.Index(fields=["-drawn_at"], name="notice_by_change"),
            models.Index(fields=["form"], name="notice_by_form"),
            GinIndex(fields=["keys"], name="notice_keys"),
            GinIndex(fields=["search_fr"], name="notice_search_fr"),
            GinIndex(fields=["search_en"], name="notice_search_en"),
            GinIndex(fields=["search_fr"], name="notice_open_search_fr", condition=IS_OPEN),
            GinIndex(fields=["search_en"], name="notice_open_search_en", condition=IS_OPEN),
        ]

    def __str__(self) -> str:
        return f"notice of {self.tender_id}"
