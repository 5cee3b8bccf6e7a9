"""``./run bench``: the measurements of ``tests/bench``, on a cluster of their own."""

import subprocess
import sys
from collections.abc import Sequence

from marketplace.devstack.environment import base_environment
from marketplace.devstack.places import ROOT
from marketplace.devstack.system import get_pango, install


def bench(arguments: Sequence[str]) -> int:
    get_pango()
    install(["wrk"])
    command = [sys.executable, "-m", "tests.bench", *arguments]
    environment = base_environment("marketplace.settings.dev")
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
