"""``manage.py keys_drill``: would this copy of a key save us? Nothing live is touched."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.keys import paper, passphrase
from marketplace.keys.kept import KEPT


class Command(BaseCommand):
    help = (
        "Try a key's backup: a throw-away seal is made with each public key in the database and "
        "opened with the key on the page; or a throw-away text is signed. No bid is touched, and "
        "the key is written nowhere. Run it as the system user that the key belongs to."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("page", type=Path)
        passphrase.add_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["page"].read_text()
            facts, secret = paper.read(text, passphrase.known(options["passphrase_file"]))
            proved = KEPT[facts["key"]].try_out(secret)
        except (paper.Unreadable, ImproperlyConfigured, OSError, UnicodeDecodeError) as wrong:
            raise CommandError(f"This backup would not save you. {wrong}") from wrong
        self.stdout.write(f"The {facts['key']} key of {facts['made']} {proved}.")
        self.stdout.write("This backup is good.")
