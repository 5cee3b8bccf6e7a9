"""The facets beside a list, as a reader chooses among them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tenders.queries.counts import Count, Counts
from tenders.queries.facets import BUYER, CATEGORY, REGION, Facet
from tenders.queries.search import Search

SHOWN = 8  # values of a long facet before the rest folds away
BY_NUMBER = (BUYER, REGION)  # the others keep the order of their choices


@dataclass(frozen=True)
class Option:
    """One value: choosing it, or letting it go, leads to ``address``."""

    label: Any
    number: int
    address: str
    is_chosen: bool
    under: "list[Option]" = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """One facet with the values worth offering; those in ``more`` fold away."""

    name: str
    label: Any
    options: list[Option]
    more: list[Option]

    @property
    def is_chosen(self) -> bool:
        return any(option.is_chosen for option in self.flat)

    @property
    def flat(self) -> Iterator[Option]:
        return _flat([*self.options, *self.more])


def groups(search: Search, counts: Counts, *, language: str) -> list[Group]:
    """The facets of ``search`` that would tell its notices apart, or were chosen."""
    found = [_group(search, facet, counts, language) for facet in search.facets]
    return [group for group in found if len(list(group.flat)) > 1 or group.is_chosen]


def chosen(search: Search, counts: Counts, *, language: str) -> list[tuple[Any, Option]]:
    """The values chosen, each with the name of its facet."""
    return [
        (facet.label, _option(search, facet, count, language))
        for facet in search.facets
        for count in counts.by_facet[facet.name]
        if count.value in search.values(facet)
    ]


def _group(search: Search, facet: Facet, counts: Counts, language: str) -> Group:
    counted = [
        count
        for count in counts.by_facet[facet.name]
        if count.number or count.value in search.values(facet)
    ]
    if facet == CATEGORY:
        options = _tree(search, counted, language)
        return Group(facet.name, facet.label, options, [])
    options = [_option(search, facet, count, language) for count in _sorted(facet, counted)]
    split = SHOWN if len(options) > SHOWN + 2 else len(options)
    return Group(facet.name, facet.label, options[:split], options[split:])


def _sorted(facet: Facet, counted: list[Count]) -> list[Count]:
    if facet in BY_NUMBER:
        return sorted(counted, key=lambda count: (-count.number, count.value))
    if facet.choices is None:
        return sorted(counted, key=lambda count: count.value, reverse=True)
    places = {value: place for place, (value, _label) in enumerate(facet.choices)}
    return sorted(counted, key=lambda count: places.get(count.value, len(places)))


def _tree(search: Search, counted: list[Count], language: str) -> list[Option]:
    """Families with their classes; under a class that was chosen, wholly or in part, its own.

    What lies under a code that the list of categories does not name stands in its place.
    """
    here = {count.value: count for count in counted}
    picked = {code[:6] for code in search.values(CATEGORY)}

    def branch(prefix: str, length: int) -> Iterator[Option]:
        below = {code[:length].ljust(8, "0") for code in here if code.startswith(prefix)}
        for code in sorted(here.keys() & below - {prefix.ljust(8, "0")}):
            under = list(branch(code[:length], length + 2)) if length < 8 else []
            if not here[code].name_fr:
                yield from under
            else:
                is_open = length == 4 or code[:6] in picked
                yield _option(search, CATEGORY, here[code], language, under if is_open else [])

    return list(branch("", 4))


def _option(
    search: Search, facet: Facet, count: Count, language: str, under: list[Option] | None = None
) -> Option:
    name = count.name_en if language == "en" else count.name_fr
    label = dict(facet.choices).get(count.value) if facet.choices else name or count.value
    address = search.toggled(facet, count.value).address
    is_chosen = count.value in search.values(facet)
    return Option(label or count.value, count.number, address, is_chosen, under or [])


def _flat(options: list[Option]) -> Iterator[Option]:
    for option in options:
        yield option
        yield from _flat(option.under)
