"""What pages cost, and whether they cost more when there is more: 100 calls against 10,000."""

from dataclasses import dataclass

from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import Family, StackError
from marketplace.devstack.progress import step
from marketplace.devstack.server import Server
from tests.bench.cpu import cpu_seconds, resident_megabytes
from tests.bench.driver import Slice, drive
from tests.bench.report import Finding
from tests.bench.servers import (
    BEHIND_TLS,
    Web,
    fresh_database,
    site_environment,
    start_reference,
    start_site,
    trial_data,
)

SMALL, LARGE = 100, 10_000
ROUNDS, SECONDS = 5, 3.0
GROWTH = 1.2
STATEMENTS = ("shared_preload_libraries=pg_stat_statements", "pg_stat_statements.track_utility=off")
PATHS = {
    "calls, list": ("/en/tenders/", 20),
    "awards, list": ("/en/awards/", 20),
    "call, page": ("/en/tenders/ocds-zz9999-scale-0000001/", 20),
    "home": ("/en/", 45),
}  # the bounds are in HU: P1, P3 and P4 of the targets


@dataclass(frozen=True)
class Cost:
    """What one request of a slice cost: CPU seconds and SQL statements."""

    cpu: float
    statements: float
    rate: float


@dataclass(frozen=True)
class Bench:
    """The cluster and the three web servers, driven in turn."""

    server: Server
    postgres: int
    reference: Web
    sites: dict[int, Web]

    def cost(self, web: Web, path: str, headers: dict[str, str]) -> Cost:
        leaders = (web.child.process.pid, self.postgres)
        cpu, calls = cpu_seconds(*leaders), self._statements()
        done: Slice = drive(web.port, path, headers, SECONDS)
        if done.failures or not done.requests:
            raise StackError(
                f"{path}: {done.requests} answers in {SECONDS:g} s, {done.failures} of them errors."
            )
        used, asked = cpu_seconds(*leaders) - cpu, self._statements() - calls
        return Cost(used / done.requests, asked / done.requests, done.rate)

    def _statements(self) -> int:
        query = "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE query !~ 'pg_stat'"
        with self.server.administer() as connection:
            return int(connection.execute(query).fetchone()[0])


def run(family: Family) -> list[Finding]:
    bench = _start(family)
    findings = [
        found for name, (path, hu) in PATHS.items() for found in _page(bench, name, path, hu)
    ]
    pid = bench.sites[LARGE].child.process.pid
    return [*findings, Finding("memory of web, 2 processes", "MB PSS", [resident_megabytes(pid)])]


def _page(bench: Bench, name: str, path: str, bound: float) -> list[Finding]:
    """ROUNDS times in turn: the reference, the small market, the large one."""
    with step(name):
        for web in bench.sites.values():
            drive(web.port, path, BEHIND_TLS, 1)  # warm every process first
        rounds = [
            (
                bench.cost(bench.reference, "/", {}),
                bench.cost(bench.sites[SMALL], path, BEHIND_TLS),
                bench.cost(bench.sites[LARGE], path, BEHIND_TLS),
            )
            for _ in range(ROUNDS)
        ]
    return [
        Finding(f"{name}, {LARGE:,}", "HU", [big.cpu / unit.cpu for unit, _, big in rounds], bound),
        Finding(
            f"{name}, {LARGE:,} against {SMALL}",
            "× CPU",
            [big.cpu / small.cpu for _, small, big in rounds],
            GROWTH,
        ),
        Finding(f"{name}, {LARGE:,}", "statements", [big.statements for *_, big in rounds]),
        Finding(f"{name}, {LARGE:,}", "requests/s", [big.rate for *_, big in rounds]),
    ]


def _start(family: Family) -> Bench:
    server = Cluster.of(family.place).start(family, *STATEMENTS)
    postgres = family.children[-1].process.pid
    with server.administer() as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    sites = {}
    for tenders in (SMALL, LARGE):
        with step(f"{tenders:,} calls"):
            url = fresh_database(server, f"bench_{tenders}")
            trial_data(family, url, "load_scale", f"--tenders={tenders}")
            sites[tenders] = start_site(family, f"site-{tenders}", site_environment(family, url))
    return Bench(server, postgres, start_reference(family), sites)
