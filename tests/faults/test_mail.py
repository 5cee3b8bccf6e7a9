"""Workers and the mail server are killed at random while mail goes out: each gets there, once."""

import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.devstack import site, valkey
from marketplace.devstack.environment import trial_environment
from marketplace.devstack.places import ROOT, TEST, Place
from marketplace.devstack.processes import Child, Family, wait_until_ready
from marketplace.devstack.server import Server
from marketplace.notifications.envelope import message_id
from marketplace.notifications.kinds import all_kinds
from marketplace.notifications.models import Message, MessageStatus
from marketplace.notifications.notify import notify
from tests.plumbing.live import database_named
from tests.plumbing.sink import taken

MAILS, SEED = 2_000, 7
KIND = "tender-published"
KILLS = 14
# Time goes faster for the workers: what they wait for after a failure is minutes away.
HURRY = 90.0  # seconds more at each step
LIMIT = 240.0  # real seconds


@dataclass
class PostOffice:
    """A worker, its timetable and a mail server, each to be killed and started again."""

    family: Family
    environment: dict[str, str]
    kept: Path
    port: int
    ahead: float = 0.0

    def start(self, name: str) -> None:
        if name == "sink":
            self.start_sink()
        else:
            getattr(site, f"start_{name}")(self.family, self.environment)

    def start_sink(self) -> Child:
        command = [sys.executable, "-m", "tests.plumbing.sink", str(self.port), str(self.kept)]
        child = self.family.spawn("sink", command, environment=self.environment, cwd=ROOT)
        wait_until_ready(child, self._sink_answers, seconds=20)
        return child

    def _sink_answers(self) -> bool:
        with site.socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self, name: str) -> None:
        child = next(child for child in self.family.children if child.name == name)
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self.family.children.remove(child)

    def hurry(self) -> None:
        self.ahead += HURRY
        offset = Path(self.environment["CLOCK_OFFSET_FILE"])
        fresh = offset.with_suffix(".new")
        fresh.write_text(str(self.ahead))
        fresh.replace(offset)


@contextmanager
def post_office(database: str) -> Iterator[PostOffice]:
    place = Place(TEST.var / f"mail-{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}")
    family = Family(place)
    family.end_leftovers()
    shutil.rmtree(place.var, ignore_errors=True)
    place.var.mkdir(parents=True)
    try:
        with site.listen(0) as listener:
            port = listener.getsockname()[1]
        environment = trial_environment(place, valkey.addresses(valkey.start(family))) | {
            "DATABASE_URL": database,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "CLOCK_OFFSET_FILE": str(place.var / "clock-offset"),
            "DEBUG": "0",
        }
        office = PostOffice(family, environment, place.var / "taken.jsonl", port)
        for name in ("sink", "worker", "beat"):
            office.start(name)
        yield office
    finally:
        family.stop()


def queue() -> dict[str, str]:
    """Tell everybody; return the address that each Message-ID must reach."""
    User.objects.bulk_create(
        User(email=f"reader{n}@atelier.example", language="fr" if n % 2 else "en")
        for n in range(MAILS)
    )
    people = list(User.objects.filter(email__startswith="reader"))
    sample = all_kinds()[KIND].sample
    notify(KIND, recipients=people, occasion="1", at=now(), context=sample)
    return {message_id(f"{KIND}:1:{person.pk}"): person.email for person in people}


def attack(office: PostOffice) -> list[str]:
    """Kill the worker or the mail server, in the middle of it all; return what was killed."""
    chance = random.Random(SEED)
    killed = []
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.3, 2.0))
        name = chance.choice(("worker", "sink"))
        office.kill(name)
        killed.append(name)
        time.sleep(chance.uniform(0.0, 1.0))
        office.start(name)
        office.hurry()
    return killed


def wait_until_all_are_sent(office: PostOffice) -> None:
    end = time.monotonic() + LIMIT
    while Message.objects.filter(status=MessageStatus.QUEUED).exists():
        assert time.monotonic() < end, f"See {office.family.place.logs}"
        time.sleep(1)
        office.hurry()


@pytest.mark.long
def test_two_thousand_mails_each_arrive_once_while_workers_and_mail_server_are_killed(
    postgres: Server, template: str, django_db_blocker: DjangoDbBlocker
) -> None:
    name = f"mm_mail_{os.getpid()}"
    postgres.create(name, template=template)
    try:
        with post_office(postgres.url_of(name)) as office:
            with database_named(name, django_db_blocker):
                awaited = queue()
                killed = attack(office)
                wait_until_all_are_sent(office)
                states = Counter(Message.objects.values_list("status", flat=True))
            came = taken(office.kept)
    finally:
        postgres.drop(name)

    assert {"worker", "sink"} <= set(killed)
    assert states == {MessageStatus.SENT: MAILS}
    # Deduplicated by Message-ID, as mail programs do: each to its reader, and none besides.
    assert dict(came) == {identity: (address,) for identity, address in awaited.items()}
    assert len(came) - len(set(came)) < MAILS / 10
