"""What each field of a release means, and where it comes from: ``dictionary.csv``.

A path that begins with ``*`` stands wherever it ends a path. A test holds the file to what
releases say: every field is in it, and it names no field that the schema doesn't have.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from marketplace.bilingual import SaidField

PATH = Path(__file__).with_name("dictionary.csv")
ANYWHERE = "*"
IN_ENGLISH = "_en"


@dataclass(frozen=True)
class Entry:
    field: str
    origin: str
    meaning_fr: str
    meaning_en: str
    meaning = SaidField()

    @property
    def section(self) -> str:
        return self.field.partition("/")[0] if "/" in self.field else ""

    def explains(self, path: str) -> bool:
        if self.field.startswith(ANYWHERE):
            return f"/{path}".endswith(self.field.removeprefix(ANYWHERE))
        return path == self.field


@cache
def entries() -> list[Entry]:
    with PATH.open(encoding="utf-8", newline="") as rows:
        return [
            Entry(row["field"], row["from"], row["fr"], row["en"]) for row in csv.DictReader(rows)
        ]


def paths(value: Any, at: str = "") -> Iterator[str]:
    """The path of each value in JSON, without the places in lists and without languages."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths(inner, f"{at}/{name}" if at else name)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, at)
    else:
        yield at.removesuffix(IN_ENGLISH)
