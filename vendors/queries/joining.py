"""Firms that are here already, as somebody who registers may learn of them."""

from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest

from vendors.models import Registration, Vendor

NEAR = 0.6  # of trigrams; « Logiciels Boréal » and « Logiciels Boreal inc. » are
SHOWN = 3


def firm_with_number(neq: str) -> Vendor | None:
    """The firm that has this number, whatever its status."""
    return Vendor.objects.filter(neq=neq).first() if neq else None


def firms_named_like(*names: str) -> list[Vendor]:
    """Admitted firms whose public names are nearly one of these, the nearest first.

    Others are nobody's to know of.
    """
    nearness = [
        TrigramSimilarity(f"{column}__unaccent", name)
        for name in names
        if name
        for column in ("legal_name", "trade_name")
    ]
    if not nearness:
        return []
    near = Vendor.objects.public().annotate(nearness=Greatest(*nearness, nearness[0]))
    return list(near.filter(nearness__gte=NEAR).order_by("-nearness", "pk")[:SHOWN])


def joinable_by(user: Any) -> "QuerySet[Vendor]":
    """Firms that this person may ask to join, or has asked.

    Admitted ones, and the one whose number they typed to register it.
    """
    begun = Registration.objects.filter(user=user.pk).first()
    typed = begun.answers.get("number", {}).get("neq", "") if begun else ""
    known = Q(pk__in=Vendor.objects.public().values("pk")) | Q(join_requests__user=user.pk)
    if typed:
        known |= Q(neq=typed)
    return Vendor.objects.filter(known).distinct()
