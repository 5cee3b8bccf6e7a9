"""manage.py import_register PUBLICATION [--as-of 2026-11-01]"""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from marketplace.clock import now
from marketplace.enterprises.published import keep_publication


class Command(BaseCommand):
    help = (
        "Take over the open data of Québec's enterprise register: the ZIP of Données Québec, or a "
        "folder with its Entreprise.csv and Nom.csv. It replaces what was taken over before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("publication", type=Path)
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="Day of the publication; today unless told."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = keep_publication(
            publication=options["publication"],
            as_of=options["as_of"] or timezone.localdate(now()),
        )
        self.stdout.write(f"{count} enterprises.")
