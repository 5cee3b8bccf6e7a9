"""``manage.py restore_key``: a key from the page that ``backup_key`` wrote."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.keys import terminal
from marketplace.keys.kept import KEPT, bring_back
from marketplace.keys.paper import Unreadable


class Command(BaseCommand):
    help = (
        "Put a key back where its setting says, from the page that backup_key wrote. Run it as the "
        "system user that the key belongs to. A key that is there is never overwritten."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        terminal.add_page(parser)
        terminal.add_passphrase(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        facts, secret = terminal.read_page(options["page"], options["passphrase_file"])
        if facts["of"] != settings.LEDGER_ORIGIN:
            raise CommandError(f"This key belongs to another installation: {facts['of']}.")
        kept = KEPT[facts["key"]]
        try:
            done = bring_back(kept, secret)
        except (Unreadable, ImproperlyConfigured) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{kept.path}: {'restored' if done else 'already there'}")
