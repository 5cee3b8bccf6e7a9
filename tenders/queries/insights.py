"""The market at a glance, from figures that were made beforehand."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from marketplace.reference.models import Category, Region
from tenders.models import Buyer
from tenders.models.insight import (
    ALL_BUYERS,
    ALL_CATEGORIES,
    ALL_YEARS,
    NO_CATEGORY,
    AwardFigure,
    MarketFigure,
    RegionFigure,
)

LONGEST = 12  # rows of a ranking
PERCENT = Decimal(100)


@dataclass(frozen=True)
class Slice:
    """What the reader looks at. None or empty means all."""

    year: int = ALL_YEARS
    buyer: Buyer | None = None
    category: str = ALL_CATEGORIES

    @property
    def keys(self) -> dict[str, Any]:
        buyer_id = self.buyer.pk if self.buyer else ALL_BUYERS
        return {"year": self.year, "buyer_id": buyer_id, "category": self.category}


Told = TypeVar("Told", bound=AwardFigure)


@dataclass(frozen=True)
class Row(Generic[Told]):
    """One line of a ranking: whose figures they are, and the figures. An unknown has no label."""

    label: str
    key: str
    figure: Told


def figures_of(part: Slice) -> MarketFigure | None:
    """The figures of one slice; None if it has no calls."""
    return MarketFigure.objects.filter(**part.keys).first()


def made_at() -> datetime | None:
    """When the figures were made; None before the first time."""
    everything = MarketFigure.objects.filter(**Slice().keys)
    return everything.values_list("made_at", flat=True).first()


def years() -> list[int]:
    """The years that have calls, the last first."""
    found = MarketFigure.objects.exclude(year=ALL_YEARS)
    found = found.filter(buyer_id=ALL_BUYERS, category=ALL_CATEGORIES)
    return list(found.order_by("-year").values_list("year", flat=True))


def by_year(part: Slice) -> list[Row[MarketFigure]]:
    """Each year of the slice's buyer and category, the first one first."""
    found = _without(part, "year").exclude(year=ALL_YEARS).order_by("year")
    return [Row(str(each.year), str(each.year), each) for each in found]


def by_buyer(part: Slice) -> list[Row[MarketFigure]]:
    """Who bought most in the slice's year and category."""
    found = _largest(_without(part, "buyer_id").exclude(buyer_id=ALL_BUYERS))
    buyers = Buyer.objects.in_bulk([each.buyer_id for each in found])
    return [
        Row(str(buyers[each.buyer_id].name), buyers[each.buyer_id].slug, each) for each in found
    ]


def by_category(part: Slice) -> list[Row[MarketFigure]]:
    """What was bought most in the slice's year by its buyer. Without a category: an empty label."""
    found = _largest(_without(part, "category").exclude(category=ALL_CATEGORIES))
    labels = Category.objects.in_bulk([each.category for each in found])
    return [
        Row(str(labels.get(each.category, "")), each.category.strip(NO_CATEGORY), each)
        for each in found
    ]


def by_region(part: Slice) -> list[Row[RegionFigure]]:
    """Where the firms are that won the slice's contracts, the region that won most first."""
    found = RegionFigure.objects.filter(**part.keys).order_by("-amount", "region")
    names = dict(Region.choices)
    return [Row(str(names.get(each.region, "")), each.region, each) for each in found]


def all_of(part: Slice) -> list[Row[MarketFigure]]:
    """Every slice that a file of the figures tells: the whole, its years, buyers and categories."""
    whole = figures_of(part)
    top = [Row(_("all that was chosen"), "", whole)] if whole else []
    return [*top, *by_year(part), *by_buyer(part), *by_category(part)]


def share(number: int, of: int) -> Decimal | None:
    """In percent, to a tenth; None of nothing."""
    return (PERCENT * number / of).quantize(Decimal("0.1")) if of else None


def mean(total: int, of: int) -> Decimal | None:
    """To a tenth; None of nothing."""
    return (Decimal(total) / of).quantize(Decimal("0.1")) if of else None


def _without(part: Slice, key: str) -> "QuerySet[MarketFigure]":
    return MarketFigure.objects.filter(
        **{name: value for name, value in part.keys.items() if name != key}
    )


def _largest(found: "QuerySet[MarketFigure]") -> list[MarketFigure]:
    return list(found.order_by(F("amount").desc(), "-calls", "id")[:LONGEST])
