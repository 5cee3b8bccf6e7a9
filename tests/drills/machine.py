"""A machine with the site on it, to be lost and made again from its backups."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import psycopg
from django.db import connection
from django.test import override_settings

from marketplace.devstack import site, valkey
from marketplace.devstack.environment import base_environment, trial_environment
from marketplace.devstack.places import ROOT, Place
from marketplace.devstack.postgres import ROLE as OWNER
from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import Child, Family
from marketplace.devstack.roles import APP, SEALER, SEQUENCER, acting_as
from marketplace.devstack.server import Server
from tests.faults.site import Site

DATABASE = "drill"
BACKUP_ROLE = "micromarche_backup"
ROLES = (APP, SEALER, SEQUENCER)
PROCESSES = ("sealer", "web", "sequencer")
ROLE_OF = {"master": SEALER, "ledger": SEQUENCER, "receipt": APP}
HEALTHY = ("ledger: working", "receipts: working", "sealer: working")


@dataclass
class Machine:
    """Where everything of one machine is: under ``place``, but for the database in a cluster."""

    place: Place
    backups: Path
    family: Family = field(init=False)
    site: Site = field(init=False)

    def __post_init__(self) -> None:
        self.family = Family(self.place)
        self.family.end_leftovers()
        shutil.rmtree(self.place.var, ignore_errors=True)
        self.cluster = Cluster.of(self.place)
        shutil.rmtree(self.cluster.data, ignore_errors=True)

    # --- as the site -------------------------------------------------------------------------

    def install(self, migrated: str) -> None:
        """A new site, on a copy of the database at ``migrated``, and a role for its backups."""
        server = self.cluster.start(self.family)
        with server.administer() as session:
            for role in ROLES:
                session.execute(f"CREATE ROLE {role} LOGIN")
            session.execute(f"CREATE ROLE {BACKUP_ROLE} LOGIN REPLICATION")
            session.execute(f"GRANT pg_read_all_data TO {BACKUP_ROLE}")
        server.create(DATABASE)
        copy, binaries = self.place.logs / "copy", self.cluster.binaries
        run(binaries / "pg_dump", "--format=custom", "--file", copy, migrated)
        run(binaries / "pg_restore", "--dbname", server.url_of(DATABASE), copy)
        self._settle(server, {})

    def make_again(self, secrets: dict[str, str]) -> None:
        """The site on what ``restore`` and ``restore_key`` have laid out."""
        server = self.cluster.start(self.family)
        self._settle(server, secrets)

    def _settle(self, server: Server, secrets: dict[str, str]) -> None:
        broker = valkey.addresses(valkey.start(self.family))
        listener = site.listen(0)
        environment = trial_environment(self.place, broker) | secrets
        environment["DATABASE_URL"] = server.url_of(DATABASE)
        url = environment["SITE_URL"] = f"http://localhost:{listener.getsockname()[1]}"
        environment["DEBUG"] = "0"
        self.site = Site(self.family, self.cluster, listener, environment=environment, url=url)
        self.wait_until_replayed(server)
        for name in PROCESSES:
            self.site.start(name)

    def wait_until_replayed(self, server: Server) -> None:
        def replayed() -> bool:
            with server.administer() as session:
                return session.execute("SELECT pg_is_in_recovery()").fetchone() == (False,)

        wait_for(replayed, 120)

    @property
    def url(self) -> str:
        return self.site.url

    def read(self, path: str) -> bytes:
        """What anybody gets there; nothing while nobody answers."""
        try:
            with urlopen(self.url + path, timeout=20) as answer:  # noqa: S310  our own site's
                return bytes(answer.read())
        except URLError:
            return b""

    def line_of(self, part: str) -> str:
        """What the site says of one of its parts."""
        lines = self.read("/readyz").decode().splitlines()
        return next(line for line in lines if line.startswith(f"{part}: "))

    def is_healthy(self) -> bool:
        said = self.read("/readyz").decode()
        return all(line in said.splitlines() for line in HEALTHY)

    @contextmanager
    def database(self, name: str = DATABASE) -> Iterator[None]:
        """Let this process's ORM, files and sealer be the machine's within the block."""
        own = {key: connection.settings_dict[key] for key in ("NAME", "HOST", "PORT", "USER")}
        connection.close()
        there = {"NAME": name, "HOST": self._sockets(), "PORT": "", "USER": OWNER}
        connection.settings_dict.update(there)
        try:
            with override_settings(**self._settings()):
                yield
        finally:
            connection.close()
            connection.settings_dict.update(own)

    def _settings(self) -> dict[str, Any]:
        environment = self.site.environment
        return {
            "PRIVATE_ROOT": self.place.var / "private",
            "SECRET_KEY": environment["SECRET_KEY"],
            "LEDGER_ORIGIN": environment["LEDGER_ORIGIN"],
            "LEDGER_KEY_FILE": environment["LEDGER_KEY_FILE"],
            "RECEIPT_KEY_FILE": environment["RECEIPT_KEY_FILE"],
            "SEALING_CUSTODY": "marketplace.sealing.client.SealerClient",
            "SEALER_SOCKET": environment["SEALER_SOCKET"],
        }

    # --- as its operator ---------------------------------------------------------------------

    @property
    def checkpoint(self) -> Path:
        return self.place.var / "ledger" / "checkpoint"

    def manage(self, *arguments: object, role: str = APP, **more: str) -> str:
        """A command of the site, as one of the roles of its database."""
        environment = acting_as(role, self.site.environment) | self._key_files() | more
        return run(sys.executable, "manage.py", *arguments, environment=environment)

    def back_up_key(self, use: str, passphrase: Path, page: Path) -> None:
        arguments = ("backup_key", use, "--to", page, "--passphrase-file", passphrase)
        self.manage(*arguments, role=ROLE_OF[use])

    def restore_key(self, page: Path, passphrase: Path, secrets: dict[str, str]) -> None:
        """On a machine that has nothing yet but the settings that were kept."""
        environment = base_environment("marketplace.settings.dev") | self._key_files() | secrets
        arguments = ("manage.py", "restore_key", page, "--passphrase-file", passphrase)
        run(sys.executable, *arguments, environment=environment)

    def script(self, name: str, *arguments: object) -> str:
        """One of the scripts of deploy/backup."""
        return run(ROOT / "deploy/backup" / name, *arguments, environment=self.script_environment())

    def stream(self) -> Child:
        script = ROOT / "deploy/backup/stream"
        return self.family.spawn("stream", [script], environment=self.script_environment())

    def script_environment(self) -> dict[str, str]:
        user = self.cluster.how.user
        mine = {
            "BACKUP_DIR": str(self.backups),
            "VAR_DIR": str(self.place.var),
            "LEDGER_CHECKPOINT_FILE": str(self.checkpoint),
            "PG_BIN": str(self.cluster.binaries),
            "DATA_OWNER": f"{user}:{user}" if user else "",
        }
        if hasattr(self, "site"):
            mine |= {"PGDATABASE": DATABASE, "PGUSER": BACKUP_ROLE}
            mine["PGHOST"] = self._sockets()
        return {**os.environ, **mine}

    def lose(self) -> None:
        """Everything ends at once, and its disks are gone."""
        for name in ("postgres", *PROCESSES):
            self.site.kill(name)
        self.remove()

    def remove(self) -> None:
        if hasattr(self, "site"):
            self.site.listener.close()
        self.family.stop()
        self.cluster.remove()
        shutil.rmtree(self.place.var, ignore_errors=True)

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.site.environment["DATABASE_URL"], autocommit=True)

    def _sockets(self) -> str:
        return parse_qs(urlsplit(self.site.environment["DATABASE_URL"]).query)["host"][0]

    def _key_files(self) -> dict[str, str]:
        keys = self.place.var / "keys"
        return {
            "VAR_DIR": str(self.place.var),
            "SEALING_MASTER_KEY_FILE": str(keys / "master.key"),
            "LEDGER_KEY_FILE": str(keys / "ledger.key"),
            "RECEIPT_KEY_FILE": str(keys / "receipt.key"),
        }


def run(*command: object, environment: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def wait_for(look: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, f"Not so within {seconds} s."
        time.sleep(0.1)
