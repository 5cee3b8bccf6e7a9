"""The minutes that count: 200 bids in the last seconds, and from the officer's consent to opened.

The site runs whole (web, worker, beat, sealer, sequencer) on a PostgreSQL that syncs; the driver
says what nginx would say of each request's last byte.
"""

import json

from marketplace.devstack.environment import operator_environment
from marketplace.devstack.processes import Family
from marketplace.devstack.progress import step
from tests.bench.report import Finding
from tests.bench.servers import python
from tests.faults.site import PROCESSES, prepare

WORK = "tests.bench.deadline_work"
PROXY = {"LAST_BYTE_PROXIES": "127.0.0.1", "TRUSTED_PROXIES": "1"}
# What each burst may take at the 99th percentile, in ms: P7, P9 (3 × P7) and P8 of the targets.
GATES = {
    "last 20 s": 100.0,
    "with sign-ins": 300.0,
    "within 1 s": 400.0,
    "with 500 kB files": 400.0,
}
UPLOADS, UPLOAD_GATE, OPENING_GATE = "500 kB within 1 s", 2000.0, 2.0
ADDED_GATE, FEED_GATE = 15.0, 1.0  # ms; s, P15 of the targets
NEVER = ("lost", "wrongly late", "wrongly accepted", "failed")


def run(family: Family) -> list[Finding]:
    with step("PostgreSQL and a fresh database"):
        site = prepare(family)
    site.environment = {**site.environment, **PROXY}
    with step("Site"):
        for name in PROCESSES:
            site.start(name)
    leaders = {child.name: child.process.pid for child in family.children}
    arguments = (site.listener.getsockname()[1], leaders["web"], leaders["postgres"])
    environment = operator_environment(family.place, site.environment)
    with step("200 bids, thirteen times"):
        found = json.loads(python(environment, "-m", WORK, *map(str, arguments)))
    return [
        *(finding for name, gate in GATES.items() for finding in _burst(name, gate, found)),
        Finding("within 1 s, a submission, web and PostgreSQL", "ms CPU", found["within 1 s, CPU"]),
        Finding("last 20 s, a reader's page, p99", "ms", found["last 20 s, reader p99"]),
        Finding("with sign-ins, a sign-in, p99", "ms", found["with sign-ins, sign-in p99"]),
        Finding(f"{UPLOADS}, a file, p99", "ms", found[f"{UPLOADS}, p99"], UPLOAD_GATE),
        Finding(f"{UPLOADS}, refused", "files", found[f"{UPLOADS}, refused"], 0),
        Finding("200 bids: consent to opened", "s", found["consent to opened"], OPENING_GATE),
        Finding("seal, receipt, ledger add to a bid", "ms", found["added"], ADDED_GATE),
        Finding("8 writers: commit to signed for", "s", found["feed"], FEED_GATE),
        Finding("8 writers: never signed for", "events", found["feed, lost"], 0),
    ]


def _burst(name: str, gate: float, found: dict[str, list[float]]) -> list[Finding]:
    return [
        Finding(f"{name}, a submission, p50", "ms", found[f"{name}, p50"]),
        Finding(f"{name}, a submission, p99", "ms", found[f"{name}, p99"], gate),
        Finding(f"{name}, the driver's own lag, p95", "ms", found[f"{name}, lag"]),
        Finding(f"{name}, {', '.join(NEVER)}", "bids", _worst(name, found), 0),
    ]


def _worst(name: str, found: dict[str, list[float]]) -> list[float]:
    rounds = zip(*(found[f"{name}, {what}"] for what in NEVER), strict=True)
    return [sum(map(abs, each)) for each in rounds]
