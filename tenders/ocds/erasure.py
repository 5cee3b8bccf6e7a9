"""Say in a release what is no longer so.

Merging keeps whatever a later release leaves out. A field that is gone must therefore be
null once (source: OCDS 1.1, schema/merging.md).
"""

from typing import Any

from tenders.ocds.values import Json


def erased(previous: Json, current: Json) -> Json:
    """``current`` with null for each field that ``previous`` had and it hasn't.

    An object that left an identified list stays in it with its ``id`` alone: merging has no
    way to take it out.
    """
    result = dict(current)
    for name, before in previous.items():
        if before is None:
            continue
        if name not in current:
            result[name] = _emptied(before)
        else:
            result[name] = _compared(before, current[name])
    return result


def _compared(before: Any, after: Any) -> Any:
    if isinstance(before, dict) and isinstance(after, dict):
        return erased(before, after)
    if _is_identified(before) and _is_identified(after):
        return _lists_compared(before, after)
    return after


def _lists_compared(before: list[Json], after: list[Json]) -> list[Json]:
    known = {item["id"]: item for item in before}
    kept = [erased(known[item["id"]], item) if item["id"] in known else item for item in after]
    present = {item["id"] for item in after}
    gone = [_emptied_item(item) for item in before if item["id"] not in present]
    return kept + gone


def _emptied(before: Any) -> Any:
    """Null for every field within: merging can't take an object away, only what it says.

    An amount keeps its currency, so that what is left isn't an empty object.
    """
    if isinstance(before, dict):
        present = {name: value for name, value in before.items() if value is not None}
        return {
            name: value if name == "currency" else _emptied(value)
            for name, value in present.items()
        }
    if _is_identified(before):
        return [_emptied_item(item) for item in before]
    return None


def _emptied_item(item: Json) -> Json:
    return {"id": item["id"], **_emptied({k: v for k, v in item.items() if k != "id"})}


def _is_identified(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and "id" in item for item in value)
    )
