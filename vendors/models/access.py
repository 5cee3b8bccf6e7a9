"""Who opened what of a firm that isn't public: for the firm to read."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from vendors.models.vendor import Vendor
from vendors.states import Capacity, Opened, QualificationKind


class AccessQuerySet(models.QuerySet["Access"]):
    def since(self, moment: datetime) -> "AccessQuerySet":
        return self.filter(at__gte=moment)


class Access(models.Model):
    """Somebody outside the firm read something that the firm had entrusted to the platform.

    The firm reads in which ``capacity``, for which ``organisation`` and when, not the name: who
    judges bids is not told. ``person`` is for an inquiry. ``about`` is the number of a call, or the
    kind of a paper.
    """

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="accesses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    organisation = models.CharField(max_length=200, blank=True)
    opened = models.CharField(max_length=10, choices=Opened.choices)
    about = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["vendor", "-at", "-id"], name="access_of_a_firm"),
            models.Index(fields=["at"], name="access_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                name="access_of_a_buyer_names_the_organisation",
                condition=~models.Q(capacity=Capacity.BUYER) | ~models.Q(organisation=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity} {self.opened} {self.at:%Y-%m-%d}"

    @property
    def about_in_words(self) -> Any:
        return QualificationKind(self.about).label if self.opened == Opened.PAPER else self.about
