"""Questions asked during a call, and the answers everybody reads."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.bilingual import SaidField
from marketplace.transitions import stamped_when
from tenders.models.tender import Tender
from tenders.states import ENQUIRY, EnquiryStatus
from vendors.models import Vendor


class Enquiry(models.Model):
    """One question. Published with its answer, never with who asked.

    ``question`` is in ``language``; the buyer answers in French and may add English.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="enquiries")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="enquiries")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(
        max_length=10, choices=EnquiryStatus.choices, default=EnquiryStatus.ASKED
    )
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    question = models.TextField(_("question"), max_length=2000)
    answer_fr = models.TextField(_("answer in French"), max_length=4000, blank=True)
    answer_en = models.TextField(_("answer in English"), max_length=4000, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = SaidField()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            stamped_when(
                "enquiry_answered_has_its_moment", "answered_at", [EnquiryStatus.ANSWERED]
            ),
        ]
        triggers = [ENQUIRY.guard("enquiry_status_follows_the_table")]

    def __str__(self) -> str:
        return self.question[:80]
