"""``manage.py accept_restore``: this database is the log from now on, whatever was lost."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.ledger import actions


class Command(BaseCommand):
    help = (
        "After a restore that no newer dump can complete: enter the loss in the ledger for "
        "everybody to read, and let the sequencer go on from what is here."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            event = actions.accept_restore(at=now())
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Entered in the ledger: {event.data}")
