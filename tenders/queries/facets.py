"""Facets: by what a reader narrows a list.

Each value is a key such as ``region=01``: so it stands in the address of the list, in the row of
the notice and in the counts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import Region
from tenders.models import Award, Contract, Tender
from tenders.states import UNPUBLISHED, TenderStatus
from tenders.values import AwardMethod, Licence, Place, Reservation
from vendors.states import FirmSize


class Amount(models.TextChoices):
    """Ranges of an amount, in dollars before taxes."""

    UNDER_10 = "0-10000", _("under $10,000")
    UNDER_25 = "10000-25000", _("$10,000 to $25,000")
    UNDER_50 = "25000-50000", _("$25,000 to $50,000")
    OVER_50 = "50000-", _("$50,000 and more")

    @classmethod
    def of(cls, amount: Decimal) -> "Amount":
        """The range that holds ``amount``: from its first figure, up to before its second."""
        return next(each for each in reversed(cls) if amount >= int(each.partition("-")[0]))


class Closing(models.TextChoices):
    """How soon bids close, in days. By the clock, so not a key."""

    FIVE_DAYS = "5", _("in the next five days")
    TWO_WEEKS = "14", _("in the next two weeks")
    A_MONTH = "31", _("in the next month")


@dataclass(frozen=True, eq=False)
class Facet:
    """One way to narrow a list. ``choices`` are its values; None where they are rows or years."""

    name: str
    label: Any
    choices: Any = None

    def takes(self, value: str) -> bool:
        """Whether ``value`` could be one of it."""
        if self.choices is not None:
            return value in dict(self.choices)
        return _WORD.fullmatch(value) is not None


_WORD = re.compile(r"[\w-]{1,80}", re.ASCII)
STATUSES = [choice for choice in TenderStatus.choices if choice[0] not in UNPUBLISHED]
STATUS = Facet("status", _("Status"), STATUSES)
CATEGORY = Facet("category", _("Category"))
BUDGET = Facet("budget", _("Budget before taxes"), Amount.choices)
PRICE = Facet("price", _("Price before taxes"), Amount.choices)
CLOSING = Facet("closing", _("Closing"), Closing.choices)
REGION = Facet("region", _("Region"), Region.choices)
PLACE = Facet("place", _("Place"), Place.choices)
METHOD = Facet("method", _("Award method"), AwardMethod.choices)
LICENCE = Facet("licence", _("Licence of what is delivered"), Licence.choices)
ANY_FIRM = "all"
RESERVED = Facet("reserved", _("Who may bid"), [(ANY_FIRM, _("all firms")), *Reservation.choices])
SIZE = Facet("size", _("Size of the firm"), FirmSize.choices)
BUYER = Facet("buyer", _("Buyer"))
PUBLISHED = Facet("published", _("Year of publication"))
AWARDED = Facet("awarded", _("Year of the award"))
SIGNED = Facet("signed", _("Year of signature"))


def keys_of(tender: Tender, award: Award | None, contract: Contract | None) -> list[str]:
    """The keys of the notice of ``tender``, whose categories should be prefetched."""
    codes = {tender.main_category_id, *(each.pk for each in tender.categories.all())}
    keys = {f"category={code}" for code in _with_those_above(filter(None, codes))}
    keys.update(_keys_of_call(tender))
    if award:
        keys.update(_keys_of_award(award))
    if contract:
        keys.add(f"signed={_year(contract.in_force_at)}")
    return sorted(keys)


def _keys_of_call(tender: Tender) -> Iterator[str]:
    yield f"status={tender.status}"
    yield f"buyer={tender.buyer.slug}"
    yield f"place={tender.place}"
    yield f"method={tender.award_method}"
    yield f"licence={tender.licence}"
    yield f"reserved={tender.reserved_for or ANY_FIRM}"
    yield f"published={_year(tender.published_at)}"
    if tender.region:
        yield f"region={tender.region}"
    if tender.budget and tender.budget_is_public:
        yield f"budget={Amount.of(tender.budget)}"


def _keys_of_award(award: Award) -> Iterator[str]:
    yield f"price={Amount.of(award.amount)}"
    yield f"size={award.bid.vendor.size}"
    yield f"awarded={_year(award.approved_at)}"


def _with_those_above(codes: Iterable[str]) -> set[str]:
    """UNSPSC codes with their classes and families."""
    return {above for code in codes for above in (code, f"{code[:6]}00", f"{code[:4]}0000")}


def _year(moment: datetime | None) -> str:
    return str(localtime(moment, get_default_timezone()).year) if moment else ""
