"""The plumbing of the tests: each process has its own copy of one migrated database."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from marketplace.devstack.server import Server
from marketplace.devstack.templates import ensure_template
from marketplace.ledger import notes
from marketplace.ledger.signing import key_name
from marketplace.sealing import master
from tests.plumbing.copies import WorkingCopy

pytest_plugins = ["tests.plumbing.live", "tests.plumbing.browser"]


def pytest_configure() -> None:
    master.create(settings.SEALING_MASTER_KEY_FILE)
    notes.make_key(settings.LEDGER_KEY_FILE, settings.LEDGER_ORIGIN)
    notes.make_key(settings.RECEIPT_KEY_FILE, key_name())


@pytest.fixture(autouse=True)
def in_french() -> None:
    """Each test begins in the site's language, whatever the one before it had asked for."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def postgres() -> Server:
    """The server that ``./run test`` started, or that DATABASE_URL names."""
    if url := os.environ.get("DATABASE_URL"):
        return Server(url)
    pytest.exit("Run ./run test, which starts a database, or set DATABASE_URL.", returncode=3)


@pytest.fixture(scope="session")
def template(postgres: Server) -> str:
    """The name of a database that is migrated to this source tree."""
    return ensure_template(postgres)


@pytest.fixture(scope="session")
def working_copy(postgres: Server, template: str) -> WorkingCopy:
    """A module that commits for all of its tests makes it anew at its end."""
    return WorkingCopy(postgres, template)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    working_copy: WorkingCopy,
) -> Iterator[None]:
    """Replaces pytest-django's creation by migration (and its flush, see above)."""
    with django_db_blocker.unblock():
        working_copy.make()
        connection.settings_dict["NAME"] = working_copy.name
        TransactionTestCase._fixture_teardown = lambda _test: working_copy.restore()
    yield
    with django_db_blocker.unblock():
        working_copy.drop()
