"""``manage.py reseal_second_factors``: after another SECRET_KEY, before the old one goes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts.actions import UnreadableFactors, reseal_second_factors


class Command(BaseCommand):
    help = (
        "Seal authenticator seeds and recovery codes under SECRET_KEY; SECRET_KEY_FALLBACKS still "
        "open them. Afterwards the fallbacks can go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = reseal_second_factors()
        except UnreadableFactors as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{count} second factors are sealed under SECRET_KEY.")
