"""``./run lint``: every check that reads the source and runs no test."""

import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence

from marketplace.devstack.environment import base_environment
from marketplace.devstack.places import ROOT
from marketplace.devstack.progress import say

MODULE = [sys.executable, "-m"]
MANAGE = [sys.executable, "manage.py"]
CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
TEMPLATES = ["cms", "marketplace", "tenders", "vendors"]


def lint(_arguments: Sequence[str]) -> int:
    """Run all checks, tell what each found, and return 1 if any complained."""
    failed = [name for name, command in _checks() if not _passes(name, command)]
    check = [*MANAGE, "check", "--deploy", "--fail-level=WARNING"]
    if not _passes("deployment", check, production_environment()):
        failed.append("deployment")
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


def _checks() -> list[tuple[str, list[str]]]:
    return [
        ("ruff", [*MODULE, "ruff", "check", "--quiet"]),
        ("format", [*MODULE, "ruff", "format", "--check", "--quiet"]),
        ("types", [*MODULE, "mypy", "--no-error-summary"]),
        ("import contracts", [sys.executable, "-c", CONTRACTS, "--no-logo"]),
        ("dependencies", [*MODULE, "deptry", "--no-ansi", "."]),
        ("templates", [*MODULE, "djlint", "--lint", "--quiet", *TEMPLATES]),
        ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run", "--verbosity=1"]),
    ]


def _passes(
    name: str, command: Sequence[str], environment: Mapping[str, str] | None = None
) -> bool:
    finished = subprocess.run(
        command,
        cwd=ROOT,
        env=environment or base_environment("marketplace.settings.test"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    say(f"{'ok    ' if finished.returncode == 0 else 'FAILED'}  {name}")
    if finished.returncode:
        say(finished.stdout)
    return finished.returncode == 0
