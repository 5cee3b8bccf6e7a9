"""The site under attack: every process on its own, to be killed and started again."""

import os
import shutil
import signal
import socket
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from psycopg import sql

from marketplace.devstack import site, valkey
from marketplace.devstack.environment import trial_environment
from marketplace.devstack.places import ROOT, Place
from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import Child, Family
from marketplace.devstack.server import Server
from marketplace.devstack.templates import ensure_template
from tests.faults import proxy
from tests.faults.clocks import JumpingClock, NoLibrary
from tests.plumbing.disks import NotAllowed, SmallDisk, small_disk

PLACE = Place(ROOT / "var" / "faults")
DATABASE = "faults"
PROCESSES = ("sealer", "web", "worker", "beat", "sequencer")
JUMPING = ("sealer", "web", "worker", "sequencer")
POSTGRES_SETTINGS = ("max_wal_size=64MB", "min_wal_size=32MB")
# Where a disk is small: what the site keeps in files, the database's tables, and its log.
FILES, TABLES, LOG = "files", "tables", "log"
MEGABYTES = {FILES: 32, TABLES: 192, LOG: 192}


@dataclass
class Site:
    """A private PostgreSQL (which syncs, as in production), Valkey and the site's processes.

    ``lacks`` says why something can't be tried on this machine.
    """

    family: Family
    cluster: Cluster
    listener: socket.socket
    disks: Mapping[str, SmallDisk] = field(default_factory=dict)
    clock: JumpingClock | None = None
    lacks: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    url: str = ""

    def start(self, name: str) -> None:
        """Start what ``kill`` ended. Raises StackError if it does not come up."""
        if not self.runs(name):
            self.kill(name)  # nothing is left of one that ended by itself
        environment: Mapping[str, str] = self.environment
        if self.clock and name in JUMPING:
            environment = self.clock.environment(environment)
        match name:
            case "postgres":
                self.cluster.start(self.family, *POSTGRES_SETTINGS)
            case "valkey":
                valkey.start(self.family)
            case "web":
                site.start_web(self.family, environment, self.listener)
            case _:
                getattr(site, f"start_{name}")(self.family, environment)

    def kill(self, name: str) -> None:
        """End it and its children at once, as the kernel does when memory runs out."""
        child = self._child(name)
        if child is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self.family.children.remove(child)

    def stop(self, name: str) -> None:
        """Ask it to end, as a service manager does, and wait for it."""
        if child := self._child(name):
            child.stop()
            self.family.children.remove(child)

    def freeze(self, name: str) -> None:
        """It takes connections and answers nothing, as on a machine out of breath."""
        if child := self._child(name):
            os.killpg(child.process.pid, signal.SIGSTOP)

    def runs(self, name: str) -> bool:
        child = self._child(name)
        return child is not None and not child.ended

    def _child(self, name: str) -> Child | None:
        return next((child for child in self.family.children if child.name == name), None)


def small_disks(closing: ExitStack, cluster: Cluster) -> tuple[dict[str, SmallDisk], str]:
    """The three, mounted until ``closing``, or none and why not."""
    folders = {
        FILES: PLACE.var / "disk",
        TABLES: cluster.data.with_name("small-tables"),
        LOG: cluster.data.with_name("small-log"),
    }
    try:
        disks = {
            name: closing.enter_context(small_disk(path, MEGABYTES[name]))
            for name, path in folders.items()
        }
    except NotAllowed as reason:
        return {}, str(reason)
    for name in (TABLES, LOG):
        give(disks[name].path, cluster)
    return disks, ""


def give(path: Path, cluster: Cluster) -> None:
    """To the user that PostgreSQL runs as."""
    if cluster.how.user is not None:
        for each in (path, *path.rglob("*")):
            os.chown(each, cluster.how.user, cluster.how.user)


def prepare(
    family: Family, disks: Mapping[str, SmallDisk] | None = None, no_disks: str = ""
) -> Site:
    """PostgreSQL, Valkey, nginx and a fresh database; no process of the site yet."""
    place, disks = family.place, disks or {}
    for left in ("ledger", "mail", "private", "keys"):  # a checkpoint of another log, above all
        shutil.rmtree(place.var / left, ignore_errors=True)
    (place.var / "clock-offset").unlink(missing_ok=True)
    attacked = Site(family, Cluster.of(place), site.listen(0), disks)
    if no_disks:
        attacked.lacks |= dict.fromkeys((FILES, TABLES, LOG), no_disks)
    server = attacked.cluster.start(family, *POSTGRES_SETTINGS)
    environment = trial_environment(place, valkey.addresses(valkey.start(family)))
    port, stamps = _front(attacked)
    attacked.url = f"http://127.0.0.1:{port}"
    attacked.environment = environment | {
        "DATABASE_URL": _fresh_database(server, environment, disks.get(TABLES)),
        "SITE_URL": f"http://localhost:{port}",
        "VAR_DIR": str(disks[FILES].path if FILES in disks else place.var),
        "LAST_BYTE_PROXIES": "127.0.0.1" if stamps else "",
        "DEBUG": "0",
        "CLOCK_OFFSET_FILE": str(place.var / "clock-offset"),
        "OUTAGE_MINUTES": "0",  # the closing is to come on time, whatever is killed before
    }
    try:
        attacked.clock = JumpingClock(place.var)
    except NoLibrary as missing:
        attacked.lacks["clock"] = str(missing)
    return attacked


def _front(attacked: Site) -> tuple[int, bool]:
    """The port to knock at, and whether a proxy stamps there."""
    behind = attacked.listener.getsockname()[1]
    nginx = proxy.find_nginx()
    if nginx is None:
        attacked.lacks["proxy"] = "No slow clients: they are nginx's to keep off; install nginx."
        return behind, False
    return proxy.start(attacked.family, nginx, behind=behind), True


def _fresh_database(server: Server, environment: Mapping[str, str], disk: SmallDisk | None) -> str:
    template = ensure_template(server, environment)
    server.drop(DATABASE)
    with server.administer() as connection:
        connection.execute("DROP TABLESPACE IF EXISTS small")  # of the last run
        if disk is None:
            server.create(DATABASE, template=template)
        else:
            place = sql.Literal(str(disk.path))
            connection.execute(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(place))
            names = map(sql.Identifier, (DATABASE, template))
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} TABLESPACE small").format(*names)
            )
    return server.url_of(DATABASE)
