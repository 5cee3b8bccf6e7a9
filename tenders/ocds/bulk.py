"""The files under ``/data/``, by month: releases as JSON, and calls as tables.

Each is written under another name first and then renamed, so nobody ever reads half of one; the
manifest comes last, and what it says was seen is where the next run begins.
"""

import gzip
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BufferedWriter
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import BadRequest
from django.db import connection, transaction

from tenders.ocds.flat import write_tables
from tenders.ocds.manifest import (
    NAME,
    File,
    Manifest,
    read_manifest,
    sha256_of,
    write_manifest,
)
from tenders.ocds.package import package_head, spliced
from tenders.ocds.values import address
from tenders.queries.bulk import Due, call_lines, due_after, last_release_in, release_lines

FORMATS = {".xlsx": "xlsx", ".zip": "csv", ".json": "json", ".gz": "jsonl"}
BUFFER = 1 << 20  # bytes
LEVEL = 6  # gzip's own usual one: level 9 takes twice the time for one hundredth less
END = b"]}"
LOCK = 7_340_021_118  # any number, the same in every process that makes the files


def make_files(folder: Path, *, at: datetime) -> int:
    """Make the files of all months that have something new; return how many were made.

    One process at a time: a second one finds nothing to do.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        if not _alone():
            return 0
        known, due = _known_and_due(read_manifest(folder))
        if not (due.releases or due.calls):
            return 0
        made = list(_made(due, folder, at))
        manifest = known.replaced(due.since, made)
        write_manifest(manifest, folder)
        _clear(folder, manifest)
    return len(made)


def _known_and_due(known: Manifest) -> tuple[Manifest, Due]:
    """Files of another database, which doesn't know their last release, count for nothing."""
    try:
        return known, due_after(known.since)
    except BadRequest:
        return Manifest(), due_after("")


def _made(due: Due, folder: Path, at: datetime) -> Iterator[File]:
    with TemporaryDirectory(dir=folder, prefix=".") as draft:
        for month in due.releases:
            yield from _releases(month, Path(draft), folder, at)
        for month in due.calls:
            yield from _calls(month, Path(draft), folder, at)


def _releases(month: date, draft: Path, folder: Path, at: datetime) -> Iterator[File]:
    plain, packed = (draft / f"releases-{month:%Y-%m}.{kind}" for kind in ("json", "jsonl.gz"))
    rows = write_releases(month, plain)
    pack_releases(plain, packed)
    for path in (plain, packed):
        yield _put(path, folder, kind="releases", month=month, rows=rows, at=at)


def write_releases(month: date, path: Path) -> int:
    """Write the releases of a month as a package, each on a line of its own; how many they are."""
    head = package_head(address("opendata:bulk", path.name), last_release_in(month))
    lines = _Counted(release_lines(month))
    with path.open("wb", buffering=BUFFER) as whole:
        whole.writelines(spliced(head, b"releases", lines))
    return lines.n


def pack_releases(package: Path, packed: Path) -> None:
    """Write the releases of a package written here as compressed lines, without its head."""
    with package.open("rb") as lines, gzip.GzipFile(packed, "wb", LEVEL, mtime=0) as file:
        next(lines)
        with BufferedWriter(file, BUFFER) as buffer:
            buffer.writelines(line.rstrip(b",\n") + b"\n" for line in lines if line != END)


def _calls(month: date, draft: Path, folder: Path, at: datetime) -> Iterator[File]:
    csv, workbook = (draft / f"calls-{month:%Y-%m}.{kind}" for kind in ("csv.zip", "xlsx"))
    lines = _Counted(call_lines(month))
    write_tables(lines, csv=csv, workbook=workbook)
    for path in (csv, workbook):
        yield _put(path, folder, kind="calls", month=month, rows=lines.n, at=at)


class _Counted:
    """Lines on their way through, and how many there were."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = lines
        self.n = 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            self.n += 1
            yield line


def _put(path: Path, folder: Path, *, kind: str, month: date, rows: int, at: datetime) -> File:
    file = File(
        name=path.name,
        kind=kind,
        format=FORMATS[path.suffix],
        month=month,
        rows=rows,
        bytes=path.stat().st_size,
        sha256=sha256_of(path),
        made_at=at,
    )
    path.replace(folder / path.name)
    return file


def _clear(folder: Path, manifest: Manifest) -> None:
    """Remove what no manifest names any more."""
    named = {NAME, *(file.name for file in manifest.files)}
    for path in folder.iterdir():
        if path.is_file() and path.name not in named:
            path.unlink()


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
