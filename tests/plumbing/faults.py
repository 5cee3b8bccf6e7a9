"""Breaks the database on purpose."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import connection


def updates_fail(table: str, *, code: str = "raise_exception") -> AbstractContextManager[None]:
    """Within the block, the database refuses every update of a row of ``table``, with ``code``."""
    return _fail("UPDATE", table, code)


def inserts_fail(table: str, *, code: str = "raise_exception") -> AbstractContextManager[None]:
    """Within the block, the database takes no new row into ``table``, with ``code``."""
    return _fail("INSERT", table, code)


@contextmanager
def _fail(operation: str, table: str, code: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}', "
            "MESSAGE = 'broken for a test'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER broken BEFORE {operation} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION broken()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION broken() CASCADE")
