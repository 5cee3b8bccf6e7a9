"""Public bodies and their people."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.bilingual import SaidField
from marketplace.reference.models import Region
from marketplace.transitions import stamped_when
from tenders.states import BUYER, BuyerStatus
from tenders.values import BuyerKind, Capability


class BuyerQuerySet(models.QuerySet["Buyer"]):
    def of(self, user: Any) -> "BuyerQuerySet":
        """The buyers this person works for."""
        return self.filter(memberships__user=user.pk)

    def where(self, user: Any, capability: str) -> "BuyerQuerySet":
        """The admitted buyers for which this person holds ``capability``."""
        return self.filter(
            status=BuyerStatus.ADMITTED,
            memberships__user=user.pk,
            memberships__capabilities__contains=[capability],
        )

    def public(self) -> "BuyerQuerySet":
        """Buyers that anyone may see. A suspended buyer's notices stay public."""
        return self.filter(status__in=[BuyerStatus.ADMITTED, BuyerStatus.SUSPENDED])


class Buyer(models.Model):
    """A public body that buys here. ``neq`` is its Québec enterprise number, if it has one.

    ``allows_single_officer`` is a small body's explicit exception to the
    separation of duties; each notice then says so.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(
        max_length=10, choices=BuyerStatus.choices, default=BuyerStatus.PENDING
    )
    slug = models.SlugField(unique=True, max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=BuyerKind.choices)
    neq = models.CharField(_("Québec enterprise number (NEQ)"), max_length=10, blank=True)
    street = models.CharField(_("street address"), max_length=200)
    city = models.CharField(_("city"), max_length=100)
    region = models.CharField(_("region"), max_length=2, choices=Region.choices)
    postal_code = models.CharField(_("postal code"), max_length=10)
    email = models.EmailField(_("e-mail address for procurement"))
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    description_fr = models.TextField(blank=True, max_length=2000)
    description_en = models.TextField(blank=True, max_length=2000)
    pays_taxes = models.BooleanField(_("pays GST and QST"), default=True)
    allows_single_officer = models.BooleanField(_("one officer may do all"), default=False)
    created_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True)
    status_reason = models.TextField(blank=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="BuyerMembership", related_name="buyers"
    )

    objects = BuyerQuerySet.as_manager()
    name = SaidField()
    description = SaidField()

    class Meta:
        ordering = ["name_fr"]
        verbose_name = _("buyer")
        constraints = [
            stamped_when(
                "buyer_admitted_has_its_moment",
                "admitted_at",
                [BuyerStatus.ADMITTED, BuyerStatus.SUSPENDED],
            ),
        ]
        triggers = [BUYER.guard("buyer_status_follows_the_table")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def reference(self) -> str:
        """The ledger's name for this body."""
        return f"buyer:{self.public_id}"

    @property
    def is_admitted(self) -> bool:
        return self.status == BuyerStatus.ADMITTED

    def get_absolute_url(self) -> str:
        return reverse("tenders:buyer", args=[self.slug])

    def holders(self, capability: str) -> "models.QuerySet[Any]":
        """The people who hold ``capability`` here."""
        return self.members.filter(
            Q(buyer_memberships__buyer=self, buyer_memberships__capabilities__contains=[capability])
        )


class BuyerMembership(models.Model):
    """A person's capabilities within one buyer."""

    buyer = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="buyer_memberships"
    )
    capabilities = ArrayField(models.CharField(max_length=20, choices=Capability.choices))
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "user"], name="buyer_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.buyer}"

    def get_labels(self) -> list[Any]:
        """What the person may do, in words."""
        return [Capability(name).label for name in self.capabilities]
