"""Migrations can be read by name and undone."""

import importlib

import pytest
from django.db.migrations.operations import RunPython, RunSQL

from marketplace.devstack.places import ROOT
from tests.architecture.source import PACKAGES, name_of

MIGRATIONS = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("migrations/0*.py")
)


@pytest.mark.parametrize("path", MIGRATIONS, ids=name_of)
def test_a_migration_is_named_for_what_it_does(path):
    assert "auto" not in path.stem.split("_")


@pytest.mark.parametrize("path", MIGRATIONS, ids=name_of)
def test_a_migration_can_be_undone(path):
    module = importlib.import_module(name_of(path).removesuffix(".py").replace("/", "."))
    operations = [
        operation
        for operation in module.Migration.operations
        if isinstance(operation, RunPython | RunSQL)
    ]

    assert [operation for operation in operations if not operation.reversible] == []
