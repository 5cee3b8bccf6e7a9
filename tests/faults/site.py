"""The site under attack: every process on its own, to be killed and started again."""

import os
import shutil
import signal
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from marketplace.devstack import site, valkey
from marketplace.devstack.environment import trial_environment
from marketplace.devstack.places import ROOT, Place
from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import Family
from marketplace.devstack.server import Server
from marketplace.devstack.templates import ensure_template

PLACE = Place(ROOT / "var" / "faults")
DATABASE = "faults"
PROCESSES = ("sealer", "web", "worker", "beat", "sequencer")


@dataclass
class Site:
    """A private PostgreSQL (which syncs, as in production), Valkey and the site's processes."""

    family: Family
    cluster: Cluster
    listener: socket.socket
    environment: Mapping[str, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def start(self, name: str) -> None:
        """Start what ``kill`` ended. Raises StackError if it does not come up."""
        match name:
            case "postgres":
                self.cluster.start(self.family)
            case "valkey":
                valkey.start(self.family)
            case "web":
                site.start_web(self.family, self.environment, self.listener)
            case _:
                getattr(site, f"start_{name}")(self.family, self.environment)

    def kill(self, name: str) -> None:
        """End it and its children at once, as the kernel does when memory runs out."""
        child = next(child for child in self.family.children if child.name == name)
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self.family.children.remove(child)


def prepare(family: Family) -> Site:
    """PostgreSQL, Valkey and a fresh database; no process of the site yet."""
    for left in ("ledger", "mail", "private", "keys"):  # a checkpoint of another log, above all
        shutil.rmtree(family.place.var / left, ignore_errors=True)
    (family.place.var / "clock-offset").unlink(missing_ok=True)
    cluster = Cluster.of(family.place)
    server = cluster.start(family)
    environment = trial_environment(family.place, valkey.addresses(valkey.start(family)))
    listener = site.listen(0)
    environment |= {
        "DATABASE_URL": _fresh_database(server, environment),
        "SITE_URL": f"http://localhost:{listener.getsockname()[1]}",
        "DEBUG": "0",
        "CLOCK_OFFSET_FILE": str(family.place.var / "clock-offset"),
    }
    return Site(family, cluster, listener, environment)


def _fresh_database(server: Server, environment: Mapping[str, str]) -> str:
    template = ensure_template(server, environment)
    server.drop(DATABASE)
    server.create(DATABASE, template=template)
    return server.url_of(DATABASE)
