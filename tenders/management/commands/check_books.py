"""``manage.py check_books``: do the tables still say what the ledger committed to?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenders.queries.books import discrepancies


class Command(BaseCommand):
    help = "Compare notes, bids, closings and contracts with the ledger's entries about them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each discrepancy; fail if there was one."""
        found = list(discrepancies())
        for each in found:
            self.stderr.write(f"{each.subject}: {each.what}")
        if found:
            raise CommandError(f"{len(found)} rows are not what was committed to.")
        self.stdout.write("Everything is as it was committed to.")
