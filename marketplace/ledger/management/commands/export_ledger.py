"""``manage.py export_ledger``: the whole public ledger, for ``verify_ledger.py``."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.ledger.export import export


class Command(BaseCommand):
    help = "Write the ledger to standard output, a line per entry."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--everything",
            action="store_true",
            help="what is not public too, for an auditor who may read it all",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lines = export(everything=options["everything"])
        if lines is None:
            raise CommandError("Nothing is signed yet: is the sequencer running?")
        for block in lines:
            sys.stdout.buffer.write(block)
