"""The catalogue as Turtle, from the same JSON-LD.

Enough of both for the shapes that ``catalogue`` uses: prefixed names, addresses, texts with a
language or a type, and objects within objects. A test reads both with rdflib and compares.
"""

import json
from collections.abc import Iterator
from typing import Any

from tenders.ocds.values import Json


def turtle(document: Json) -> str:
    prefixes = [f"@prefix {name}: <{base}> ." for name, base in document["@context"].items()]
    return "\n".join([*prefixes, "", *_statements(document)]) + "\n"


def _statements(node: Json) -> Iterator[str]:
    """The node, then every node with an address within it, each as a block."""
    yield f"{_name(node)} {_properties(node)} ."
    for inner in _within(node):
        if "@id" in inner and len(inner) > 1:
            yield from _statements(inner)


def _properties(node: Json) -> str:
    pairs = [f"a {node['@type']}"] if "@type" in node else []
    for name, value in node.items():
        if not name.startswith("@"):
            values = value if isinstance(value, list) else [value]
            pairs += [f"{name} {_object(each)}" for each in values]
    return " ;\n    ".join(pairs)


def _object(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if "@value" in value:
        tail = f"@{value['@language']}" if "@language" in value else f"^^{value['@type']}"
        return _quoted(value["@value"]) + tail
    return _name(value) if "@id" in value else f"[ {_properties(value)} ]"


def _within(node: Json) -> Iterator[Json]:
    for name, value in node.items():
        if not name.startswith("@"):
            values = value if isinstance(value, list) else [value]
            yield from (each for each in values if isinstance(each, dict))


def _name(node: Json) -> str:
    return f"<{node['@id']}>"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
