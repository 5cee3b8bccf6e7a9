"""What a firm has done for others, as it says itself on its public page."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.bilingual import SaidField
from vendors.models.vendor import Vendor


class Reference(models.Model):
    """One piece of work: for whom, in which year, and where to see it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="references")
    title_fr = models.CharField(_("what was made, in French"), max_length=150)
    title_en = models.CharField(_("what was made, in English"), max_length=150, blank=True)
    client = models.CharField(_("client"), max_length=150)
    year = models.PositiveSmallIntegerField(_("year"))
    link = models.URLField(_("where to see it"), blank=True)
    added_at = models.DateTimeField()

    title = SaidField()

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = _("work done")

    def __str__(self) -> str:
        return f"{self.title} – {self.client}"
