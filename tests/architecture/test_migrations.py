"""Migrations can be read by name and undone."""

import importlib

from django.db.migrations.operations import RunPython, RunSQL

from marketplace.devstack.places import ROOT
from tests.architecture.source import PACKAGES, name_of

MIGRATIONS = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("migrations/0*.py")
)


def test_a_migration_is_named_for_what_it_does():
    assert [path.name for path in MIGRATIONS if "auto" in path.stem.split("_")] == []


def test_a_migration_can_be_undone():
    modules = [name_of(path).removesuffix(".py").replace("/", ".") for path in MIGRATIONS]
    final = [
        f"{module}: {operation}"
        for module in modules
        for operation in importlib.import_module(module).Migration.operations
        if isinstance(operation, RunPython | RunSQL) and not operation.reversible
    ]

    assert len(modules) > 50
    assert final == []
