"""T12: a lost machine is made again from its backups in 15 minutes, 60 seconds younger at most.

The scripts of ``deploy/backup`` and the commands of the runbook do it, on clusters of the drill's
own. What was acknowledged after the nightly copy comes from the stream alone.
"""

import json
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.urls import reverse

from marketplace.clock import now
from marketplace.devstack.places import ROOT, Place
from marketplace.devstack.progress import say
from marketplace.devstack.roles import SEQUENCER
from marketplace.ledger import health
from marketplace.ledger.api import is_integrated
from marketplace.ledger.models import Checkpoint, Event, Leaf
from marketplace.ledger.signing import introduce_receipt_key
from tenders.models import Bid, BidFile, BidVersion, Tender
from tests.bids import PDF, drafted_bid
from tests.drills.machine import DATABASE, ROLE_OF, Machine, run, wait_for
from tests.factories import TenderFactory, member
from tests.plumbing.visitor import Visitor

# Two processes of tests may each have their own drill.
DRILL = ROOT / "var/drill" / os.environ.get("PYTEST_XDIST_WORKER", "one")
RTO, RPO = 15 * 60, 60  # seconds
SECRETS = ("SECRET_KEY", "LEDGER_ORIGIN")  # of the settings, which the operator keeps
TICKED = {"confirm": "on", "confirm_low": "on"}


@dataclass
class Told:
    """What the world outside was told before the machine was lost."""

    backups: Path
    first_night: datetime = field(init=False)
    receipts: dict[str, Any] = field(default_factory=dict)  # by bid
    drafted: str = ""
    keys: bytes = b""
    checkpoints: list[bytes] = field(default_factory=list)
    ticks: list[datetime] = field(default_factory=list)
    lost_at: float = 0
    rto: float = 0
    sealers: list[str] = field(default_factory=list)  # what /readyz said, the right key missing


def submit(machine: Machine, bid: Bid) -> Any:
    """As a person does; the receipt that comes in the same answer."""
    page = reverse("tenders:bid_review", args=[bid.public_id])
    visitor = Visitor(machine, member(bid.vendor))
    answer = visitor.post(page, visitor.get(page).hidden() | TICKED)
    assert answer.status == 302, answer.text
    return json.loads(answer.content)


def tick(machine: Machine, told: Told, stop: Flag) -> None:
    """Commits, each noted once it is acknowledged, until the database is gone."""
    with psycopg.connect(machine.site.environment["DATABASE_URL"], autocommit=True) as session:
        session.execute("CREATE TABLE tick (at timestamptz DEFAULT clock_timestamp())")
        while not stop.wait(0.02):
            try:
                row = session.execute("INSERT INTO tick DEFAULT VALUES RETURNING at").fetchone()
            except psycopg.OperationalError:
                return
            told.ticks.append(row[0])


def live_and_lose(machine: Machine, told: Told, papers: Path) -> dict[str, str]:
    """A week in a minute; what the operator's safe holds at its end, beside the papers."""
    machine.stream()
    with machine.database():
        introduce_receipt_key(at=now())
        tender = TenderFactory(open=True)
        before = drafted_bid(tender, files=[("offre.pdf", PDF)])
        told.receipts[str(before.public_id)] = submit(machine, before)
    for use in ROLE_OF:
        machine.back_up_key(use, papers / "passphrase", papers / f"{use}.txt")
    machine.script("files")
    machine.script("nightly")
    told.first_night = now()

    with machine.database():
        after = drafted_bid(tender, files=[("annexe.pdf", PDF)])
        told.receipts[str(after.public_id)] = submit(machine, after)
        told.drafted = str(drafted_bid(tender, total="4321.00").public_id)
        wait_for(lambda: all(map(is_integrated, Event.objects.all())), 60)
    machine.script("files")
    told.keys, at_the_time = machine.read("/ledger/keys"), machine.read("/ledger/checkpoint")
    told.checkpoints.append(at_the_time)
    machine.script("check")

    with machine.database():
        stop = Flag()
        ticking = Thread(target=tick, args=[machine, told, stop])
        ticking.start()
        last = drafted_bid(tender)
        told.receipts[str(last.public_id)] = submit(machine, last)
        told.checkpoints.append(machine.read("/ledger/checkpoint"))
    kept = {name: machine.site.environment[name] for name in SECRETS}
    told.lost_at = now().timestamp()
    machine.lose()
    stop.set()
    ticking.join()
    return kept


@pytest.fixture(scope="module")
def migrated(postgres, template) -> Iterator[str]:
    """A migrated database; dumping the template itself would keep others from copying it."""
    postgres.create(name := f"mm_drill_{os.getpid()}", template=template)
    yield postgres.url_of(name)
    postgres.drop(name)


@pytest.fixture(scope="module")
def told_and_machine(tmp_path_factory, migrated, django_db_blocker) -> Iterator[Any]:
    backups, papers = tmp_path_factory.mktemp("backups"), tmp_path_factory.mktemp("papers")
    (papers / "passphrase").write_text("épeler grenier tuque rivière oie\n")
    told = Told(backups)
    first = Machine(Place(DRILL / "first"), backups)
    second = Machine(Place(DRILL / "second"), backups)
    try:
        with django_db_blocker.unblock():
            first.install(migrated)
            kept = live_and_lose(first, told, papers)
        began = time.monotonic()
        second.script("restore", second.cluster.data)
        for use in ("ledger", "receipt"):
            second.restore_key(papers / f"{use}.txt", papers / "passphrase", kept)
        second.make_again(kept)  # the sealer is given a new master key, as by mistake
        told.sealers.append(second.line_of("sealer"))
        (second.place.var / "keys" / "master.key").unlink()
        told.sealers.append(second.line_of("sealer"))
        second.restore_key(papers / "master.txt", papers / "passphrase", kept)
        wait_for(second.is_healthy, 120)
        told.rto = time.monotonic() - began
        yield told, second
    finally:
        for machine in (first, second):
            machine.remove()


@pytest.fixture
def told(told_and_machine) -> Told:
    return told_and_machine[0]


@pytest.fixture
def machine(told_and_machine, django_db_blocker) -> Iterator[Machine]:
    with django_db_blocker.unblock(), told_and_machine[1].database():
        yield told_and_machine[1]


def verify(machine: Machine, told: Told, folder: Path, *kept: bytes, **more: str) -> None:
    """The ledger of ``machine`` continues each checkpoint that somebody kept, or it fails."""
    (folder / "export").write_text(machine.manage("export_ledger", **more))
    (folder / "keys").write_bytes(told.keys)
    script = ROOT / "marketplace/ledger/verify_ledger.py"
    for checkpoint in kept:
        (folder / "kept").write_bytes(checkpoint)
        files = [folder / name for name in ("keys", "export", "kept")]
        run(sys.executable, "-I", script, *files, environment={})


def test_what_was_acknowledged_is_there_again_in_time(told, machine, capsys):
    with machine.connect() as session:
        newest = session.execute("SELECT max(at) FROM tick").fetchone()[0]
        found = session.execute("SELECT count(*) FROM tick WHERE at = ANY(%s)", [told.ticks])
        lost = len(told.ticks) - found.fetchone()[0]
    rpo = told.lost_at - newest.timestamp()
    with capsys.disabled():
        say(
            f"\n  Restored in {told.rto:.1f} s (RTO {RTO} s), {max(rpo, 0):.1f} s before the loss "
            f"(RPO {RPO} s): {lost} of {len(told.ticks)} commits of the last seconds lost"
        )

    assert told.rto <= RTO
    assert rpo <= RPO
    versions = {str(version.bid.public_id) for version in BidVersion.objects.all()}
    assert versions == set(told.receipts)
    for bid, said in told.receipts.items():
        version = BidVersion.objects.get(bid__public_id=bid)
        assert version.manifest_hash == said["receipt"]["manifest_hash"]


def test_the_restored_ledger_continues_every_checkpoint_that_was_given_out(told, machine, tmp_path):
    copied = (told.backups / "checkpoint").read_bytes()
    verify(machine, told, tmp_path, *told.checkpoints, copied)
    assert "Everything is as it was committed to." in machine.manage("check_books")


def test_firms_read_their_drafts_and_files_with_the_restored_key(told, machine):
    draft = Bid.objects.get(public_id=told.drafted)
    price = Visitor(machine, member(draft.vendor)).get(
        reverse("tenders:bid_price", args=[draft.public_id])
    )
    assert "4\u00a0321,00" in price.text.replace("&nbsp;", "\u00a0")

    files = BidFile.objects.select_related("bid").order_by("pk")
    assert len(files) == 2
    for file in files:
        visitor = Visitor(machine, member(file.bid.vendor))
        address = reverse("tenders:bid_file", args=[file.bid.public_id, file.public_id])
        assert visitor.get(address).content == PDF
    assert machine.manage("check_files") == "All 2 files are there and whole.\n"


def test_the_restored_site_goes_on(told, machine):
    bid = drafted_bid(Tender.objects.get())

    assert submit(machine, bid)["receipt"]["accepted"] is True
    wait_for(lambda: all(map(is_integrated, Event.objects.all())), 60)


def test_the_copies_give_back_an_earlier_moment_too(told, tmp_path_factory):
    """Up to a time: for what somebody broke, rather than what broke."""
    then = Machine(Place(DRILL / "then"), told.backups)
    try:
        then.script("restore", then.cluster.data, told.first_night.isoformat(sep=" "))
        server = then.cluster.start(then.family)
        then.wait_until_replayed(server)
        with psycopg.connect(server.url_of(DATABASE)) as session:
            versions = session.execute("SELECT count(*) FROM tenders_bidversion").fetchone()
    finally:
        then.remove()

    assert versions == (1,)


def test_a_restore_never_writes_over_data(told, machine):
    with pytest.raises(AssertionError, match="is not empty: move it away first"):
        machine.script("restore", machine.cluster.data)


def test_an_older_dump_is_not_signed_for_until_the_loss_is_in_the_ledger(told, machine, tmp_path):
    """Last night's dump, put in the place of what the world was told since."""
    newest = told.checkpoints[-1]
    aside = {"LEDGER_CHECKPOINT_FILE": str(tmp_path / "ledger" / "checkpoint")}
    aside["DATABASE_URL"] = older(machine, told)
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger" / "checkpoint").write_bytes(newest)

    def sequence() -> tuple[int, int, str]:
        machine.manage("sequence_ledger", "--once", role=SEQUENCER, **aside)
        return Leaf.objects.count(), Checkpoint.objects.count(), health.current().state

    with machine.database("older"):
        before = Leaf.objects.count(), Checkpoint.objects.count()
        assert sequence() == (*before, "behind")
        with pytest.raises(AssertionError, match="REFUSED"):
            verify(machine, told, tmp_path, newest, **aside)

        machine.manage("accept_restore", role=SEQUENCER, **aside)
        leaves, checkpoints, state = sequence()

        assert (leaves > before[0], checkpoints, state) == (True, before[1] + 1, "working")
        loss = Event.objects.get(action="ledger.restored")
        assert (loss.data["size"], loss.data["lost_size"]) == (before[0], int(newest.split()[1]))
        assert is_integrated(loss)
    (tmp_path / "again").mkdir()
    (lost,) = (tmp_path / "ledger").glob("checkpoint.lost-*")
    assert lost.read_bytes() == newest
    with pytest.raises(AssertionError, match="REFUSED"):
        verify(machine, told, tmp_path / "again", newest, **aside)


def older(machine: Machine, told: Told) -> str:
    """The nightly dump in a database of its own; its address."""
    (dump,) = (told.backups / "dump").iterdir()
    with machine.connect() as session:
        session.execute("CREATE DATABASE older TEMPLATE template0")
    url = machine.site.environment["DATABASE_URL"].replace(f"/{DATABASE}", "/older")
    restore = machine.cluster.binaries / "pg_restore"
    run(restore, "--dbname", url, dump, environment=machine.script_environment())
    return url


def test_the_operator_is_told_which_master_key_is_missing(told, machine):
    with_another, without = told.sealers
    assert re.match("sealer: other-key: [1-9][0-9]* keys were wrapped under a master", with_another)
    assert without.startswith("sealer: no-key: No sealing master key at ")
    assert machine.line_of("sealer") == "sealer: working"
