"""The OpenAPI document as a page shows it: operations by noun, and the objects they answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from django.utils.translation import gettext as _

from tenders.api import schemas
from tenders.api.v1 import document

Schema = dict[str, Any]
HIDDEN = ("Filters", "Listed_")
EVERYWHERE = ("limit", "cursor")  # told once, for all lists
KINDS = {
    "string": lambda: _("text"),
    "integer": lambda: _("whole number"),
    "boolean": lambda: _("true or false"),
    "date": lambda: _("day, such as 2026-03-31"),
    "date-time": lambda: _("moment, RFC 3339"),
    "uuid": lambda: _("UUID"),
}


@dataclass(frozen=True)
class Value:
    """A parameter or a field: its kind in words, the object it is, or the codes it may be."""

    name: str
    description: str
    kind: str
    object: str
    codes: list[str]
    is_list: bool
    may_be_null: bool


@dataclass(frozen=True)
class Operation:
    name: str
    summary: str
    path: str
    parameters: list[Value]
    answer: Value
    example: str


@dataclass(frozen=True)
class Kind:
    """An object that is answered. It has the fields of ``more_than``, too, if it names one."""

    name: str
    more_than: str
    fields: list[Value]


@dataclass(frozen=True)
class Reference:
    operations: list[Operation]
    kinds: list[Kind]


@cache
def reference(language: str) -> Reference:
    """What ``document`` says, for a page in the same language."""
    read = _Reader(orjson.loads(document(language)))
    return Reference(list(read.operations()), list(read.kinds()))


class _Reader:
    def __init__(self, told: Schema) -> None:
        self.paths: Schema = told["paths"]
        self.schemas: dict[str, Schema] = told["components"]["schemas"]

    def operations(self) -> Iterator[Operation]:
        for path, item in self.paths.items():
            told = item["get"]
            schema = told["responses"]["200"]["content"]["application/json"]["schema"]
            yield Operation(
                name=told["operationId"],
                summary=told["summary"],
                path=path,
                parameters=[
                    self._parameter(each)
                    for each in told["parameters"]
                    if each["in"] == "query" and each["name"] not in EVERYWHERE
                ],
                answer=self._value("", self._rows(schema)),
                example=_pretty(self._example(schema)),
            )

    def kinds(self) -> Iterator[Kind]:
        for name, schema in sorted(self.schemas.items()):
            if "properties" in schema and not any(part in name for part in HIDDEN):
                parent = _parent(name)
                known = self.schemas.get(parent, {}).get("properties", {})
                own = schema["properties"].items()
                fields = [self._value(field, each) for field, each in own if field not in known]
                yield Kind(name, parent, fields)

    def _parameter(self, told: Schema) -> Value:
        """Null is how a filter is left out, which nobody can write in an address."""
        bare = _without_null(told["schema"])
        return self._value(told["name"], {**bare, "description": told.get("description", "")})

    def _rows(self, schema: Schema) -> Schema:
        """What a page of a list holds."""
        found = self._followed(schema)
        results = found.get("properties", {}).get("results")
        return results or schema

    def _value(self, name: str, schema: Schema) -> Value:
        meaning = schema.get("description", "")
        bare = _without_null(schema)
        is_list = bare.get("type") == "array"
        item = bare["items"] if is_list else bare
        target = item.get("$ref", "").rpartition("/")[2]
        found = self._followed(item)
        is_object = "properties" in found
        return Value(
            name=name,
            description=meaning,
            kind="" if is_object else _kind(found),
            object=target if is_object else "",
            codes=found.get("enum", []),
            is_list=is_list,
            may_be_null=bare is not schema,
        )

    def _followed(self, schema: Schema) -> Schema:
        target = schema.get("$ref", "").rpartition("/")[2]
        return self.schemas[target] if target else schema

    def _example(self, schema: Schema) -> Any:
        """An example made of the examples of the parts."""
        if "examples" in schema:
            return schema["examples"][0]
        bare = self._followed(_without_null(schema))
        if "properties" in bare:
            return {name: self._example(each) for name, each in bare["properties"].items()}
        if bare.get("type") == "array":
            return [self._example(bare["items"])]
        return bare.get("enum", [_sample(bare)])[0]


def _parent(name: str) -> str:
    parent = getattr(schemas, name).__bases__[0].__name__
    return "" if parent in {"Answer", "Schema"} else str(parent)


def _without_null(schema: Schema) -> Schema:
    choices = schema.get("anyOf", [])
    return next((each for each in choices if each.get("type") != "null"), schema)


def _kind(schema: Schema) -> str:
    kind = KINDS.get(schema.get("format", "")) or KINDS.get(schema.get("type", ""))
    return kind() if kind else ""


def _sample(schema: Schema) -> Any:
    samples = {
        "date": "2026-03-31",
        "date-time": "2026-03-31T18:00:00Z",
        "boolean": True,
        "integer": 1,
    }
    kind = schema.get("format") or schema.get("type", "")
    return samples.get(kind, "…")


def _pretty(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
