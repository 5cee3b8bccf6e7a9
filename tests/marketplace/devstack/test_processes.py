"""Children end with their launcher, or at the next start."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from marketplace.devstack.locks import only_one
from marketplace.devstack.places import ROOT, Place
from marketplace.devstack.processes import (
    Family,
    StackError,
    end_processes_in,
    wait_until_ready,
)
from marketplace.devstack.site import listen

FOREVER = [sys.executable, "-c", "import time; time.sleep(600)"]
WITH_A_CHILD = [
    sys.executable,
    "-c",
    """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
""",
]
STUBBORN = [
    sys.executable,
    "-c",
    """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(600)
""",
]


@pytest.fixture
def family(tmp_path):
    family = Family(Place(tmp_path))
    yield family
    family.stop()


def runs(pid):
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_for(condition):
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()


def test_stopping_ends_a_child_and_its_own_children(family):
    child = family.spawn("parent", WITH_A_CHILD)
    wait_for(lambda: child.log.read_text().strip())
    grandchild = int(child.log.read_text())

    family.stop()

    assert not runs(child.process.pid)
    wait_for(lambda: not runs(grandchild))
    assert list(family.place.records.iterdir()) == []


def test_a_child_that_ignores_the_request_is_ended_all_the_same(family):
    child = family.spawn("stubborn", STUBBORN)
    wait_for(lambda: "ready" in child.log.read_text())

    child.stop(grace=0.2)

    assert child.process.returncode == -signal.SIGKILL


def test_the_next_start_ends_what_a_killed_launcher_left(tmp_path):
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from marketplace.devstack.places import Place\n"
        "from marketplace.devstack.processes import Family\n"
        f"child = Family(Place(Path({str(tmp_path)!r}))).spawn('orphan', {FOREVER!r})\n"
        "print(child.process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    orphan = int(killed.stdout)
    try:
        assert runs(orphan)

        ended = Family(Place(tmp_path)).end_leftovers()

        assert ended == ["orphan"]
        wait_for(lambda: not runs(orphan))
    finally:
        with suppress(ProcessLookupError):
            os.kill(orphan, signal.SIGKILL)


def test_what_works_in_a_folder_is_ended_and_nobody_else(tmp_path):
    (tmp_path / "data").mkdir()
    inside = subprocess.Popen(FOREVER, cwd=tmp_path / "data")
    beside = subprocess.Popen(FOREVER, cwd=tmp_path)
    try:
        end_processes_in(tmp_path / "data")

        assert inside.wait(10) == -signal.SIGKILL
        assert beside.poll() is None
    finally:
        beside.kill()
        beside.wait()


def test_a_record_of_a_number_that_now_belongs_to_another_process_is_only_removed(family):
    bystander = subprocess.Popen(FOREVER)
    try:
        (family.place.records / "web.pid").write_text(f"{bystander.pid} 1\n")

        assert family.end_leftovers() == []
        assert bystander.poll() is None
        assert list(family.place.records.iterdir()) == []
    finally:
        bystander.kill()
        bystander.wait()


def test_a_child_that_ends_at_once_is_reported_with_the_end_of_its_log(family):
    child = family.spawn("broken", [sys.executable, "-c", "print('no such table')"])

    with pytest.raises(StackError) as failure:
        wait_until_ready(child, lambda: False, seconds=10)

    assert "no such table" in str(failure.value)
    assert str(child.log) in str(failure.value)


def test_a_second_run_in_the_same_folder_is_told_who_runs(tmp_path):
    lock = tmp_path / "run.lock"

    with (
        only_one(lock, "Micromarché"),
        pytest.raises(StackError) as refusal,
        only_one(lock, "Micromarché"),
    ):
        pass

    assert str(refusal.value) == (
        f"Micromarché is already running in this folder (process {os.getpid()})."
    )


def test_a_lock_whose_holder_is_gone_is_free(tmp_path):
    lock = tmp_path / "run.lock"
    lock.write_text("4194304")

    with only_one(lock, "Micromarché"):
        assert lock.read_text() == str(os.getpid())


def test_a_taken_port_gives_the_next_free_one():
    with listen(18_000) as first, listen(first.getsockname()[1]) as second:
        assert second.getsockname()[1] > first.getsockname()[1]
