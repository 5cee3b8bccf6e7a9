"""``manage.py backup_key``: a key as a page of text, under a passphrase, to be printed."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.clock import now
from marketplace.keys import paper, terminal
from marketplace.keys.kept import KEPT


class Command(BaseCommand):
    help = (
        "Write a copy of a key, encrypted under a passphrase, as text that can be printed and "
        "typed in again. Run it as the system user that may read the key."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", choices=KEPT)
        parser.add_argument("--to", type=Path, help="a file that is not there yet; else, print it")
        terminal.add_passphrase(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        kept, to = KEPT[options["key"]], options["to"]
        try:
            secret = kept.read()
            facts = {
                "key": options["key"],
                "of": settings.LEDGER_ORIGIN,
                "names": ", ".join(kept.names(secret)),
                "made": now().isoformat(timespec="seconds"),
            }
        except ImproperlyConfigured as missing:
            raise CommandError(str(missing)) from missing
        page = paper.write(secret, facts, terminal.new_passphrase(options["passphrase_file"]))
        if to is None:
            self.stdout.write(page)
            return
        _write(to, page)
        self.stdout.write(f"{to}: written. Print it, keep it apart, and try it with keys_drill.")


def _write(to: Path, page: str) -> None:
    try:
        descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as refused:
        raise CommandError(f"{to} can’t be written: {refused.strerror}.") from refused
    with os.fdopen(descriptor, "w") as file:
        file.write(page)
