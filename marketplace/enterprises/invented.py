"""A register of invented enterprises, for the demo, the tests and whoever tries the platform out.

It reads two small files of the very form of the real publication, so that it behaves as the real
one does: names in force and former ones, addresses withheld, enterprises struck off.
"""

from functools import cache
from pathlib import Path

from marketplace.enterprises.port import Entry
from marketplace.enterprises.publication import names, rows

PUBLICATION = Path(__file__).with_name("data")


class InventedRegister:
    def find(self, neq: str) -> Entry | None:
        return _entries().get(neq)


@cache
def _entries() -> dict[str, Entry]:
    said: dict[str, list[str]] = {}
    for name in sorted(names(PUBLICATION), key=lambda each: each.rank):
        said.setdefault(name.neq, []).append(name.name)
    return {
        row.neq: Entry(
            neq=row.neq,
            legal_name=said[row.neq][0],
            standing=row.standing,
            other_names=tuple(said[row.neq][1:]),
            street=row.street,
            city=row.city,
            postal_code=row.postal_code,
            since=row.since,
        )
        for row in rows(PUBLICATION)
    }
