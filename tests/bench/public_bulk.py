"""``python -m tests.bench.public_bulk``: releases of whole months, as they come out. Prints JSON.

PostgreSQL's own COPY against the lines that the files are made of, the package written and hashed
as a task does every night, and its compressed lines against gzip alone on the same bytes.
"""

import gzip
import json
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import django

django.setup()

from django.db import connection  # noqa: E402
from psycopg import sql  # noqa: E402

from tenders.ocds.bulk import LEVEL, pack_releases, write_releases  # noqa: E402
from tenders.ocds.manifest import sha256_of  # noqa: E402
from tenders.queries.bulk import RELEASES, bounds_of, due_after, release_lines  # noqa: E402

ROUNDS, MONTHS = 5, 6


def copied(months: list[date]) -> Iterator[int]:
    """The bytes of COPY, unread."""
    for month in months:
        statement = sql.SQL(RELEASES).format(*map(sql.Literal, bounds_of(month)))
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            yield sum(map(len, copy))


def streamed(months: list[date]) -> Iterator[int]:
    for month in months:
        yield sum(len(line) + 1 for line in release_lines(month))


def dumped(months: list[date], folder: Path) -> Iterator[int]:
    for month in months:
        path = folder / f"{month}.json"
        write_releases(month, path)
        sha256_of(path)
        yield path.stat().st_size


def packed(months: list[date], folder: Path) -> Iterator[int]:
    for month in months:
        path = folder / f"{month}.json"
        pack_releases(path, path.with_suffix(".gz"))
        yield path.stat().st_size


def compressed(months: list[date], folder: Path) -> Iterator[int]:
    """The same package by gzip alone, at once."""
    for month in months:
        whole = (folder / f"{month}.json").read_bytes()
        gzip.compress(whole, LEVEL)
        yield len(whole)


def rate(work: Callable[[], Iterator[int]]) -> float:
    """MB a second."""
    began = time.perf_counter()
    size = sum(work())
    return size / 1e6 / (time.perf_counter() - began)


def grown() -> float:
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    months = due_after("").releases[-MONTHS - 1 : -1]
    found: dict[str, list[float]] = {"copy": [], "stream": [], "dump": [], "packed": []}
    with TemporaryDirectory() as place:
        folder = Path(place)
        sum(copied(months))  # read from the disk once
        sum(dumped(months[:1], folder))  # and what this imports
        before = grown()
        for _ in range(ROUNDS):
            bare = rate(lambda: copied(months))
            found["copy"].append(bare)
            found["stream"].append(rate(lambda: streamed(months)) / bare)
            found["dump"].append(rate(lambda: dumped(months, folder)) / bare)
        found["memory"] = [grown() - before]
        gzipped = rate(lambda: compressed(months[:1], folder))
        found["packed"] = [rate(lambda: packed(months[:1], folder)) / gzipped]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
