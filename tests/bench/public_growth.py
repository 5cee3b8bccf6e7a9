"""What bids and files cost beside so many calls, each measured in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import IO

from marketplace.devstack.places import ROOT
from marketplace.devstack.processes import Family
from marketplace.devstack.progress import step
from tests.bench.report import Finding
from tests.bench.servers import own_environment, python

ROUNDS = 5
GROWTH = 1.2  # P6
STREAM, DUMP, GROWN = 0.3, 0.5, 30.0  # P13
PACKED = 0.8  # of gzip alone


def entering(family: Family, markets: Mapping[int, str]) -> Iterator[Finding]:
    """P6: a bid reviewed and submitted, in turn on the database of each size."""
    with step("bids"), ExitStack() as stack:
        firms = [stack.enter_context(_firm(family, url)) for url in markets.values()]
        rounds = [[_enter(firm) for firm in firms] for _ in range(ROUNDS + 1)][1:]
    for place, size in enumerate(markets):
        yield Finding(f"P6 a bid entered, {size:,}", "ms", [taken[place] for taken in rounds])
    if len(markets) > 1:
        growth = [taken[-1] / taken[0] for taken in rounds]
        yield Finding("P6 a bid entered, growth", "×", growth, GROWTH)


def files(size: int, environment: Mapping[str, str]) -> Sequence[Finding]:
    """P13: what the files of months cost, against PostgreSQL and gzip alone."""
    with step(f"files, {size:,}"):
        found = json.loads(python(environment, "-m", "tests.bench.public_bulk"))
    return [
        Finding(f"P13 COPY alone, {size:,}", "MB/s", found["copy"]),
        Finding(f"P13 releases streamed, {size:,}", "× COPY", found["stream"], STREAM, True),
        Finding(f"P13 package written, {size:,}", "× COPY", found["dump"], DUMP, True),
        Finding(f"P13 compressed lines, {size:,}", "× gzip", found["packed"], PACKED, True),
        Finding(f"P13 memory that it takes, {size:,}", "MB", found["memory"], GROWN),
    ]


@contextmanager
def _firm(family: Family, url: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.bench.public_bids"]
    pipe = subprocess.PIPE
    environment = own_environment(family, url)
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True
    ) as firm:
        yield firm


def _enter(firm: "subprocess.Popen[str]") -> float:
    print(file=_end(firm.stdin), flush=True)
    return float(_end(firm.stdout).readline())


def _end(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise ValueError("This process was started without that end.")
    return pipe
