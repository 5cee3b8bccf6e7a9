"""``./run lint``: every check that reads the source and runs no test."""

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from marketplace.devstack.environment import base_environment
from marketplace.devstack.places import ROOT
from marketplace.devstack.progress import say

MODULE = [sys.executable, "-m"]
MANAGE = [sys.executable, "manage.py"]
CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
TEMPLATES = ["cms", "marketplace", "tenders", "vendors"]


class Check(NamedTuple):
    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None


def lint(_arguments: Sequence[str]) -> int:
    """Run all checks, as many at once as there are processors; return 1 if any complained."""
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for check, finished in zip(checks := _checks(), pool.map(_run, checks), strict=True):
            say(f"{'FAILED' if finished.returncode else 'ok    '}  {check.name}")
            if finished.returncode:
                say(finished.stdout)
                failed.append(check.name)
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return int(bool(failed))


def production_environment() -> dict[str, str]:
    """What ``deploy/env.example`` says, with a fresh secret wherever it wants one."""
    environment = base_environment("marketplace.settings.production")
    for line in (ROOT / "deploy" / "env.example").read_text().splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            environment[name] = value.replace("change-me", secrets.token_hex(32))
    return environment


def _checks() -> list[Check]:
    """The longest first."""
    return [
        Check("types", [*MODULE, "mypy", "--no-error-summary"]),
        Check("ruff", [*MODULE, "ruff", "check", "--quiet"]),
        Check("format", [*MODULE, "ruff", "format", "--check", "--quiet"]),
        Check("import contracts", [sys.executable, "-c", CONTRACTS, "--no-logo"]),
        Check("dependencies", [*MODULE, "deptry", "--no-ansi", "."]),
        Check("templates", [*MODULE, "djlint", "--lint", "--quiet", *TEMPLATES]),
        Check("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run", "--verbosity=1"]),
        Check(
            "deployment",
            [*MANAGE, "check", "--deploy", "--fail-level=WARNING"],
            production_environment(),
        ),
    ]


def _run(check: Check) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        check.command,
        cwd=ROOT,
        env=check.environment or base_environment("marketplace.settings.test"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
