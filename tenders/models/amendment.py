"""Changes to a published call."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.bilingual import SaidField
from tenders.models.tender import Tender


class Amendment(models.Model):
    """One dated change to a published call, append-only.

    ``changes`` maps a field to ``[before, after]``. One ``of_substance`` moves
    the deadline and asks bidders to confirm or replace their bid.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    rationale_fr = models.TextField(_("reason in French"), max_length=2000)
    rationale_en = models.TextField(_("reason in English"), max_length=2000, blank=True)
    changes = models.JSONField(default=dict)
    of_substance = models.BooleanField(_("changes what is asked or how it is judged"))
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    rationale = SaidField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="amendment_number_once"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="amendment_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender.number} – {self.number}"
