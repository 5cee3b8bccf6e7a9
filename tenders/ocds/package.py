"""Packages: what the addresses under /api/ocds/ answer.

Releases are spliced in as the text that was frozen; only records are computed, by the
official merge routine.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import orjson
from django.conf import settings
from ocdsmerge import Merger

from tenders.models import Release
from tenders.ocds.schemas import declared_extensions, release_schema
from tenders.ocds.values import Json, address, moment

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def release_package(
    releases: Sequence[Release], *, uri: str, links: Mapping[str, str] | None = None
) -> bytes:
    """The JSON of a release package. ``links`` are those of the pagination extension."""
    head = _head(uri, [release.published_at for release in releases], links)
    return _spliced(head, b"releases", (release.body.encode() for release in releases))


def record_package(
    processes: Iterable[Sequence[Release]], *, uri: str, links: Mapping[str, str] | None = None
) -> bytes:
    """The JSON of a record package: each process is all its releases, oldest first."""
    processes = list(processes)
    moments = [release.published_at for releases in processes for release in releases]
    return _spliced(_head(uri, moments, links), b"records", map(_record, processes))


def compiled(releases: Sequence[Release]) -> Json:
    """The present state of one process, by the official merge routine."""
    merged: Json = merger().create_compiled_release(_parsed(releases))
    return merged


@cache
def merger() -> Merger:
    return Merger(release_schema())


def _record(releases: Sequence[Release]) -> bytes:
    parsed = _parsed(releases)
    ocid = parsed[0]["ocid"]
    # The routine changes what it is given, so each gets its own.
    merged = {
        "compiledRelease": merger().create_compiled_release(_parsed(releases)),
        "versionedRelease": merger().create_versioned_release(_without_details(releases)),
    }
    return orjson.dumps({"ocid": ocid, "releases": parsed, **merged})


def _parsed(releases: Sequence[Release]) -> list[Json]:
    return [orjson.loads(release.body) for release in releases]


def _without_details(releases: Sequence[Release]) -> list[Json]:
    """Releases whose parties have no ``details``.

    OCDS 1.1 versions that object as a whole in its schema and by field in its merge routine:
    no versioned release with it is valid. The size of firms is in the other two.
    """
    parsed = _parsed(releases)
    for release in parsed:
        for party in release["parties"]:
            party.pop("details", None)
    return parsed


def _head(uri: str, moments: Sequence[datetime], links: Mapping[str, str] | None) -> Json:
    head: dict[str, Any] = {
        "uri": uri,
        "version": "1.1",
        "publishedDate": moment(max(moments)) if moments else None,
        "publisher": {"name": settings.PRODUCT_NAME, "uri": settings.SITE_URL},
        "license": LICENCE,
        "publicationPolicy": address("tenders:data"),
        "extensions": list(declared_extensions()),
    }
    return head | ({"links": dict(links)} if links else {})


def _spliced(head: Json, name: bytes, parts: Iterable[bytes]) -> bytes:
    return orjson.dumps(head)[:-1] + b',"' + name + b'":[' + b",".join(parts) + b"]}"
