"""Documents that go with a call."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.files.models import StoredFile
from tenders.models.tender import Tender


class TenderDocument(models.Model):
    """One document of a call; public once the call is. Removed ones stay, marked."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="documents")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=150)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fr")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
