"""Pages of a long list by the keys of the last row seen: no OFFSET, no COUNT.

Every page costs the same however far it is, and a row that arrives doesn't shift the others.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from marketplace.errors import Invalid

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows of a list, with the cursors of its neighbours ("" where there is none)."""

    rows: list[M]
    next: str
    previous: str


def keyset_page(
    queryset: "models.QuerySet[M]", *, order: Sequence[str], cursor: str, size: int
) -> Page[M]:
    """The page of ``size`` rows that ``cursor`` (from a Page, or "") points to.

    ``order`` names columns, all ascending or all descending (``-``), the last one unique.
    Raises Invalid when the cursor isn't one of ours.
    """
    backwards, values = _read(queryset.model, order, cursor)
    steps = [_turned(key) for key in order] if backwards else list(order)
    if values:
        queryset = queryset.filter(_beyond(steps, values))
    found = list(queryset.order_by(*steps)[: size + 1])
    more = len(found) > size
    rows = found[:size]
    if backwards:
        rows.reverse()
    has_next, has_previous = (bool(rows), more) if backwards else (more, bool(values))
    return Page(
        rows,
        next=_write("n", rows[-1], order) if rows and has_next else "",
        previous=_write("p", rows[0], order) if rows and has_previous else "",
    )


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """``(a, b) > (x, y)``, written so that an index on ``(a, b)`` serves it."""
    compare = "lt" if order[0].startswith("-") else "gt"
    names = [key.lstrip("-") for key in order]
    condition = Q(**{f"{names[-1]}__{compare}": values[-1]})
    for name, value in reversed(list(zip(names[:-1], values[:-1], strict=True))):
        condition = Q(**{f"{name}__{compare}e": value}) & (
            Q(**{f"{name}__{compare}": value}) | condition
        )
    return condition


def _write(direction: str, row: models.Model, order: Sequence[str]) -> str:
    values = [getattr(row, key.lstrip("-")) for key in order]
    # DjangoJSONEncoder cuts microseconds off, which would repeat or lose a row.
    exact = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    text = json.dumps([direction, *exact], cls=DjangoJSONEncoder, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(
    model: type[models.Model], order: Sequence[str], cursor: str
) -> tuple[bool, list[Any]]:
    if not cursor:
        return False, []
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        direction, *raw = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        fields = [model._meta.get_field(key.lstrip("-")) for key in order]
        values = [field.to_python(value) for field, value in zip(fields, raw, strict=True)]
    except (ValueError, TypeError, ValidationError) as malformed:
        raise Invalid(_("This page address is not valid any more.")) from malformed
    if direction not in ("n", "p") or any(value is None for value in values):
        raise Invalid(_("This page address is not valid any more."))
    return direction == "p", values
