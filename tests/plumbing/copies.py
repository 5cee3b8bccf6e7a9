"""The database of a test process: a copy of the migrated one, made as new after each commit.

A copy is made by ``CREATE DATABASE … TEMPLATE``, in place of Django's flush: a flush would empty
the tables that migrations fill (categories, parameters, Wagtail's root page and locales), and the
append-only tables refuse it. As most tests only fill tables that were empty, these are emptied and
the sequences set back; whatever else has changed, the copy is thrown away for another one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connections

from marketplace.devstack.server import Server

TABLES = """
SELECT c.oid::regclass::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
WHERE nspname = 'public' AND relkind IN ('r', 'm') ORDER BY 1
"""
# What a test may define, and leave behind: tables, views, functions, triggers, privileges.
DEFINED = """
SELECT md5(string_agg(said, ',' ORDER BY said)) FROM (
    SELECT concat(relname, relkind, relacl::text) FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat(tgrelid, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat(proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS defined (said)
"""  # noqa: E501
# Guards that look even past ``session_replication_role``.
GUARDS = """
SELECT format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname),
       format('ALTER TABLE %%s ENABLE ALWAYS TRIGGER %%I', tgrelid::regclass, tgname)
FROM pg_trigger WHERE tgenabled = 'A' AND tgrelid::regclass::text = ANY(%s)
"""
SEQUENCES = "SELECT sequencename, start_value, last_value FROM pg_sequences ORDER BY 1"
END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class WorkingCopy:
    """The database of this test process."""

    def __init__(self, server: Server, template: str) -> None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "gw")
        self.server = server
        self.template = template
        self.name = f"mm_test_{os.getpid()}_{worker}"

    def make(self) -> None:
        connections.close_all()
        self.server.drop(self.name)
        self.server.create(self.name, template=self.template)
        with self._inside() as database:
            tables = [name for (name,) in database.execute(TABLES)]
            self.empty = [name for name in tables if not _holds(database, [name])]
            self.filled = [name for name in tables if name not in self.empty]
            self.sequences = database.execute(SEQUENCES).fetchall()
            self.known = self._told(database)

    def restore(self) -> None:
        """The same as ``make``, sooner."""
        connections.close_all()
        with self._inside() as database:
            database.execute(END_OTHERS)
            is_as_known = self._told(database) == self.known
            if is_as_known:
                self._empty(database)
        if not is_as_known:
            self.make()

    @contextmanager
    def changed(self) -> Iterator[None]:
        """For a module whose tests share what it commits.

        A transaction kept open instead would hold back the feeds' horizon for all other tests.
        """
        try:
            yield
        finally:
            self.restore()

    def drop(self) -> None:
        connections.close_all()
        self.server.drop(self.name)

    def _told(self, database: psycopg.Connection) -> list[str]:
        """What must be as it was: what is defined, and the rows that migrations wrote."""
        rows = (
            f"SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {name} AS t"
            for name in self.filled
        )
        told = " UNION ALL ".join([f"({DEFINED})", *(f"({each})" for each in rows)])
        return [told for (told,) in database.execute(told.encode())]

    def _empty(self, database: psycopg.Connection) -> None:
        held = _holds(database, self.empty)
        lowered = database.execute(GUARDS, [held]).fetchall()
        orders = ["SET session_replication_role = replica"]  # past other guards and references
        orders += [lower for lower, _raise in lowered]
        orders += [f"DELETE FROM {name}" for name in held]
        orders += [again for _lower, again in lowered]
        database.execute("; ".join(orders).encode())
        now = database.execute(SEQUENCES).fetchall()
        for name, start, last in sorted(set(self.sequences) - set(now)):
            value = start if last is None else last
            database.execute("SELECT setval(%s, %s, %s)", [name, value, last is not None])

    @contextmanager
    def _inside(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.server.url_of(self.name), autocommit=True) as database:
            yield database


def _holds(database: psycopg.Connection, tables: list[str]) -> list[str]:
    """Those of ``tables`` that hold a row."""
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables
    )
    return [name for (name,) in database.execute(asked.encode())]
