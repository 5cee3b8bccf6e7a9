"""``manage.py make_ledger_key``: once per installation, before the sequencer's first start."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.ledger import notes


class Command(BaseCommand):
    help = "Make the ledger's signing key where LEDGER_KEY_FILE says, unless it is there."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.LEDGER_KEY_FILE
        made = notes.make_key(path, settings.LEDGER_ORIGIN)
        self.stdout.write(f"{path}: {'made; keep a copy of it apart' if made else 'already there'}")
        self.stdout.write(f"Its public key: {notes.read_keys(path)[0].public}")
