"""The figures of the market as people read them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenders.models.insight import MarketFigure
from tenders.queries.insights import (
    Row,
    Slice,
    by_buyer,
    by_category,
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
class Chart:
    title: str
    names: tuple[str, str]
    rows: list[tuple[Any, Any]]
    unit: str = "number"


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


def charts(part: Slice, asked: Mapping[str, str]) -> list[Chart]:
    """The figures by year, buyer and category; whatever is not chosen yet can be by its label."""
    years, money = by_year(part), _("Awarded, before taxes")
    drawn = [
        Chart(
            _("What was awarded, by year"),
            (_("Year"), money),
            _bars(years, "year", asked, lambda figure: figure.amount),
            "dollars",
        ),
        Chart(
            _("Bids for each call, by year"),
            (_("Year"), _("Bids, on average")),
            _bars(years, "year", asked, lambda figure: mean(figure.bids, figure.opened) or 0),
            "tenths",
        ),
    ]
    if not part.buyer:
        rows = _bars(by_buyer(part), "buyer", asked, lambda figure: figure.amount)
        drawn.append(Chart(_("Who bought most"), (_("Buyer"), money), rows, "dollars"))
    if not part.category:
        rows = _bars(by_category(part), "category", asked, lambda figure: figure.amount)
        drawn.append(Chart(_("What was bought most"), (_("Category"), money), rows, "dollars"))
    return drawn


def lines(rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    """The figures of each slice, in the order of ``HEADING``."""
    for row in rows:
        one = row.figure
        yield (
            row.label or _("no category"),
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


def _bars(
    rows: Iterable[Row], name: str, asked: Mapping[str, str], value: Any
) -> list[tuple[Any, Any]]:
    return [(_link(row, name, asked), value(row.figure)) for row in rows]


def _link(row: Row, name: str, asked: Mapping[str, str]) -> Any:
    """The label, leading to its slice."""
    if not row.key:
        return row.label or _("no category")
    query = urlencode({**{key: asked[key] for key in asked}, name: row.key})
    return format_html('<a href="?{}">{}</a>', query, row.label)
