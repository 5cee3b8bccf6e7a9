"""Contracts of the past, taken over from SEAO's open data."""

from collections.abc import Iterable
from itertools import islice

from django.db import transaction

from tenders.models import PastNotice

BATCH = 1000
UPDATED = [
    field.name
    for field in PastNotice._meta.concrete_fields
    if not (field.primary_key or field.generated) and field.name != "ocid"
]


def keep_history(notices: Iterable[PastNotice]) -> int:
    """Store notices that are new, or newer than what is there; return how many.

    Idempotent, whatever the order of files: a notice is what its latest release says. Each batch
    is stored or not as a whole.
    """
    notices, kept = iter(notices), 0
    while batch := list(islice(notices, BATCH)):
        kept += _keep(batch)
    return kept


@transaction.atomic
def _keep(batch: list[PastNotice]) -> int:
    latest = {notice.ocid: notice for notice in sorted(batch, key=lambda each: each.released_at)}
    known = dict(
        PastNotice.objects.filter(ocid__in=latest).values_list("ocid", "released_at").order_by()
    )
    new = [
        notice
        for notice in latest.values()
        if notice.ocid not in known or known[notice.ocid] < notice.released_at
    ]
    PastNotice.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["ocid"], update_fields=UPDATED
    )
    return len(new)
