"""What a firm shows for itself: attestations, statements, certificates, each until a day."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.files.models import StoredFile
from vendors.models.vendor import Vendor
from vendors.states import QUALIFICATION, QualificationKind, QualificationStatus

DECIDED = [QualificationStatus.ACCEPTED, QualificationStatus.REFUSED]


class QualificationQuerySet(models.QuerySet["Qualification"]):
    def in_the_file(self) -> "QualificationQuerySet":
        """What counts or may come to count."""
        return self.exclude(status=QualificationStatus.WITHDRAWN)

    def waiting(self) -> "QualificationQuerySet":
        """For the operator to check, the oldest first."""
        return self.filter(status=QualificationStatus.SUBMITTED).order_by("submitted_at", "pk")

    def visible_to(self, user: Any) -> "QualificationQuerySet":
        """Twin of ``vendors.view_qualification``: the firm's people, and operators."""
        if getattr(user, "is_operator", False):
            return self
        return self.filter(vendor__memberships__user=user.pk)


class Qualification(models.Model):
    """One paper or statement of a firm. Another is a new row: what was refused stays to be read.

    ``valid_until`` is the last day, empty for what has no end; ``file`` is empty for a statement.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="qualifications")
    kind = models.CharField(max_length=15, choices=QualificationKind.choices)
    status = models.CharField(
        max_length=10,
        choices=QualificationStatus.choices,
        default=QualificationStatus.SUBMITTED,
    )
    title = models.CharField(_("title"), max_length=150, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("valid until"), null=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name = _("proof")
        constraints = [
            models.CheckConstraint(
                name="qualification_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("issued_on")),
            ),
            models.CheckConstraint(
                name="qualification_decided_has_its_moment",
                condition=~Q(status__in=DECIDED) | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="qualification_refused_has_its_reason",
                condition=~Q(status=QualificationStatus.REFUSED) | ~Q(reason=""),
            ),
        ]
        triggers = [QUALIFICATION.guard("qualification_status_follows_the_table")]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    def is_valid(self, on: date) -> bool:
        """Whether it was checked and covers that day."""
        covers = self.valid_until is None or on <= self.valid_until
        return self.status == QualificationStatus.ACCEPTED and self.issued_on <= on and covers
