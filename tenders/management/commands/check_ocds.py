"""``manage.py check_ocds``: is everything published valid OCDS?"""

from collections.abc import Iterator
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenders.models import Tender
from tenders.ocds.package import record_package, release_package
from tenders.queries.releases import record_of, releases_of


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
        calls = broken = 0
        for ocid, packages in self._packages(options["ocid"]):
            found = [fault for package in packages for fault in faults(orjson.loads(package))]
            for fault in found:
                self.stderr.write(f"{ocid} {fault}")
            calls += 1
            broken += bool(found)
        self.stdout.write(f"{calls} calls checked, {broken} with faults")
        if broken:
            raise CommandError("Not everything published is valid.")

    def _packages(self, ocids: list[str]) -> Iterator[tuple[str, list[bytes]]]:
        calls = Tender.objects.filter(releases__number=1).order_by("pk")
        if ocids:
            calls = calls.filter(ocid__in=ocids)
        for ocid in calls.values_list("ocid", flat=True).iterator():
            uri = f"https://check.invalid/{ocid}"
            packages = [release_package(releases_of(ocid), uri=uri)]
            if record := record_of(ocid):
                packages.append(record_package([record], uri=uri))
            yield ocid, packages
