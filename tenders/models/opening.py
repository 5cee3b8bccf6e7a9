"""Who confirmed that the bids of a call be opened."""

from django.conf import settings
from django.db import models

from tenders.models.tender import Tender


class OpeningApproval(models.Model):
    """One officer's consent to open a closed call, given with a second factor just before."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="opening_approvals")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField()

    class Meta:
        ordering = ["approved_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "officer"], name="opening_approved_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.officer}"
