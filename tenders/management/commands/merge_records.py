"""``manage.py merge_records``: the records of calls whose releases were never merged."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from marketplace.locking import lock
from tenders.actions.release import keep_record
from tenders.models import Tender


class Command(BaseCommand):
    help = "Merge the releases of calls that have no record: once, after an older version."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make one record at a time, so that it can be stopped and begun again."""
        without = Tender.objects.filter(releases__number=1, record=None)
        waiting = list(without.values_list("pk", flat=True))
        for pk in waiting:
            with transaction.atomic():
                tender = lock(Tender.objects.all(), pk=pk)
                keep_record(tender, list(tender.releases.order_by("number")))
        self.stdout.write(f"{len(waiting)} records made")
