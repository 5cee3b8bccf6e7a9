"""What API v1 finds, each row with everything that an answer tells of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from marketplace.reference.models import Category
from tenders.models import Award, Buyer, Contract, Tender
from vendors.models import Vendor


@dataclass(frozen=True)
class Asked:
    """Filters that calls, awards and contracts share; empty ones let everything through.

    ``start`` is included, ``end`` isn't. ``category`` is a UNSPSC code; a family or class
    includes what is under it.
    """

    buyer: str = ""
    category: str = ""
    region: str = ""
    start: datetime | None = None
    end: datetime | None = None

    def of_call(self, prefix: str = "") -> Q:
        """The filters on a call, or on what leads to it by ``prefix`` (``tender__``)."""
        found = Q()
        if self.buyer:
            found &= Q(**{f"{prefix}buyer__slug": self.buyer})
        if self.region:
            found &= Q(**{f"{prefix}region": self.region})
        if self.category:
            codes = _codes_under(self.category)
            also = Tender.categories.through.objects.filter(category__in=codes).values("tender")
            main = Q(**{f"{prefix}main_category__in": codes})
            found &= main | Q(**{f"{prefix}pk__in" if prefix else "pk__in": also})
        return found

    def within(self, moment: str) -> Q:
        after = Q(**{f"{moment}__gte": self.start}) if self.start else Q()
        return after & Q(**{f"{moment}__lt": self.end}) if self.end else after


def find_calls(asked: Asked, *, statuses: list[str]) -> QuerySet[Tender]:
    found = Tender.objects.public().select_related("buyer", "main_category")
    found = found.filter(asked.of_call(), asked.within("published_at"))
    return found.filter(status__in=statuses) if statuses else found


def find_awards(asked: Asked, *, vendor: Any) -> QuerySet[Award]:
    found = Award.objects.public().select_related("tender__buyer", "bid__vendor")
    found = found.filter(asked.of_call("tender__"), asked.within("approved_at"))
    return found.filter(bid__vendor__public_id=vendor) if vendor else found


def find_contracts(asked: Asked, *, vendor: Any) -> QuerySet[Contract]:
    """Contracts that both parties signed."""
    found = Contract.objects.filter(in_force_at__isnull=False)
    found = found.select_related("award__tender__buyer", "award__bid__vendor")
    found = found.filter(asked.of_call("award__tender__"), asked.within("in_force_at"))
    return found.filter(award__bid__vendor__public_id=vendor) if vendor else found


def find_buyers(*, region: str, kind: str) -> QuerySet[Buyer]:
    asked = {"region": region, "kind": kind}
    return Buyer.objects.public().filter(**{name: code for name, code in asked.items() if code})


def find_firms(*, region: str, size: str, category: str) -> QuerySet[Vendor]:
    asked = {"region": region, "size": size}
    found = Vendor.objects.listed().filter(**{name: code for name, code in asked.items() if code})
    if category:
        through = Vendor.categories.through.objects.filter(category__in=_codes_under(category))
        found = found.filter(pk__in=through.values("vendor"))
    return found.prefetch_related("categories")


def _codes_under(code: str) -> list[str]:
    category = Category.objects.filter(pk=code).first()
    if category is None:
        return []
    under = Category.objects.filter(code__startswith=category.prefix)
    return list(under.values_list("pk", flat=True))
