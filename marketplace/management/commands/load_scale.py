"""``manage.py load_scale``: thousands of calls, for measuring how the site grows."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.clock import now
from marketplace.demo.scale import load_scale
from tenders.actions.insights import refresh_insights


class Command(BaseCommand):
    help = "Bring the number of made-up calls up to --tenders; the same --seed gives the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenders", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CLOCK_MAY_TRAVEL:
            raise CommandError("These calls are made up: they load only beside the demo.")
        added = load_scale(tenders=options["tenders"], seed=options["seed"], at=now())
        refresh_insights()
        self.stdout.write(f"{added} calls added.")
