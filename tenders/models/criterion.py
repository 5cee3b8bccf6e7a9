"""What is asked: conditions to be met, things to deliver, and what quality is judged by."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.bilingual import SaidField
from tenders.models.tender import Tender


class _Part(models.Model):
    """A numbered part of a tender, in both languages."""

    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.title)  # type: ignore[attr-defined]


class EligibilityCondition(_Part):
    """A yes-or-no condition every bidder must confirm."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="conditions")
    title_fr = models.CharField(_("condition in French"), max_length=300)
    title_en = models.CharField(_("condition in English"), max_length=300, blank=True)
    title = SaidField()


class Deliverable(_Part):
    """Something to be delivered and paid: a milestone of the contract.

    ``share`` is its percentage of the price when the buyer fixes it (all
    deliverables then have one and they make 100); otherwise each firm prices it.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="deliverables")
    title_fr = models.CharField(_("title in French"), max_length=150)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    description_fr = models.TextField(_("acceptance in French"), max_length=2000, blank=True)
    description_en = models.TextField(_("acceptance in English"), max_length=2000, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    share = models.DecimalField(
        _("share of the price, in percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    title = SaidField()
    description = SaidField()


class Criterion(_Part):
    """What quality is judged by. Weights are percentages and make 100.

    A bid noted under ``pass_mark`` (out of 100) on this criterion is not acceptable.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="criteria")
    title_fr = models.CharField(_("title in French"), max_length=150)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    description_fr = models.TextField(_("what is expected, in French"), max_length=2000, blank=True)
    description_en = models.TextField(
        _("what is expected, in English"), max_length=2000, blank=True
    )
    weight = models.DecimalField(_("weight, in percent"), max_digits=5, decimal_places=2)
    pass_mark = models.DecimalField(
        _("pass mark"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    title = SaidField()
    description = SaidField()

    class Meta(_Part.Meta):
        constraints = [
            models.CheckConstraint(
                name="criterion_weight_is_a_percentage", condition=Q(weight__gt=0, weight__lte=100)
            ),
        ]
