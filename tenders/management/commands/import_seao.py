"""``manage.py import_seao FILE…``: SEAO's open data files, as history shown apart."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.clock import now
from tenders.actions.history import keep_history
from tenders.ocds.seao import NotAPackage, past_notice, releases_in


class Command(BaseCommand):
    help = (
        "Take over notices from SEAO's OCDS files (hebdo_….json, mensuel_….json), CC BY 4.0. "
        "Running it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="+", type=Path)
        parser.add_argument(
            "--only",
            action="append",
            default=[],
            metavar="PREFIX",
            help="UNSPSC codes to keep: 8111",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import each file by itself; tell of one that can't be read, and fail at the end."""
        broken = 0
        for path in options["file"]:
            try:
                self._take(path, tuple(options["only"]))
            except (NotAPackage, OSError) as wrong:
                self.stderr.write(f"{path}: {wrong}")
                broken += 1
        if broken:
            raise CommandError(f"{broken} files could not be read.")

    def _take(self, path: Path, only: tuple[str, ...]) -> None:
        releases = releases_in(path.read_bytes())
        found = [past_notice(each, source=path.name, at=now()) for each in releases]
        told = [notice for notice in found if notice is not None]
        wanted = [notice for notice in told if not only or notice.unspsc.startswith(only)]
        kept = keep_history(wanted)
        self.stdout.write(
            f"{path.name}: {len(releases)} releases, {kept} notices new or newer, "
            f"{len(found) - len(told)} without what a notice needs"
        )
