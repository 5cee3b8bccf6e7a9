"""``./run test``: a throw-away cluster, a migrated template, and pytest on both cores."""

import subprocess
import sys
from collections.abc import Sequence

from marketplace.devstack.environment import base_environment
from marketplace.devstack.locks import only_one
from marketplace.devstack.places import ROOT, TEST
from marketplace.devstack.postgres import THROWN_AWAY
from marketplace.devstack.processes import StackError
from marketplace.devstack.progress import complain, say, step
from marketplace.devstack.servers import family_at, start_postgres
from marketplace.devstack.signals import Stopped, StopSignals
from marketplace.devstack.system import get_browser, get_pango
from marketplace.devstack.templates import ensure_template
from marketplace.devstack.translations import compile_translations

# Twice as many as cores: who drives a browser or kills a server mostly waits for others.
DEFAULTS = ["-n", "4", "--dist", "loadgroup"]


def run_tests(arguments: Sequence[str]) -> int:
    """Run pytest with ``arguments``; its closing line is the last that is printed."""
    signals = StopSignals()
    signals.install()
    try:
        with only_one(TEST.var / "test.lock", "A test run"), family_at(TEST) as family:
            family.undisturbed = signals.deferred
            family.end_leftovers()
            server = start_postgres(family, *THROWN_AWAY)
            _prepare_system()
            compile_translations()
            environment = base_environment("marketplace.settings.test")
            environment["DATABASE_URL"] = server.url
            with step("Migrated template"):
                ensure_template(server, environment)
            try:
                return _pytest([*DEFAULTS, *arguments], environment)
            finally:
                signals.ignore()
    except StackError as failure:
        complain(str(failure))
        return 1
    except Stopped:
        return 130


def _prepare_system() -> None:
    if not get_pango():
        say("  Pango is missing: tests of PDFs can't pass.")
    if not get_browser():
        say("  Chromium is missing: browser tests are skipped (and fail where CI=true).")


def _pytest(arguments: Sequence[str], environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        return process.wait()
    except Stopped:
        process.terminate()
        process.wait()
        raise
