"""Pages by key, not by number: page 2,000 costs what page 1 does, and nothing is counted."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class Page:
    """Some rows, and the cursors of the pages before and after them ("" where there is none)."""

    rows: list[Any]
    newer: str
    older: str


def encode_cursor(direction: str, values: list[Any]) -> str:
    """A cursor: opaque to people, but no secret."""
    text = json.dumps([direction, *values], default=_plain, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def decode_cursor(cursor: str, length: int) -> tuple[str, list[Any]]:
    """Raises BadRequest (answer 400) for anything that isn't a cursor of ``length`` keys."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        direction, *values = json.loads(text)
    except (ValueError, binascii.Error, TypeError, RecursionError) as error:
        raise BadRequest("cursor") from error
    fits = len(values) == length and all(map(_could_be_a_key, values))
    if direction not in ("older", "newer") or not fits:
        raise BadRequest("cursor")
    return direction, values


def _could_be_a_key(value: Any) -> bool:
    """Of a text that says a moment, only one with its zone: no moment of ours is without.

    Nor is any at the end of time, where another zone has none.
    """
    if not isinstance(value, str):
        return isinstance(value, int)
    try:
        moment = datetime.fromisoformat(value)
        moment.astimezone(UTC)
    except ValueError:
        return "\0" not in value
    except OverflowError:
        return False
    return moment.tzinfo is not None or len(value) <= 10  # or only a day


def _beyond(keys: list[tuple[str, bool]], values: list[Any]) -> Q:
    """Rows strictly after ``values`` in the order of ``keys`` (name, descending)."""
    condition = Q()
    for place, (name, descending) in enumerate(keys):
        ties = {keys[i][0]: values[i] for i in range(place)}
        condition |= Q(**ties, **{f"{name}__{'lt' if descending else 'gt'}": values[place]})
    # The same fact said as a range on the first key, which an index can use.
    first, descending = keys[0]
    return Q(**{f"{first}__{'lte' if descending else 'gte'}": values[0]}) & condition


def paginate(
    rows: "QuerySet[Any]", *, order: tuple[str, ...], cursor: str = "", size: int = 25
) -> Page:
    """One page of ``rows`` ordered by ``order``, whose last name must be unique (``-pk``).

    The names are columns without NULL. ``cursor`` comes from a Page, "" for the
    first page. Raises BadRequest for a cursor that was never given.
    """
    keys = [(name.lstrip("-"), name.startswith("-")) for name in order]
    direction, values = decode_cursor(cursor, len(keys)) if cursor else ("older", [])
    backwards = direction == "newer"
    if backwards:
        keys = [(name, not descending) for name, descending in keys]
    if values:
        try:
            rows = rows.filter(_beyond(keys, values))
        except (ValueError, TypeError, ValidationError) as error:
            raise BadRequest("cursor") from error
    found = list(rows.order_by(*(("-" if down else "") + name for name, down in keys))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    return Page(
        found,
        *_cursors(found, [name for name, _ in keys], backwards, more, bool(cursor)),
    )


def _cursors(
    found: list[Any], names: list[str], backwards: bool, more: bool, moved: bool
) -> tuple[str, str]:
    if not found:
        return "", ""

    def at(row: Any, direction: str) -> str:
        return encode_cursor(direction, [_value(row, name) for name in names])

    newer = at(found[0], "newer") if (more if backwards else moved) else ""
    older = at(found[-1], "older") if (backwards or more) else ""
    return newer, older


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row
