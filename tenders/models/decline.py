"""“Not this time”: a firm says why it doesn't bid, and the buyer learns from it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenders.models.tender import Tender
from vendors.models import Vendor


class DeclineReason(models.TextChoices):
    """Why a firm that could bid doesn't."""

    BUDGET = "budget", _("the budget is too low for what is asked")
    TIME = "time", _("there is too little time to prepare a bid")
    DATES = "dates", _("we are not free at the dates of the contract")
    CONDITIONS = "conditions", _("a condition or a criterion shuts us out")
    UNCLEAR = "unclear", _("the need is not clear enough")
    EFFORT = "effort", _("a bid asks too much work for what can be won")
    CHANCES = "chances", _("the call seems made for another firm")
    FIELD = "field", _("it is not what we do")


class Decline(models.Model):
    """One firm's reason on one call. Nobody reads it before the closing, nor whose it is after.

    ``words`` are shown without the firm's name. Gone if the firm begins a bid after all.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="declines")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=DeclineReason.choices)
    words = models.CharField(_("in your words"), max_length=300, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    declined_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reason for not bidding")
        constraints = [
            models.UniqueConstraint(fields=["tender", "vendor"], name="decline_once_per_firm"),
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())
