"""``./run bench``, ``faults`` and ``screenshots``: what looks at the site from outside."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from marketplace.devstack.environment import base_environment
from marketplace.devstack.places import ROOT
from marketplace.devstack.system import get_pango, install


def bench(arguments: Sequence[str]) -> NoReturn:
    get_pango()
    install(["wrk"])
    _run("tests.bench", arguments)


def faults(arguments: Sequence[str]) -> NoReturn:
    _run("tests.faults", arguments)


def screenshots(arguments: Sequence[str]) -> NoReturn:
    _run("tests.screenshots", arguments)


def _run(module: str, arguments: Sequence[str]) -> NoReturn:
    """Go on as ``module``, so that it hears itself when it is to stop."""
    os.chdir(ROOT)
    sys.stdout.flush()
    environment = base_environment("marketplace.settings.dev")
    os.execve(sys.executable, [sys.executable, "-m", module, *arguments], environment)  # noqa: S606
