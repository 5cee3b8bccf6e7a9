"""What a request costs: CPU of the web server and of PostgreSQL, statements, requests a second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import Family, StackError
from tests.bench.cpu import cpu_seconds
from tests.bench.driver import Slice, drive
from tests.bench.servers import Web, start_reference

SECONDS = 3.0
STATEMENTS = ("shared_preload_libraries=pg_stat_statements", "pg_stat_statements.track_utility=off")
COUNTED = "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE query !~ 'pg_stat'"


@dataclass(frozen=True)
class Cost:
    """What one request of a slice cost: CPU seconds and SQL statements."""

    cpu: float
    statements: float
    rate: float


class Meter:
    """PostgreSQL, and the bare view whose cost is the unit (1 HU)."""

    def __init__(self, family: Family) -> None:
        self.server = Cluster.of(family.place).start(family, *STATEMENTS)
        self._postgres = family.children[-1].process.pid
        with self.server.administer() as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        self._reference = start_reference(family)

    def unit(self) -> Cost:
        return self.cost(self._reference, ["/"], {})

    def cost(self, web: Web, paths: Sequence[str], headers: Mapping[str, str]) -> Cost:
        leaders = (web.child.process.pid, self._postgres)
        cpu, calls = cpu_seconds(*leaders), self._statements()
        done: Slice = drive(web.port, paths, headers, SECONDS)
        if done.failures or not done.requests:
            raise StackError(
                f"{paths[0]}: {done.requests} answers in {SECONDS:g} s, {done.failures} errors."
            )
        used, asked = cpu_seconds(*leaders) - cpu, self._statements() - calls
        return Cost(used / done.requests, asked / done.requests, done.rate)

    def _statements(self) -> int:
        with self.server.administer() as connection:
            return int(connection.execute(COUNTED).fetchone()[0])
