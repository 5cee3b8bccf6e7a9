"""Which terms of use a firm has accepted, by whom."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vendors.models.vendor import Vendor


class TermsAcceptance(models.Model):
    """A firm's consent to one version of the terms (``settings.TERMS_VERSION``)."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="acceptances")
    version = models.CharField(max_length=20)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("acceptance of the terms")
        constraints = [models.UniqueConstraint("vendor", "version", name="terms_are_accepted_once")]

    def __str__(self) -> str:
        return f"{self.vendor}: {self.version}"
