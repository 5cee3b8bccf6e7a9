"""``manage.py rotate_ledger_key``: another signing key for the ledger; old ones stay verifiable."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.clock import now
from marketplace.ledger import actions, notes


class Command(BaseCommand):
    help = (
        "Put a new key before the old one: both sign, and the ledger introduces the new one. Some "
        "days later --retire the old. --lost only when the key file is gone for good."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--retire", action="store_true", help="keep the first key alone")
        how.add_argument("--lost", action="store_true", help="begin with a new key alone")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.LEDGER_KEY_FILE
        try:
            kept = [] if options["lost"] else notes.read_keys(path)
        except ImproperlyConfigured as missing:
            raise CommandError(str(missing)) from missing
        new = notes.SigningKey.generate(settings.LEDGER_ORIGIN)
        keys = kept[:1] if options["retire"] else [new, *kept]
        if options["lost"]:
            actions.introduce_key(public=keys[0].public, at=now())
        notes.write_keys(path, keys)
        self.stdout.write("The sequencer signs from now on with:")
        for key in keys:
            self.stdout.write(f"  {key.public}")
