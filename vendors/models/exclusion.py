"""The register of firms that may not contract with public bodies, as the operator keeps it here."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

SAID = ["public_id", "neq", "name", "starts_on", "ends_on", "ground", "entered_by", "entered_at"]


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    def standing(self) -> "ExclusionQuerySet":
        """Entries that nobody has ended, whatever their dates."""
        return self.filter(ended_at__isnull=True)

    def in_force(self, on: date) -> "ExclusionQuerySet":
        """Entries that keep a firm out on that day."""
        return self.standing().filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on
        )


class Exclusion(models.Model):
    """One entry: a firm, by its NEQ and name, kept out from a day to another, both included.

    ``ends_on`` is empty where the register says no end; ``neq`` where it gives none, and then
    nobody is kept out by it: a name alone is only shown to the operator. What was entered never
    changes and is never deleted, the database sees to it: an entry is ended, with the reason.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    neq = models.CharField(_("Québec enterprise number (NEQ)"), max_length=10, blank=True)
    name = models.CharField(_("name in the register"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    ground = models.CharField(_("ground"), max_length=500)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("exclusion")
        indexes = [
            models.Index(
                fields=["neq"], name="exclusion_standing_by_neq", condition=Q(ended_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="exclusion_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="exclusion_ended_says_why",
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="exclusion_is_not_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="exclusion_stays_as_entered", fields=SAID),
            pgtrigger.Protect(
                name="exclusion_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.neq})" if self.neq else self.name

    @property
    def reference(self) -> str:
        """The ledger's name for this entry."""
        return f"exclusion:{self.public_id}"
