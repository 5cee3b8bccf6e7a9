"""Contracts a minute through Celery, against WeasyPrint alone on the same page."""

import json
import time

import psycopg

from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import Family
from marketplace.devstack.progress import step
from marketplace.devstack.site import start_beat, start_worker
from tests.bench.cpu import resident_megabytes
from tests.bench.report import Finding
from tests.bench.servers import fresh_database, python, site_environment, trial_data

ROUNDS, CONTRACTS = 5, 40
GATE = 0.8  # P12: of bare WeasyPrint
WAITING = "SELECT count(*) FROM tenders_contract WHERE number LIKE %s AND pdf_id IS NULL"
BARE = "tests.bench.bare_pdf"


def run(family: Family) -> list[Finding]:
    server = Cluster.of(family.place).start(family)
    with step("Demo data"):
        url = fresh_database(server, "bench_pdf")
        trial_data(family, url, "demo")
    environment = site_environment(family, url)
    worker = start_worker(family, environment)
    start_beat(family, environment)
    bare, through_celery = [], []
    with step(f"{ROUNDS} rounds of {CONTRACTS} contracts"), psycopg.connect(url) as connection:
        connection.autocommit = True
        for number in range(ROUNDS):
            bare.append(float(json.loads(python(environment, "-m", BARE, str(CONTRACTS)))))
            python(environment, "-m", "tests.bench.waiting_contracts", str(number), str(CONTRACTS))
            through_celery.append(_drain(connection, f"BENCH-{number}-%"))
    memory = resident_megabytes(worker.process.pid)
    ratios = [ours / alone for ours, alone in zip(through_celery, bare, strict=True)]
    return [
        Finding("contracts through Celery", "per minute", through_celery),
        Finding("the same page by WeasyPrint alone", "per minute", bare),
        Finding("through Celery against alone", "×", ratios, GATE, at_least=True),
        Finding("memory of the worker afterwards", "MB PSS", [memory]),
    ]


def _drain(connection: psycopg.Connection, numbers: str) -> float:
    """Contracts a minute from the first to the last, as the worker makes them."""
    first: tuple[float, int] | None = None
    while True:
        left = connection.execute(WAITING, [numbers]).fetchone()[0]
        moment = time.monotonic()
        if first is None and left < CONTRACTS:
            first = (moment, left)
        if left == 0 and first is not None:
            return 60 * first[1] / (moment - first[0])
        time.sleep(0.05)
