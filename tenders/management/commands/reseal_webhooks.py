"""``manage.py reseal_webhooks``: after another SECRET_KEY, before the old one goes."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from tenders.actions.webhook import reseal_webhooks


class Command(BaseCommand):
    help = (
        "Seal the secrets of webhooks under SECRET_KEY; SECRET_KEY_FALLBACKS still open them. "
        "Afterwards the fallbacks can go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is changed unless every secret opens."""
        try:
            count = reseal_webhooks()
        except InvalidToken as shut:
            raise CommandError("A secret opens with none of the keys.") from shut
        self.stdout.write(f"{count} secrets of webhooks are sealed under SECRET_KEY.")
