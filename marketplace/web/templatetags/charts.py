"""``{% load charts %}``: figures drawn on the server. The table is the chart: nothing is lost."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import Any

from django import template

from marketplace.web.templatetags import wording

register = template.Library()
UNKNOWN = "–"
SAY: dict[str, Callable[[Any], str]] = {
    "number": wording.number,
    "tenths": partial(wording.number, places=1),
    "dollars": wording.dollars,
    "percent": wording.percent,
    "index": partial(wording.number, places=2),
}
# Where the scale ends by nature; elsewhere the longest bar is the largest value.
FULL = {"percent": Decimal(100), "index": Decimal(1)}


@register.inclusion_tag("components/bars.html")
def bars(
    caption: str, rows: Iterable[tuple[Any, Any]], names: Any, unit: str = "number"
) -> dict[str, Any]:
    """A table of ``rows`` (label, value ≥ 0) whose values are drawn as bars beside the figures.

    ``names`` are the headings of its two columns; ``unit`` is a key of ``SAY``. A value that
    nobody knows (None) is a dash without a bar.
    """
    rows = list(rows)
    known = [Decimal(value) for _label, value in rows if value is not None]
    most = FULL.get(unit) or max(known, default=Decimal(0)) or Decimal(1)
    drawn = [
        {
            "label": label,
            "said": UNKNOWN if value is None else SAY[unit](value),
            "share": round(Decimal(value or 0) / most * 100),
        }
        for label, value in rows
    ]
    return {"caption": caption, "rows": drawn, "names": names}
