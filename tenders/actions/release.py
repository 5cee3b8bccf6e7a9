"""Publishing: one frozen OCDS release per public step."""

from collections.abc import Sequence
from datetime import datetime

from tenders.models import Release, Tender


def append_release(*, tender: Tender, tags: Sequence[str], at: datetime) -> Release:
    """Append the release that tells of this public step, in the caller's transaction.

    ``tags`` are OCDS release tags (``tender``, ``tenderAmendment``, ``award`` …). The
    caller holds the tender's lock, which keeps ``number`` in sequence.
    """
    number = tender.releases.count() + 1
    release_id = f"{tender.ocid}-{number:04d}"
    return Release.objects.create(
        tender=tender,
        release_id=release_id,
        number=number,
        tags=list(tags),
        published_at=at,
        body="{}",
    )
