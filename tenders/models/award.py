"""The decision."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.bilingual import SaidField
from tenders.models.bid import Bid
from tenders.models.tender import Tender
from tenders.states import ACTIVE_AWARDS, AWARD, AwardStatus


class AwardQuerySet(models.QuerySet["Award"]):
    def public(self) -> "AwardQuerySet":
        """Awards that anyone may read: approved ones, also when cancelled later."""
        return self.filter(approved_at__isnull=False)

    def out_of_standstill(self, at: object) -> "AwardQuerySet":
        return self.filter(status=AwardStatus.APPROVED, standstill_until__lte=at)


class Award(models.Model):
    """A tender goes to a bid: recommended by one person, approved by another, then standstill.

    ``ranking`` freezes method, formula, inputs and order, so that anyone can
    work the result out again. ``amount`` is the price offered, before taxes.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="awards")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="awards")
    status = models.CharField(
        max_length=15, choices=AwardStatus.choices, default=AwardStatus.RECOMMENDED
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3, default="CAD")
    rationale_fr = models.TextField(_("reasons in French"), max_length=4000)
    rationale_en = models.TextField(_("reasons in English"), max_length=4000, blank=True)
    ranking = models.JSONField()
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recommended_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    standstill_until = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(blank=True)

    objects = AwardQuerySet.as_manager()
    rationale = SaidField()

    class Meta:
        ordering = ["-approved_at", "-pk"]
        verbose_name = _("award")
        indexes = [
            models.Index(
                fields=["-approved_at", "-id"],
                name="award_public_by_date",
                condition=Q(approved_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tender"],
                condition=Q(status__in=ACTIVE_AWARDS),
                name="award_one_active_per_tender",
            ),
            models.CheckConstraint(
                name="award_four_eyes",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("recommended_by")),
            ),
            models.CheckConstraint(
                name="award_approved_has_its_moment_and_standstill",
                condition=~Q(status__in=[AwardStatus.APPROVED, AwardStatus.FINAL])
                | Q(
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    standstill_until__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="award_cancelled_says_why",
                condition=~Q(status=AwardStatus.CANCELLED)
                | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
            ),
        ]
        triggers = [AWARD.guard("award_status_follows_the_table")]

    def __str__(self) -> str:
        return f"{self.tender.number} → {self.bid.vendor}"

    @property
    def reference(self) -> str:
        """The ledger's name for this award."""
        return f"award:{self.public_id}"
