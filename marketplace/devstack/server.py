"""A PostgreSQL server as the launcher and the tests see it: an address and a few SQL commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@dataclass(frozen=True)
class Server:
    """``url`` names any database of the server; each method works beside it."""

    url: str

    def url_of(self, database: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{database}"))

    @contextmanager
    def administer(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            yield connection

    def answers(self) -> bool:
        try:
            with self.administer():
                return True
        except psycopg.OperationalError:
            return False

    def has(self, database: str) -> bool:
        with self.administer() as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            return connection.execute(query, [database]).fetchone() is not None

    def create(self, database: str, *, template: str = "template0") -> None:
        """Create ``database`` as a copy of ``template``, which nobody may be using."""
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with self.administer() as connection:
            connection.execute(command.format(sql.Identifier(database), sql.Identifier(template)))

    def drop(self, database: str) -> None:
        """Drop ``database`` if it is there, ending the connections to it."""
        command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with self.administer() as connection:
            connection.execute(command.format(sql.Identifier(database)))

    def rename(self, database: str, to: str) -> None:
        command = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with self.administer() as connection:
            connection.execute(command.format(sql.Identifier(database), sql.Identifier(to)))

    def databases_like(self, prefix: str) -> list[str]:
        """Names that start with ``prefix``, oldest first."""
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid"
        with self.administer() as connection:
            return [row[0] for row in connection.execute(query, [prefix])]
