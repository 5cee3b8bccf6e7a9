"""A short run of faults; ``./run faults`` is the long one."""

import subprocess
import sys

import pytest

from marketplace.devstack.environment import base_environment
from marketplace.devstack.places import ROOT


@pytest.mark.long
def test_nothing_is_lost_late_or_doubled_while_processes_are_killed_and_a_disk_is_full():
    environment = base_environment("marketplace.settings.dev")
    for own in ("DATABASE_URL", "PYTEST_XDIST_WORKER"):
        environment.pop(own, None)
    command = [sys.executable, "-m", "tests.faults", "--minutes=0.67", "--every=20", "--firms=4"]
    command += ["--seed=3", "--troubles=killed,tables"]

    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    said = run.stdout + run.stderr
    assert run.returncode == 0, said
    assert "kill -9" in said
    assert "Nothing is wrong." in said
