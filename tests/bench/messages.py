"""Ten thousand readers of one notice: queued, handed to a mail server, and found on the site."""

import json
import sys

from marketplace.devstack import site
from marketplace.devstack.places import ROOT
from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import Family
from marketplace.devstack.progress import step
from tests.bench.report import Finding
from tests.bench.servers import fresh_database, python, site_environment

READERS = 10_000
QUEUED_WITHIN, OF_SMTPLIB, FLAT = 3.0, 0.8, 1.2  # issue's gates: seconds, ×, ×


def run(family: Family) -> list[Finding]:
    server = Cluster.of(family.place).start(family)
    url = fresh_database(server, "bench_messages")
    with site.listen(0) as listener:
        port = listener.getsockname()[1]
    environment = site_environment(family, url) | {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    kept = family.place.var / "taken.jsonl"
    kept.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.plumbing.sink", str(port), str(kept), "forget"]
    family.spawn("sink", command, environment=environment, cwd=ROOT)
    with step(f"{READERS} readers of one notice"):
        work = python(environment, "-m", "tests.bench.messages_work", str(READERS), str(port))
    found = json.loads(work)
    ratios = [ours / bare for ours, bare in zip(found["ours"], found["bare"], strict=True)]
    growth = [many / few for many, few in zip(found["inbox_many"], found["inbox_few"], strict=True)]
    return [
        Finding("queued in one transaction", "s", found["queued"], QUEUED_WITHIN),
        Finding("handed to the mail server, one worker", "per second", found["ours"]),
        Finding("the same mail by smtplib alone", "per second", found["bare"]),
        Finding("handed over against smtplib alone", "×", ratios, OF_SMTPLIB, at_least=True),
        Finding("inbox of 10,000 messages against 100", "×", growth, FLAT),
    ]
