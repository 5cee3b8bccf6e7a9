"""What a reader asks of a list: which one, words, facets, order. One value, one address."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenders.queries import facets
from tenders.queries.facets import Facet

# Marks around a word found, that no keyboard types; they become <mark> once the rest is escaped.
MARK = ("\x02", "\x03")


class View(models.TextChoices):
    """The tabs of the list of calls."""

    OPEN = "open", pgettext_lazy("calls", "Open")
    CLOSED = "closed", pgettext_lazy("calls", "Closed")
    ALL = "all", pgettext_lazy("calls", "All")


class Sort(models.TextChoices):
    RELEVANCE = "relevance", _("most relevant first")
    NEWEST = "newest", _("newest first")
    DEADLINE = "deadline", _("by closing date")


@dataclass(frozen=True)
class Listing:
    """A list of notices: ``card`` is what it shows of them, ``moment`` the date they go by."""

    card: str
    moment: str
    facets: tuple[Facet, ...]
    has_views: bool = False


CALLS = Listing(
    "call",
    "published_at",
    (
        facets.STATUS, facets.CLOSING, facets.CATEGORY, facets.BUDGET, facets.REGION,
        facets.PLACE, facets.RESERVED, facets.BUYER, facets.METHOD, facets.LICENCE,
        facets.PUBLISHED,
    ),
    has_views=True,
)  # fmt: skip
AWARDS = Listing(
    "award",
    "awarded_at",
    (
        facets.CATEGORY, facets.PRICE, facets.SIZE, facets.REGION, facets.BUYER, facets.METHOD,
        facets.AWARDED,
    ),
)  # fmt: skip
CONTRACTS = Listing(
    "contract",
    "contracted_at",
    (facets.CATEGORY, facets.PRICE, facets.SIZE, facets.REGION, facets.BUYER, facets.SIGNED),
)


@dataclass(frozen=True)
class Search:
    """What was asked. ``chosen`` are (facet, values): a notice fits one value of each."""

    listing: Listing = CALLS
    q: str = ""
    view: str = View.OPEN
    sort: str = ""
    chosen: tuple[tuple[Facet, tuple[str, ...]], ...] = ()

    @property
    def facets(self) -> list[Facet]:
        """Those that can tell the notices of this view apart."""
        useless = (facets.STATUS, facets.PUBLISHED) if self._is_of_open_calls else (facets.CLOSING,)
        return [facet for facet in self.listing.facets if facet not in useless]

    @property
    def sorts(self) -> list[str]:
        """The orders to choose from, the usual one first."""
        words = [Sort.RELEVANCE] if self.q else []
        return [*words, Sort.NEWEST, *([Sort.DEADLINE] if self.listing.has_views else [])]

    @property
    def order(self) -> str:
        return self.sort if self.sort in self.sorts else self.sorts[0]

    def values(self, facet: Facet) -> tuple[str, ...]:
        return dict(self.chosen).get(facet, ())

    def toggled(self, facet: Facet, value: str) -> "Search":
        """The same with this value of the facet chosen, or no longer chosen."""
        before = self.values(facet)
        after = tuple(v for v in before if v != value) if value in before else (*before, value)
        kept = {**dict(self.chosen), facet: after}
        chosen = tuple((each, kept[each]) for each in self.listing.facets if kept.get(each))
        return replace(self, chosen=chosen)

    def other(self, **changes: Any) -> "Search":
        """The same but for ``changes``; facets that another view has not are left out."""
        changed = replace(self, **changes)
        fitting = tuple(pair for pair in changed.chosen if pair[0] in changed.facets)
        return replace(changed, chosen=fitting)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of its address, always in the same order, without what is usual."""
        return list(self._pairs())

    @property
    def query(self) -> str:
        """``q=web&region=01``: the canonical query string, by which searches are compared."""
        return urlencode(self.pairs)

    @property
    def address(self) -> str:
        return f"?{self.query}"

    @property
    def _is_of_open_calls(self) -> bool:
        return self.listing.has_views and self.view == View.OPEN

    def _pairs(self) -> Iterator[tuple[str, str]]:
        if self.q:
            yield "q", self.q
        if self.listing.has_views and self.view != View.OPEN:
            yield "view", self.view
        for facet, values in self.chosen:
            yield from ((facet.name, value) for value in values)
        if self.sort and self.order != self.sorts[0]:
            yield "sort", self.order
