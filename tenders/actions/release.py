"""Publishing: one frozen OCDS release per public step."""

from collections.abc import Sequence
from datetime import datetime

import orjson

from tenders.models import Release, Tender
from tenders.ocds.facts import gather
from tenders.ocds.release import build_release


def append_release(*, tender: Tender, tags: Sequence[str], at: datetime) -> Release:
    """Append the release that tells of this public step, in the caller's transaction.

    ``tags`` are OCDS release tags (``tender``, ``tenderAmendment``, ``award`` …). The
    caller holds the tender's lock, which keeps ``number`` in sequence, and has written
    everything that the step changes: the rows are read again.
    """
    earlier = list(tender.releases.order_by("number"))
    number = len(earlier) + 1
    release_id = f"{tender.ocid}-{number:04d}"
    body = build_release(
        gather(tender),
        release_id=release_id,
        tags=tags,
        at=at,
        history=[(release.release_id, release.published_at) for release in earlier],
        previous=orjson.loads(earlier[-1].body) if earlier else None,
    )
    return Release.objects.create(
        tender=tender,
        release_id=release_id,
        number=number,
        tags=list(tags),
        published_at=at,
        body=orjson.dumps(body).decode(),
    )
