"""``manage.py keys_drill``: would this copy of a key save us? Nothing live is touched."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.keys import terminal
from marketplace.keys.kept import KEPT
from marketplace.keys.paper import Unreadable


class Command(BaseCommand):
    help = (
        "Try a key's backup: a throw-away seal is made with each public key in the database and "
        "opened with the key on the page; or a throw-away text is signed. No bid is touched, and "
        "the key is written nowhere. Run it as the system user that the key belongs to."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        terminal.add_page(parser)
        terminal.add_passphrase(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        facts, secret = terminal.read_page(options["page"], options["passphrase_file"])
        try:
            proved = KEPT[facts["key"]].try_out(secret)
        except (Unreadable, ImproperlyConfigured) as wrong:
            raise CommandError(f"This backup would not save you. {wrong}") from wrong
        self.stdout.write(f"The {facts['key']} key of {facts['made']} {proved}.")
        self.stdout.write("This backup is good.")
