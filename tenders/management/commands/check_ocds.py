"""``manage.py check_ocds``: is everything published valid OCDS?"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenders.models import Tender
from tenders.ocds.package import record_package, release_package
from tenders.queries.releases import record_of, releases_of

TOGETHER = 20  # calls in a package: the tool prepares itself anew for each


class Command(BaseCommand):
    help = "Check every stored release, and the record of every call, against OCDS 1.1.5."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ocid", nargs="*", help="only these calls")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault found; fail if there was one."""
        try:
            from tenders.ocds.check import faults
        except ImportError as missing:
            raise CommandError(
                f"{missing.name} is missing: install requirements-dev.txt."
            ) from missing
        calls = Tender.objects.filter(releases__number=1).order_by("pk")
        if options["ocid"]:
            calls = calls.filter(ocid__in=options["ocid"])
        ocids = list(calls.values_list("ocid", flat=True))
        broken = 0
        for first in range(0, len(ocids), TOGETHER):
            broken += self._check(ocids[first : first + TOGETHER], faults)
        self.stdout.write(f"{len(ocids)} calls checked, {broken} with faults")
        if broken:
            raise CommandError("Not everything published is valid.")

    def _check(self, ocids: Sequence[str], faults: Callable[[Any], list[str]]) -> int:
        """How many of these calls have faults. Together first, one by one to tell which."""
        found = [fault for package in _packages(ocids) for fault in faults(package)]
        if found and len(ocids) > 1:
            return sum(self._check([ocid], faults) for ocid in ocids)
        for fault in found:
            self.stderr.write(f"{ocids[0]} {fault}")
        return bool(found)


def _packages(ocids: Sequence[str]) -> Iterator[Any]:
    """The releases of these calls in one package, and their records in another."""
    uri = f"https://check.invalid/{ocids[0]}"
    releases = list(chain.from_iterable(map(releases_of, ocids)))
    yield orjson.loads(release_package(releases, uri=uri))
    if records := list(filter(None, map(record_of, ocids))):
        yield orjson.loads(record_package(records, uri=uri))
