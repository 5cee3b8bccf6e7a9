"""Alerts: one new call held against many saved searches, and their mails."""

import json

from marketplace.devstack.environment import trial_environment
from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import Family
from marketplace.devstack.progress import step
from tests.bench.report import Finding
from tests.bench.servers import fresh_database, python, trial_data

WORK = "tests.bench.alerts_work"
MATCH_GATE, GROWTH_GATE, QUEUE_GATE, SEND_GATE = 2.0, 1.2, 10.0, 60.0


def run(family: Family) -> list[Finding]:
    server = Cluster.of(family.place).start(family)
    url = fresh_database(server, "bench_alerts")
    with step("Calls"):
        trial_data(family, url, "load_scale", "--tenders=200")
    environment = trial_environment(family.place, {"DATABASE_URL": url})
    environment["VAR_DIR"] = str(family.place.var)
    with step("100,000 saved searches, then calls"):
        found = json.loads(python(environment, "-m", WORK))
    return [
        Finding("a call against 10,000 saved searches", "s", found["few"]),
        Finding("a call against 100,000 saved searches", "s", found["many"], MATCH_GATE),
        Finding("the same for each search, of 10,000", "×", found["growth"], GROWTH_GATE),
        Finding("10,000 mails of one call queued", "s", found["queue"], QUEUE_GATE),
        Finding("10,000 mails rendered and handed over", "s", found["send"], SEND_GATE),
    ]
