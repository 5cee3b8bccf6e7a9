"""The site under attack: every process on its own, each of which can be killed and started again."""

import os
import signal
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from marketplace.devstack import site, valkey
from marketplace.devstack.environment import trial_environment
from marketplace.devstack.places import ROOT, Place
from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import Child, Family
from marketplace.devstack.server import Server
from marketplace.devstack.templates import ensure_template

PLACE = Place(ROOT / "var" / "faults")
DATABASE = "faults"


@dataclass
class Site:
    """A private PostgreSQL (which syncs, as in production), Valkey and the site's processes."""

    family: Family
    cluster: Cluster
    listener: socket.socket
    environment: Mapping[str, str]
    down: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.listener.getsockname()[1]}"

    def start(self, name: str) -> None:
        starters = {
            "postgres": lambda: self.cluster.start(self.family),
            "valkey": lambda: valkey.start(self.family),
            "sealer": lambda: site.start_sealer(self.family, self.environment),
            "web": lambda: site.start_web(self.family, self.environment, self.listener),
            "worker": lambda: site.start_worker(self.family, self.environment),
            "beat": lambda: site.start_beat(self.family, self.environment),
            "sequencer": lambda: site.start_sequencer(self.family, self.environment),
        }
        starters[name]()
        self.down.discard(name)

    def kill(self, name: str) -> None:
        """End it and its children at once, as the kernel does when memory runs out."""
        child = self._child(name)
        self.down.add(name)
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self.family.children.remove(child)

    def _child(self, name: str) -> Child:
        return next(child for child in self.family.children if child.name == name)


def prepare(family: Family) -> Site:
    """PostgreSQL, Valkey and a fresh database; no process of the site yet."""
    cluster = Cluster.of(family.place)
    server = cluster.start(family)
    environment = trial_environment(family.place, valkey.addresses(valkey.start(family)))
    url = _fresh(server, environment)
    listener = site.listen(0)
    environment |= {
        "DATABASE_URL": url,
        "SITE_URL": f"http://localhost:{listener.getsockname()[1]}",
        "DEBUG": "0",
        "CLOCK_OFFSET_FILE": str(family.place.var / "clock-offset"),
    }
    return Site(family, cluster, listener, environment)


def _fresh(server: Server, environment: Mapping[str, str]) -> str:
    template = ensure_template(server, environment)
    server.drop(DATABASE)
    server.create(DATABASE, template=template)
    return server.url_of(DATABASE)
