"""What the enterprise register said of a firm, each time it was asked."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.enterprises.port import Outcome
from vendors.models.vendor import Vendor


class RegisterCheck(models.Model):
    """One look into the register. Rows are added, never changed; the newest counts.

    ``entry`` is what the register publishes of the number (``port.Entry`` as JSON), or empty.
    """

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="register_checks")
    neq = models.CharField(max_length=10)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    entry = models.JSONField(default=dict)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["-checked_at", "-pk"]
        verbose_name = _("check in the enterprise register")
        indexes = [models.Index(fields=["vendor", "-checked_at"], name="register_check_newest")]

    def __str__(self) -> str:
        return f"{self.neq}: {self.outcome}"

    @property
    def legal_name(self) -> str:
        return str(self.entry.get("legal_name", ""))

    @property
    def since(self) -> date | None:
        """The day of its standing."""
        said = self.entry.get("since")
        return date.fromisoformat(said) if said else None

    @property
    def address(self) -> str:
        parts = (self.entry.get(name) for name in ("street", "city", "postal_code"))
        return ", ".join(part for part in parts if part)
