"""``live_stack``: the site as real processes (web, worker, beat, sequencer) on its own database.

For journeys in a browser. It is started once per test process that asks for it; tests that use
it run in the same process (see ``pytest_collection_modifyitems``), so it is usually started once.
"""

import email
import email.policy
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from marketplace.devstack import site, valkey
from marketplace.devstack.environment import (
    operator_environment,
    sealer_environment,
    trial_environment,
)
from marketplace.devstack.places import ROOT, TEST, Place
from marketplace.devstack.processes import Family
from marketplace.devstack.server import Server
from marketplace.settings import base

T = TypeVar("T")
LIVE = ("live_stack", "journeys")


@dataclass
class LiveStack:
    """A running site: its address, and ways to look behind it."""

    url: str
    var: Path
    environment: Mapping[str, str]
    database_name: str
    family: Family
    blocker: DjangoDbBlocker

    def manage(self, *arguments: str) -> str:
        """Run a manage.py command on the site's data; return what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        environment = operator_environment(self.family.place, self.environment)
        finished = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    @contextmanager
    def database(self) -> Iterator[None]:
        """Let this process's ORM, files, clock and keys be the site's within the block.

        It holds the master key too, so that what it seals for the site, the site's sealer opens.
        """
        place = self.family.place
        same = override_settings(
            PRIVATE_ROOT=self.var / "private",
            MEDIA_ROOT=self.var / "media",
            CLOCK_OFFSET_FILE=str(self.clock_file),
            SECRET_KEY=self.environment["SECRET_KEY"],
            PASSWORD_HASHERS=base.PASSWORD_HASHERS,
            SEALING_MASTER_KEY_FILE=sealer_environment(place, {})["SEALING_MASTER_KEY_FILE"],
            SEALER_SOCKET=self.environment["SEALER_SOCKET"],
        )
        with database_named(self.database_name, self.blocker), same:
            yield

    @property
    def clock_file(self) -> Path:
        return self.var / "clock-offset"

    def travel(self, to: datetime) -> None:
        """Set the clock of all the site's processes to ``to``; from there it goes on."""
        offset = (to - timezone.now()).total_seconds()
        working_copy = self.clock_file.with_suffix(".new")
        working_copy.write_text(str(offset))
        working_copy.replace(self.clock_file)

    def travel_back(self) -> None:
        self.clock_file.unlink(missing_ok=True)

    def mail(self, to: str = "") -> list[EmailMessage]:
        """The messages sent so far, oldest first; only those to the address ``to`` if given."""
        files = sorted((self.var / "mail").glob("*.eml"))
        messages = [
            email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            for file in files
        ]
        return [message for message in messages if to in str(message["To"])]

    def wait_for(self, look: Callable[[], T], seconds: float = 30) -> T:
        """Ask ``look`` until it answers something true, for what the worker does meanwhile."""
        end = time.monotonic() + seconds
        while not (found := look()) and time.monotonic() < end:
            time.sleep(0.1)
        assert found, f"Nothing within {seconds} s. The logs are in {self.var / 'log'}"
        return found


@contextmanager
def database_named(name: str, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let this process's ORM work on the database ``name`` within the block."""
    own = connection.settings_dict["NAME"]
    with blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own


@pytest.fixture(scope="session")
def live_stack(
    postgres: Server, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[LiveStack]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw")
    place = Place(TEST.var / f"live-{worker}")
    family = Family(place)
    family.end_leftovers()
    shutil.rmtree(place.var, ignore_errors=True)
    place.var.mkdir(parents=True)
    name = f"mm_live_{os.getpid()}_{worker}"
    postgres.create(name, template=template)
    try:
        yield _start(family, postgres.url_of(name), name, django_db_blocker)
    finally:
        family.stop()
        postgres.drop(name)


def _start(family: Family, database: str, name: str, blocker: DjangoDbBlocker) -> LiveStack:
    broker = valkey.addresses(valkey.start(family))
    with site.listen(0) as listener:
        url = f"http://localhost:{listener.getsockname()[1]}"
        environment = trial_environment(family.place, broker) | {
            "DATABASE_URL": database,
            "SITE_URL": url,
            "DEBUG": "0",
            "CLOCK_OFFSET_FILE": str(family.place.var / "clock-offset"),
            "OUTAGE_MINUTES": "0",  # a clock that travels leaves hours that nobody lived through
        }
        site.start_sealer(family, environment)
        site.start_web(family, environment, listener)
    site.start_worker(family, environment)
    site.start_beat(family, environment)
    site.start_sequencer(family, environment)
    return LiveStack(url, family.place.var, environment, name, family, blocker)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is set up once is set up by one process; its tests come first: they are long.

    Journeys have a live stack of their own, beside that of all others.
    """
    for item in items:
        if group := _shared(item):
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if group := item.get_closest_marker("xdist_group"):
        return int(group.args[0] not in LIVE)
    return 1 if item.get_closest_marker("long") else 2


def _shared(item: pytest.Item) -> str:
    """Which tests ``item`` shares its set-up with, or ""."""
    known: Mapping[str, Sequence[Any]] = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009
    if "live_stack" in known:
        return LIVE["journeys" in item.path.parts]
    ours = (each for name in known.values() for each in name if each.baseid.startswith("tests/"))
    return str(item.path) if any(each.scope == "module" for each in ours) else ""
