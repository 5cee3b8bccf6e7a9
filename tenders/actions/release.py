"""Publishing: one frozen OCDS release per public step, merged with those before."""

from collections.abc import Sequence
from datetime import datetime

import orjson

from tenders.actions.notice import show_notices
from tenders.models import Record, Release, Tender
from tenders.ocds.facts import gather
from tenders.ocds.merging import merged
from tenders.ocds.release import build_release


def append_release(*, tender: Tender, tags: Sequence[str], at: datetime) -> Release:
    """Append the release that tells of this public step, and let the lists show it.

    ``tags`` are OCDS release tags (``tender``, ``tenderAmendment``, ``award`` …). The
    caller holds the tender's lock, which keeps ``number`` in sequence, and has written
    everything that the step changes: the rows are read again, in the caller's transaction.
    The call's record then merges this release too.
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
    release = Release.objects.create(
        tender=tender,
        release_id=release_id,
        number=number,
        tags=list(tags),
        published_at=at,
        body=orjson.dumps(body).decode(),
    )
    keep_record(tender, [*earlier, release])
    show_notices([tender.pk])
    return release


def keep_record(tender: Tender, releases: Sequence[Release]) -> None:
    """Store the record that merges ``releases``, which are all those of the call, oldest first."""
    merging = merged([release.body for release in releases])
    Record.objects.update_or_create(
        tender=tender,
        defaults={
            "published_at": releases[0].published_at,
            "releases": len(releases),
            "compiled": merging.compiled,
            "versioned": merging.versioned,
        },
    )
