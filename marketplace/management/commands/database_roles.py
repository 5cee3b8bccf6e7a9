"""``manage.py database_roles``: after each migrate, as the owner of the tables."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from psycopg import sql

from marketplace.access.database import ROLES, statements


class Command(BaseCommand):
    help = "Give the roles of the web, the sealer and the sequencer the privileges of the table."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-possible",
            action="store_true",
            help="leave the database to one role where this one may not make others",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        missing = _missing()
        try:
            with transaction.atomic():
                _make(missing)
        except ProgrammingError as refused:
            if options["if_possible"]:
                return
            raise CommandError(
                f"Make these roles first, as an administrator: {', '.join(missing)}."
            ) from refused
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements():
                cursor.execute(statement)


def _missing() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)])
        there = {row[0] for row in cursor.fetchall()}
    return [role for role in ROLES if role not in there]


def _make(roles: list[str]) -> None:
    """They may sign in; where the server asks for a password, an administrator sets it."""
    with connection.cursor() as cursor:
        for role in roles:
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
