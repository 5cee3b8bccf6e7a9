"""The figures of the market as people read them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenders.models.insight import MarketFigure, RegionFigure
from tenders.queries.insights import (
    Row,
    Slice,
    by_buyer,
    by_category,
    by_region,
    by_year,
    mean,
    share,
)

HEADING = (
    gettext_lazy("Slice"),
    gettext_lazy("Calls"),
    gettext_lazy("Cancelled"),
    gettext_lazy("Without a valid bid"),
    gettext_lazy("Bids"),
    gettext_lazy("Calls with a single bid"),
    gettext_lazy("Awards"),
    gettext_lazy("Awarded before taxes, in dollars"),
    gettext_lazy("Firms that won"),
    gettext_lazy("Firms that won for the first time"),
    gettext_lazy("Awards to firms of under 250 employees"),
    gettext_lazy("Median days from publication to award"),
    gettext_lazy("Concentration (Herfindahl index)"),
)


@dataclass(frozen=True)
class Tile:
    """One large figure: ``value`` in ``unit`` (number, dollars, percent), None if unknown."""

    label: str
    value: Any
    unit: str = "number"
    places: int = 0
    note: str = ""


@dataclass(frozen=True)
class Measure:
    """What is drawn. ``of_awards``: also known by the winner's region."""

    label: Any
    unit: str
    value: Callable[[Any], Any]
    of_awards: bool = True


MEASURES = {
    "amount": Measure(
        gettext_lazy("Awarded, before taxes"), "dollars", lambda figure: figure.amount
    ),
    "awards": Measure(gettext_lazy("Contracts awarded"), "number", lambda figure: figure.awards),
    "calls": Measure(
        gettext_lazy("Calls published"), "number", lambda figure: figure.calls, of_awards=False
    ),
    "bids": Measure(
        gettext_lazy("Bids for each call, on average"),
        "tenths",
        lambda figure: mean(figure.bids, figure.opened),
        of_awards=False,
    ),
    "single": Measure(
        gettext_lazy("Share of calls with a single bid"),
        "percent",
        lambda figure: share(figure.single_bid, figure.opened),
        of_awards=False,
    ),
    "small": Measure(
        gettext_lazy("Share of awards to firms of under 250 employees"),
        "percent",
        lambda figure: share(figure.small_winners, figure.awards),
    ),
    "new": Measure(
        gettext_lazy("Share of awards that are the firm’s first one here"),
        "percent",
        lambda figure: share(figure.new_winners, figure.awards),
    ),
    "days": Measure(
        gettext_lazy("Days from publication to award, at the median"),
        "number",
        lambda figure: figure.days_to_award and round(figure.days_to_award),
    ),
    "concentration": Measure(
        gettext_lazy("Concentration of what was won, from 0 to 1"),
        "index",
        lambda figure: figure.concentration,
        of_awards=False,
    ),
}
DEFAULT_MEASURE = "amount"


@dataclass(frozen=True)
class Chart:
    """One measure by one thing. ``name`` is also the parameter that a row's label leads with."""

    name: str
    title: str
    heading: str
    measure: Measure
    found: list[Row[Any]]
    asked: Mapping[str, str]

    @property
    def names(self) -> tuple[str, str]:
        return self.heading, str(self.measure.label)

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """As they are drawn: whatever is not chosen yet can be, by its label."""
        return [(self._link(row), self.measure.value(row.figure)) for row in self.found]

    @property
    def lines(self) -> list[tuple[str, Any]]:
        """As they are written to a file."""
        return [(_label(row), self.measure.value(row.figure)) for row in self.found]

    @property
    def query(self) -> str:
        """Of the address of its file."""
        return urlencode({**self.asked, "chart": self.name})

    def _link(self, row: Row[Any]) -> Any:
        if not row.key or self.name == "region":
            return _label(row)
        query = urlencode({**self.asked, self.name: row.key})
        return format_html('<a href="?{}">{}</a>', query, row.label)


def tiles(figure: MarketFigure) -> list[Tile]:
    """What stands on top."""
    days = figure.days_to_award
    return [
        Tile(_("calls published"), figure.calls),
        Tile(_("awarded, before taxes"), figure.amount, "dollars"),
        Tile(_("bids for each call, on average"), mean(figure.bids, figure.opened), places=1),
        Tile(_("of calls had a single bid"), share(figure.single_bid, figure.opened), "percent"),
        Tile(_("of awards went to firms of under 250 employees"), _of(figure, "small"), "percent"),
        Tile(_("of awards were the firm’s first one here"), _of(figure, "new"), "percent"),
        Tile(_("days from publication to award, at the median"), days and round(days)),
        Tile(
            _("concentration of what was won"),
            figure.concentration,
            places=2,
            note=_("0: many firms alike; 1: a single firm"),
        ),
    ]


def charts(part: Slice, measure: Measure, asked: Mapping[str, str]) -> list[Chart]:
    """``measure`` by year, and by buyer, category and the winner's region, unless one is chosen.

    ``asked`` are the parameters that chose the slice and the measure.
    """
    drawn = [Chart("year", _("By year"), _("Year"), measure, by_year(part), asked)]
    if not part.buyer:
        drawn.append(Chart("buyer", _("By buyer"), _("Buyer"), measure, by_buyer(part), asked))
    if not part.category:
        found = by_category(part)
        drawn.append(Chart("category", _("By category"), _("Category"), measure, found, asked))
    if measure.of_awards:
        title, where = _("By region of the firm that won"), by_region(part)
        drawn.append(Chart("region", title, _("Region"), measure, where, asked))
    return [chart for chart in drawn if chart.found]


def lines(rows: Iterable[Row[MarketFigure]]) -> Iterator[tuple[Any, ...]]:
    """The figures of each slice, in the order of ``HEADING``."""
    for row in rows:
        one = row.figure
        yield (
            _label(row),
            one.calls,
            one.cancelled,
            one.unsuccessful,
            one.bids,
            one.single_bid,
            one.awards,
            one.amount,
            one.winners,
            one.new_winners,
            one.small_winners,
            one.days_to_award and round(one.days_to_award, 1),
            one.concentration,
        )


def _of(figure: MarketFigure, which: str) -> Decimal | None:
    return share(getattr(figure, f"{which}_winners"), figure.awards)


def _label(row: Row[Any]) -> str:
    unknown = _("region unknown") if isinstance(row.figure, RegionFigure) else _("no category")
    return row.label or unknown
