"""The releases of one call as one record, by the official merge routine."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import orjson
from ocdsmerge import Merger

from tenders.ocds.schemas import release_schema
from tenders.ocds.values import Json


@dataclass(frozen=True)
class Merged:
    """JSON texts: the present state, and the history of each field."""

    compiled: str
    versioned: str


def merged(bodies: Sequence[str]) -> Merged:
    """Merge the releases of one call, oldest first."""
    # The routine changes what it is given, so each gets its own.
    compiled = merger().create_compiled_release(_parsed(bodies))
    versioned = merger().create_versioned_release(_without_details(_parsed(bodies)))
    return Merged(orjson.dumps(compiled).decode(), orjson.dumps(versioned).decode())


@cache
def merger() -> Merger:
    return Merger(release_schema())


def _parsed(bodies: Sequence[str]) -> list[Json]:
    return [orjson.loads(body) for body in bodies]


def _without_details(releases: list[Json]) -> list[Json]:
    """Releases whose parties have no ``details``.

    OCDS 1.1 versions that object as a whole in its schema and by field in its merge routine:
    no versioned release with it is valid. The size of firms is in the other two.
    """
    for release in releases:
        for party in release["parties"]:
            party.pop("details", None)
    return releases
