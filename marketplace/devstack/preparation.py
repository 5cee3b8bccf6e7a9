"""The database of the trial: created, migrated and filled, each only when that is due."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from marketplace.devstack.places import ROOT, Place
from marketplace.devstack.processes import StackError
from marketplace.devstack.progress import step
from marketplace.devstack.server import Server
from marketplace.devstack.servers import DATABASE
from marketplace.devstack.templates import ensure_template, migrate, migrations_key


@dataclass
class Prepared:
    """What was already done to which database, kept beside it in ``var/prepared.json``."""

    database: str = ""
    migrations: str = ""
    demo: bool = False

    @classmethod
    def read(cls, file: Path, url: str) -> "Prepared":
        """What is known of the database at ``url``: nothing, if the file speaks of another."""
        database = hashlib.sha256(url.encode()).hexdigest()
        if file.exists():
            known = cls(**json.loads(file.read_text()))
            if known.database == database:
                return known
        return cls(database)

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)))


def prepare_database(place: Place, server: Server, environment: Mapping[str, str]) -> str:
    """Bring the trial's database up to date with the source tree; return its address.

    A private database starts as a copy of the migrated template, so that a reset is quick.
    One that DATABASE_URL names is migrated in place: it is not ours to drop.
    """
    private = "DATABASE_URL" not in os.environ
    url = server.url_of(DATABASE) if private else server.url
    done = Prepared.read(_record(place), url)
    if private and not server.has(DATABASE):
        with step("Database"):
            server.create(DATABASE, template=ensure_template(server, environment))
            # The last one's log has no continuation: nothing outside to hold this one to.
            (place.var / "ledger" / "checkpoint").unlink(missing_ok=True)
        done.migrations, done.demo = migrations_key(), False
    elif done.migrations != migrations_key():
        with step("Migrations"):
            migrate(url, environment)
        done.migrations = migrations_key()
    done.write(_record(place))
    return url


def load_demo(place: Place, environment: Mapping[str, str]) -> None:
    """Fill the database of ``environment`` with the demo, once."""
    done = Prepared.read(_record(place), environment["DATABASE_URL"])
    if not done.demo:
        with step("Demo data"):
            _load_demo(environment)
        done.demo = True
        done.write(_record(place))


def _record(place: Place) -> Path:
    return place.var / "prepared.json"


def _load_demo(environment: Mapping[str, str]) -> None:
    finished = subprocess.run(
        [sys.executable, "manage.py", "demo"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise StackError(f"The demo data could not be loaded:\n{finished.stdout}")
