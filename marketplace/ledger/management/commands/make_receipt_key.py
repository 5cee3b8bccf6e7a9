"""``manage.py make_receipt_key``: once per installation, before the first bid."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.ledger import notes
from marketplace.ledger.signing import key_name


class Command(BaseCommand):
    help = (
        "Make the key that signs receipts where RECEIPT_KEY_FILE says, unless it is there. The "
        "worker introduces it in the ledger within half a minute."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.RECEIPT_KEY_FILE
        made = notes.make_key(path, key_name())
        self.stdout.write(f"{path}: {'made' if made else 'already there'}")
        self.stdout.write(f"Its public key: {notes.read_keys(path, 'receipt')[0].public}")
