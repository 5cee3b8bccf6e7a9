"""``manage.py import_exclusions FILE``: the register of ineligible firms, from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.authorization import SYSTEM
from marketplace.clock import now
from vendors.actions.exclusion import import_exclusions
from vendors.documents.exclusion_csv import COLUMNS, BadRegister, read_register


class Command(BaseCommand):
    help = (
        "Take over the register of firms ineligible for public contracts (RENA) from a CSV file "
        f"with the columns {', '.join(COLUMNS)}. All of it or nothing; the same file twice is once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--whole",
            action="store_true",
            help="the file is the whole register: end the entries that are not in it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entries = read_register(options["file"].read_bytes())
        except BadRegister as refusal:
            raise CommandError("\n".join([str(refusal.message), *refusal.wrong])) from refusal
        except OSError as wrong:
            raise CommandError(str(wrong)) from wrong
        done = import_exclusions(entries=entries, is_whole=options["whole"], actor=SYSTEM, at=now())
        self.stdout.write(f"{done.entered} entered, {done.known} here already, {done.ended} ended")
