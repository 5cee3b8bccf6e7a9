"""How long it takes from nothing: to migrate, and from a start to the first page."""

import time

from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import Family
from marketplace.devstack.progress import step
from marketplace.devstack.templates import PREFIX
from tests.bench.report import Finding
from tests.bench.servers import fresh_database, site_environment, start_site

ROUNDS = 5
START_GATE, MIGRATE_GATE = 2.5, 60.0  # P18


def run(family: Family) -> list[Finding]:
    server = Cluster.of(family.place).start(family)
    for template in server.databases_like(PREFIX):
        server.drop(template)
    with step("Migrating from empty"):
        began = time.monotonic()
        url = fresh_database(server, "bench_start")
        migrated = time.monotonic() - began
    environment = site_environment(family, url)
    starts = []
    with step(f"{ROUNDS} starts"):
        for _ in range(ROUNDS):
            began = time.monotonic()
            web = start_site(family, "site-start", environment)
            starts.append(time.monotonic() - began)
            web.child.stop()
            family.children.remove(web.child)
    return [
        Finding("from start to first answer", "s", starts, START_GATE),
        Finding("migrating from empty", "s", [migrated], MIGRATE_GATE),
    ]
