"""The contract and its signatures."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.files.models import StoredFile
from tenders.models.award import Award
from tenders.models.buyer import Buyer
from tenders.states import CONTRACT, ContractStatus
from vendors.models import Vendor


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, user: Any) -> "ContractQuerySet":
        """Twin of ``tenders.view_contract``: the people of the two parties."""
        return self.filter(
            Q(award__tender__buyer__in=Buyer.objects.of(user).values("pk"))
            | Q(award__bid__vendor__in=Vendor.objects.of(user).values("pk"))
        )

    def without_pdf(self) -> "ContractQuerySet":
        """Contracts drawn up whose PDF is still to be made: the rows are the queue."""
        return self.filter(pdf__isnull=True, status=ContractStatus.DRAWN_UP)


class Contract(models.Model):
    """The contract of one award. ``terms`` is frozen at approval; the PDF prints only ``terms``."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True)
    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="contract")
    status = models.CharField(
        max_length=15, choices=ContractStatus.choices, default=ContractStatus.DRAWN_UP
    )
    terms = models.JSONField()
    pdf = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("contract")
        constraints = [
            models.CheckConstraint(
                name="contract_pdf_comes_with_its_hash",
                condition=Q(pdf__isnull=True, pdf_sha256="")
                | Q(pdf__isnull=False) & ~Q(pdf_sha256=""),
            ),
            models.CheckConstraint(
                name="contract_is_printed_before_signature",
                condition=Q(status__in=[ContractStatus.DRAWN_UP, ContractStatus.TERMINATED])
                | Q(pdf__isnull=False),
            ),
            models.CheckConstraint(
                name="contract_in_force_has_its_moment",
                condition=~Q(status__in=[ContractStatus.IN_FORCE, ContractStatus.COMPLETED])
                | Q(in_force_at__isnull=False),
            ),
        ]
        triggers = [CONTRACT.guard("contract_status_follows_the_table")]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> str:
        """The ledger's name for this contract."""
        return f"contract:{self.public_id}"


class Party(models.TextChoices):
    BUYER = "buyer", _("for the buyer")
    VENDOR = "vendor", _("for the firm")


class ContractSignature(models.Model):
    """One party's consent to the exact PDF whose hash is kept (LCCJTI, C-1.1)."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=10, choices=Party.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name as signed"), max_length=150)
    consent = models.TextField(_("what was consented to"))
    pdf_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "party"], name="contract_signed_once_each"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.party})"
