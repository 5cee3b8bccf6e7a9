"""What every test finds in place."""

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from marketplace.sealing import master

# A test with threads commits, and Django then empties the tables by TRUNCATE, which the ledger
# refuses. So in the test database its trigger sleeps; the tests of the ledger wake it up.
SLEEPING_TRIGGERS = """
DO $$ DECLARE guard record; BEGIN
    FOR guard IN SELECT tgname, tgrelid::regclass AS guarded FROM pg_trigger
        WHERE tgtype & 32 <> 0 AND NOT tgisinternal
    LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', guard.guarded, guard.tgname);
    END LOOP;
END $$
"""


def pytest_configure(config: pytest.Config) -> None:
    master.create(settings.SEALING_MASTER_KEY_FILE)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(SLEEPING_TRIGGERS)
