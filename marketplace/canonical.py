"""One way to write a value down, so that two people who hash it get the same hash.

The form is RFC 8785 (JSON Canonicalization Scheme) without numbers that have a fraction:
amounts travel as decimal strings, so that the question of how to print a float never arises.
"""

import json
from collections.abc import Mapping
from typing import Any

LARGEST_INTEGER = (
    2**53 - 1
)  # the last integer that every JSON reader holds exactly (RFC 8785 §3.2.2.3)


class NotCanonical(ValueError):
    """The value cannot be written, or the bytes were not written, in the canonical form."""


def dumps(value: Any) -> bytes:
    """Write ``value`` as canonical JSON in UTF-8: sorted keys, no spaces, no needless escapes.

    Takes dicts with text keys, lists, tuples, text, integers up to 2^53 - 1, booleans and None.
    Raises NotCanonical for anything else, floats and Decimals among it.
    """
    try:
        return _text(value).encode()
    except UnicodeEncodeError as broken:
        raise NotCanonical("text holds half of a surrogate pair") from broken


def loads(data: bytes) -> Any:
    """Read what ``dumps`` wrote.

    Raises NotCanonical if the bytes are not JSON, or are JSON written in any other way: so a
    value has exactly one form, and changing a byte without changing the meaning is refused too.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as broken:
        raise NotCanonical("not JSON in UTF-8") from broken
    if dumps(value) != data:
        raise NotCanonical("JSON, but not in canonical form")
    return value


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonical("integer beyond 2^53 - 1: write it as text")
        return str(int(value))
    if isinstance(value, Mapping):
        return "{" + ",".join(_member(key, value[key]) for key in _sorted_keys(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_text(item) for item in value) + "]"
    raise NotCanonical(f"{type(value).__name__} has no canonical form: write it as text")


def _sorted_keys(value: Mapping[Any, Any]) -> list[str]:
    for key in value:
        if not isinstance(key, str):
            raise NotCanonical("every key is text")
    # RFC 8785 §3.2.3 sorts by UTF-16 code units, which differs from Python's order above U+FFFF.
    return sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))


def _member(key: str, value: Any) -> str:
    return f"{json.dumps(key, ensure_ascii=False)}:{_text(value)}"
