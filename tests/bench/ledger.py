"""The ledger at a million entries: building, sequencing, proving, and checking an export."""

import json

from marketplace.devstack.environment import trial_environment
from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import Family
from marketplace.devstack.progress import step
from tests.bench.report import Finding
from tests.bench.servers import fresh_database, python

WORK = "tests.bench.ledger_work"
BUILD_GATE, RATE_GATE, PROOF_GATE, VERIFY_GATE = 5.0, 2000.0, 5.0, 15.0


def run(family: Family) -> list[Finding]:
    server = Cluster.of(family.place).start(family)
    url = fresh_database(server, "bench_ledger")
    (family.place.var / "ledger" / "checkpoint").unlink(missing_ok=True)
    environment = trial_environment(family.place, {"DATABASE_URL": url})
    environment["VAR_DIR"] = str(family.place.var)
    with step("A million leaves, then events"):
        found = json.loads(python(environment, "-m", WORK, str(family.place.var)))
    return [
        Finding("1 M leaves: the tree built from their hashes", "s", found["build"], BUILD_GATE),
        Finding("1 M leaves: stored in PostgreSQL, with the tree", "s", found["store"]),
        Finding("events sequenced and signed", "per s", found["rate"], RATE_GATE, at_least=True),
        Finding("one event: recorded to signed, an idle log", "ms", found["latency"]),
        Finding("an inclusion proof at 1 M leaves", "ms", found["proof"], PROOF_GATE),
        Finding("a consistency proof at 1 M leaves", "ms", found["consistency"], PROOF_GATE),
        Finding("1 M leaves: exported", "s", found["export"]),
        Finding("1 M leaves: checked by verify_ledger.py", "s", found["verify"], VERIFY_GATE),
    ]
