"""Sealing a large file, against AES-256-GCM alone on the same bytes from and to the same files."""

import json

from marketplace.devstack.environment import base_environment
from marketplace.devstack.processes import Family
from marketplace.devstack.progress import step
from tests.bench.report import Finding
from tests.bench.servers import python

SHARE_GATE, MEMORY_GATE = 0.6, 64.0


def run(_family: Family) -> list[Finding]:
    with step("100 MiB, seven times in turn"):
        environment = base_environment("marketplace.settings.test")
        found = json.loads(python(environment, "-m", "tests.bench.seal_work"))
    bare, sealed = zip(*found["rounds"], strict=True)
    shares = [mine / theirs for theirs, mine in found["rounds"]]
    return [
        Finding("100 MiB: AES-256-GCM alone", "MiB/s", bare),
        Finding("100 MiB: sealed, wrapped, hashed", "MiB/s", sealed),
        Finding("100 MiB: sealed, of AES-256-GCM alone", "×", shares, SHARE_GATE, at_least=True),
        Finding("100 MiB: memory that sealing adds", "MiB", found["memory"], MEMORY_GATE),
        Finding("a bid's part of 4 kB: sealed for two readers", "ms", found["small"]),
    ]
