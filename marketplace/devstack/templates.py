"""Migrated databases to copy from: migrating takes seconds, a copy takes hundredths of one."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from marketplace.devstack.places import ROOT
from marketplace.devstack.processes import StackError
from marketplace.devstack.server import Server

PREFIX = "mm_template_"
KEPT = 6
# Migrating makes and drops thousands of model classes: collecting them takes 40 % of the time.
MIGRATE = """
import gc
gc.disable()
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "migrate", "--no-input", "--verbosity=0"])
execute_from_command_line(["manage.py", "database_roles", "--if-possible"])
"""
BUILD_LOCK = 7_203_944_151  # any number, the same in every process that may build a template


@cache
def migrations_key() -> str:
    """Changes whenever a migration, the data it loads, a dependency or a privilege changes."""
    digest = hashlib.sha256()
    apps = [app for name in ("marketplace", "vendors", "tenders", "cms") for app in _apps(name)]
    for app in apps:
        files = [*app.glob("migrations/*.py"), *app.glob("data/*")]
        for file in sorted(files):
            digest.update(file.relative_to(ROOT).as_posix().encode())
            digest.update(file.read_bytes())
    for name in ("requirements.txt", "marketplace/access/database.py"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()[:12]


def ensure_template(server: Server, environment: Mapping[str, str] | None = None) -> str:
    """Return the name of a database that is migrated to this source tree; make it if absent.

    Several processes may ask at once: one builds, the others wait for it. An interrupted build
    leaves only a database under its working name, which the next build drops.
    """
    template = PREFIX + migrations_key()
    if server.has(template):
        return template
    with server.administer() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [BUILD_LOCK])
        if not server.has(template):
            _build(server, template, environment or os.environ)
            for outdated in server.databases_like(PREFIX)[:-KEPT]:
                server.drop(outdated)
    return template


def _build(server: Server, template: str, environment: Mapping[str, str]) -> None:
    working_name = f"mm_building_{migrations_key()}"
    server.drop(working_name)
    server.create(working_name)
    migrate(server.url_of(working_name), environment)
    server.rename(working_name, template)


def migrate(url: str, environment: Mapping[str, str]) -> None:
    """Run Django's migrations on the database at ``url``, then give its roles their privileges.

    Raises StackError with their output.
    """
    finished = subprocess.run(
        [sys.executable, "-c", MIGRATE],
        cwd=ROOT,
        env={**environment, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise StackError(f"The migrations failed:\n{finished.stdout}")


def _apps(name: str) -> list[Path]:
    top = ROOT / name
    return [top, *sorted(path for path in top.iterdir() if path.is_dir())]
