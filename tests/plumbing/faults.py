"""Breaks the database on purpose."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def updates_fail(table: str) -> Iterator[None]:
    """Within the block, the database refuses every update of a row of ``table``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'broken for a test'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER broken BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION broken()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION broken() CASCADE")
