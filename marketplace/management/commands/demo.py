"""``manage.py demo``: a believable Québec to look at. Idempotent; refused when DEBUG is off."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from marketplace.demo.load import is_loaded, load
from tenders.tasks import make_bulk_files


class Command(BaseCommand):
    help = "Load the demo: bodies, firms, calls in every state, bids, awards, contracts, pages."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG or not settings.CLOCK_MAY_TRAVEL:
            raise CommandError("The demo has public passwords: it loads only with DEBUG on.")
        if is_loaded():
            self.stdout.write("The demo is there already.")
            return
        steps = load(told=self._tell)
        make_bulk_files()
        self.stdout.write(f"\rThe demo is loaded: {steps} steps played.")

    def _tell(self, done: int) -> None:
        if done % 50 == 0 and self.stdout.isatty():
            self.stdout.write(f"\r{done} steps…", ending="")
            self.stdout.flush()
