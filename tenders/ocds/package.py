"""Packages: what the addresses under /api/ocds/ answer.

Releases and records are spliced in as the texts that were stored; nothing is computed here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import orjson
from django.conf import settings

from tenders.models import Record, Release
from tenders.ocds.schemas import declared_extensions
from tenders.ocds.values import Json, address, moment

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def release_package(
    releases: Sequence[Release], *, uri: str, links: Mapping[str, str] | None = None
) -> bytes:
    """The JSON of a release package. ``links`` are those of the pagination extension."""
    latest = max((release.published_at for release in releases), default=None)
    bodies = (release.body.encode() for release in releases)
    return b"".join(spliced(package_head(uri, latest, links), b"releases", bodies))


def record_package(
    records: Sequence[Record], *, uri: str, links: Mapping[str, str] | None = None
) -> bytes:
    """The JSON of a record package. Each record's call comes with its releases, oldest first."""
    moments = (
        release.published_at for record in records for release in record.tender.releases.all()
    )
    head = package_head(uri, max(moments, default=None), links)
    return b"".join(spliced(head, b"records", map(_record, records)))


def package_head(
    uri: str, published_at: datetime | None, links: Mapping[str, str] | None = None
) -> Json:
    head: Json = {
        "uri": uri,
        "version": "1.1",
        "publishedDate": moment(published_at),
        "publisher": {"name": settings.PRODUCT_NAME, "uri": settings.SITE_URL},
        "license": LICENCE,
        "publicationPolicy": address("tenders:data"),
        "extensions": list(declared_extensions()),
    }
    return head | ({"links": dict(links)} if links else {})


def spliced(head: Json, name: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
    """The JSON of ``head`` with a list ``name`` of texts that are JSON already, a line each."""
    yield orjson.dumps(head)[:-1] + b',"' + name + b'":[\n'
    separator = b""
    for part in parts:
        yield separator + part
        separator = b",\n"
    yield b"\n]}"


def _record(record: Record) -> bytes:
    tender = record.tender
    releases = b",".join(release.body.encode() for release in tender.releases.all())
    return b'{"ocid":%b,"releases":[%b],"compiledRelease":%b,"versionedRelease":%b}' % (
        orjson.dumps(tender.ocid),
        releases,
        record.compiled.encode(),
        record.versioned.encode(),
    )
