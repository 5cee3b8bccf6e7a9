"""Firms and their people."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.bilingual import SaidField
from marketplace.reference.models import Category, Region
from marketplace.transitions import stamped_when
from vendors.states import VENDOR, FirmSize, VendorRole, VendorStatus


class VendorQuerySet(models.QuerySet["Vendor"]):
    def of(self, user: Any) -> "VendorQuerySet":
        """The firms this person belongs to, whatever the role."""
        return self.filter(memberships__user=user.pk)

    def listed(self) -> "VendorQuerySet":
        """Firms that want to be found: in the directory, the site's map, the data of firms."""
        return self.public().filter(is_listed=True)

    def public(self) -> "VendorQuerySet":
        """Firms that anyone may see."""
        return self.filter(status=VendorStatus.ADMITTED)

    def visible_to(self, user: Any) -> "VendorQuerySet":
        """Twin of ``vendors.view_vendor``: admitted ones; their people and operators all."""
        if getattr(user, "is_operator", False):
            return self
        return self.filter(
            Q(status=VendorStatus.ADMITTED)
            | Q(pk__in=VendorMembership.objects.filter(user=user.pk).values("vendor"))
        )


class Vendor(models.Model):
    """A firm, sole trader or social enterprise that may bid.

    ``neq`` is the ten-digit Québec enterprise number; a firm from elsewhere has
    none. Tax numbers are empty for a small supplier, who then charges no taxes. One that is not
    ``is_listed`` is found nowhere; its page tells what the law makes public, and no more.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(
        max_length=10, choices=VendorStatus.choices, default=VendorStatus.PENDING
    )
    legal_name = models.CharField(_("legal name"), max_length=200)
    trade_name = models.CharField(_("trade name"), max_length=200, blank=True)
    neq = models.CharField(
        _("Québec enterprise number (NEQ)"), max_length=10, null=True, blank=True, unique=True
    )
    street = models.CharField(_("street address"), max_length=200)
    city = models.CharField(_("city"), max_length=100)
    region = models.CharField(_("region"), max_length=2, choices=Region.choices)
    postal_code = models.CharField(_("postal code"), max_length=10)
    email = models.EmailField(_("e-mail address for business"))
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    description_fr = models.TextField(blank=True, max_length=2000)
    description_en = models.TextField(blank=True, max_length=2000)
    size = models.CharField(_("size"), max_length=5, choices=FirmSize.choices)
    charges_taxes = models.BooleanField(_("registered for GST and QST"), default=True)
    gst_number = models.CharField(_("GST number"), max_length=20, blank=True)
    qst_number = models.CharField(_("QST number"), max_length=20, blank=True)
    categories = models.ManyToManyField(Category, blank=True, related_name="vendors")
    created_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True)
    status_reason = models.TextField(blank=True)
    is_listed = models.BooleanField(_("shown in the directory"), default=True)
    coach_dismissed_at = models.DateTimeField(null=True, editable=False)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="VendorMembership", related_name="vendors"
    )

    objects = VendorQuerySet.as_manager()
    description = SaidField()

    class Meta:
        ordering = ["legal_name"]
        verbose_name = _("firm")
        indexes = [
            models.Index(
                fields=["legal_name", "id"],
                name="vendor_public_by_name",
                condition=Q(status=VendorStatus.ADMITTED),
            ),
        ]
        constraints = [
            stamped_when(
                "vendor_admitted_has_its_moment",
                "admitted_at",
                [VendorStatus.ADMITTED, VendorStatus.SUSPENDED],
            ),
            models.CheckConstraint(
                name="vendor_who_charges_taxes_has_the_numbers",
                condition=Q(charges_taxes=False) | ~(Q(gst_number="") | Q(qst_number="")),
            ),
        ]
        triggers = [VENDOR.guard("vendor_status_follows_the_table")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.trade_name or self.legal_name

    @property
    def reference(self) -> str:
        """The ledger's name for this firm."""
        return f"vendor:{self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("vendors:detail", args=[self.public_id])


class VendorMembership(models.Model):
    """What a person may do for a firm: an owner everything, a bidder bids, a reader reads."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="vendor_memberships"
    )
    role = models.CharField(max_length=10, choices=VendorRole.choices)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vendor", "user"], name="vendor_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.vendor} ({self.role})"
