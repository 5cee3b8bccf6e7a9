"""``{% load charts %}``: figures drawn on the server. The table is the chart: nothing is lost."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import Any

from django import template

from marketplace.web.templatetags import wording

register = template.Library()
SAY: dict[str, Callable[[Any], str]] = {
    "number": wording.number,
    "tenths": partial(wording.number, places=1),
    "dollars": wording.dollars,
}


@register.inclusion_tag("components/bars.html")
def bars(
    caption: str, rows: Iterable[tuple[Any, Any]], names: Any, unit: str = "number"
) -> dict[str, Any]:
    """A table of ``rows`` (label, value ≥ 0) whose values are drawn as bars beside the figures.

    ``names`` are the headings of its two columns; ``unit`` is "number", "tenths" or "dollars".
    """
    rows = list(rows)
    most = max((Decimal(value) for _label, value in rows), default=Decimal(0)) or Decimal(1)
    drawn = [
        {"label": label, "said": SAY[unit](value), "share": round(Decimal(value) / most * 100)}
        for label, value in rows
    ]
    return {"caption": caption, "rows": drawn, "names": names}
