"""Somebody asks to join a firm that is here already."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vendors.models.vendor import Vendor, VendorMembership
from vendors.states import VendorRole


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def open(self) -> "JoinRequestQuerySet":
        """Those that no owner has answered."""
        return self.filter(answered_at=None)

    def to_answer_by(self, user: Any) -> "JoinRequestQuerySet":
        """The open ones of the firms that this person owns, the oldest first."""
        owned = VendorMembership.objects.filter(user=user.pk, role=VendorRole.OWNER)
        return self.open().filter(vendor__in=owned.values("vendor")).order_by("asked_at", "pk")


class JoinRequest(models.Model):
    """The person's name and address are shown to the firm's owners, who accept or refuse."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests"
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    is_accepted = models.BooleanField(default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("request to join a firm")
        constraints = [
            models.UniqueConstraint(
                name="join_request_open_once_per_person",
                fields=["vendor", "user"],
                condition=Q(answered_at__isnull=True),
            ),
            models.CheckConstraint(
                name="join_request_answered_has_its_moment_and_person",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, is_accepted=False)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.vendor}"
