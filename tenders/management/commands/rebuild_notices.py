"""``manage.py rebuild_notices``: draw anew what the lists show of every published call."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenders.actions.notice import redraw_in_batches
from tenders.documents.notices import outdated_notices
from tenders.models import Tender


class Command(BaseCommand):
    help = "Draw anew the notices that the lists read. Safe to repeat, and beside a running site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--outdated",
            action="store_true",
            help="only those missing or drawn with other templates, as the worker does by itself",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        published = Tender.objects.public().values_list("pk", flat=True)
        due = outdated_notices() if options["outdated"] else list(published)
        self.stdout.write(f"{redraw_in_batches(due)} notices drawn.")
