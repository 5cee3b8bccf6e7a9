"""``manage.py restore_key``: a key from the page that ``backup_key`` wrote."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.keys import paper, passphrase
from marketplace.keys.kept import KEPT, bring_back


class Command(BaseCommand):
    help = (
        "Put a key back where its setting says, from the page that backup_key wrote. Run it as the "
        "system user that the key belongs to. A key that is there is never overwritten."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("page", type=Path)
        passphrase.add_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["page"].read_text()
            facts, secret = paper.read(text, passphrase.known(options["passphrase_file"]))
            if facts["of"] != settings.LEDGER_ORIGIN:
                raise CommandError(f"This key belongs to another installation: {facts['of']}.")
            kept = KEPT[facts["key"]]
            done = bring_back(kept, secret)
        except (paper.Unreadable, ImproperlyConfigured, OSError, UnicodeDecodeError) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{kept.path}: {'restored' if done else 'already there'}")
