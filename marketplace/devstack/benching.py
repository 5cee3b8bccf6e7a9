"""``./run bench`` and ``./run faults``: measurements and torments, on clusters of their own."""

import subprocess
import sys
from collections.abc import Sequence

from marketplace.devstack.environment import base_environment
from marketplace.devstack.places import ROOT
from marketplace.devstack.system import get_pango, install


def bench(arguments: Sequence[str]) -> int:
    get_pango()
    install(["wrk"])
    return _run("tests.bench", arguments)


def faults(arguments: Sequence[str]) -> int:
    return _run("tests.faults", arguments)


def _run(module: str, arguments: Sequence[str]) -> int:
    command = [sys.executable, "-m", module, *arguments]
    environment = base_environment("marketplace.settings.dev")
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
