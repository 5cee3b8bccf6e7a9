"""A registration that was begun, and invitations to join a firm."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vendors.models.vendor import Vendor
from vendors.states import VendorRole


class Registration(models.Model):
    """A firm's registration as far as a person has come, so that it can be left and resumed.

    ``answers`` maps a step to its form's values; ``finding`` is what the enterprise register said
    of the number (``port.Finding`` as JSON). Gone once the firm exists.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="vendor_registration"
    )
    answers = models.JSONField(default=dict)
    finding = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} ({', '.join(self.answers)})"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> "InvitationQuerySet":
        """Invitations that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)

    def addressed_to(self, user: Any) -> "InvitationQuerySet":
        """Invitations sent to the address of this person, which was verified at sign-up."""
        return self.filter(email=user.email.lower())


class Invitation(models.Model):
    """A firm asks the person at an address to join it.

    The link is no secret: only whoever signs in with that address can accept. So an owner never
    learns which addresses have accounts here.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=VendorRole.choices)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="invitation_open_once_per_address",
                fields=["vendor", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.vendor}"
