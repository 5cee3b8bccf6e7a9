"""What was published as open data, as re-users page through it."""

from datetime import datetime

from django.core.exceptions import BadRequest
from django.db import models
from django.db.models import Prefetch, Q

from marketplace.horizon import Horizon
from marketplace.web.pagination import Page, paginate
from tenders.models import Record, Release, TenderDocument

Period = tuple[datetime | None, datetime | None]
"""From a moment on, and before another; None where it is open."""
ALWAYS: Period = (None, None)


def release_page(*, cursor: str, size: int, period: Period = ALWAYS) -> Page:
    """Releases of every call, newest first."""
    found = Release.objects.filter(_within(period))
    return paginate(found, order=("-published_at", "-pk"), cursor=cursor, size=size)


def release_feed(*, since: str, size: int) -> tuple[list[Release], bool]:
    """One page of ``releases_after(since)``, and whether there are more."""
    rows = list(releases_after(since)[: size + 1])
    return rows[:size], len(rows) > size


def releases_after(since: str) -> models.QuerySet[Release]:
    """Releases after the one with the id ``since``, or all of them if it is "".

    In an order in which none is ever added before another, so that whoever asks for what came
    after the last one they hold misses nothing, however late a transaction commits.

    Raises BadRequest if there is no such release.
    """
    found = Release.objects.filter(xid__lt=Horizon()).order_by("xid", "pk")
    if not since:
        return found
    last = Release.objects.filter(release_id=since).only("xid").first()
    if last is None:
        raise BadRequest("since")
    return found.filter(Q(xid__gt=last.xid) | Q(pk__gt=last.pk), xid__gte=last.xid)


def record_page(*, cursor: str, size: int, period: Period = ALWAYS) -> Page:
    """Records of every call, last published first; a change doesn't move one."""
    found = _records().filter(_within(period))
    return paginate(found, order=("-published_at", "-pk"), cursor=cursor, size=size)


def record_of(ocid: str) -> Record | None:
    return _records().filter(tender__ocid=ocid).first()


def releases_of(ocid: str) -> list[Release]:
    """All releases of one call, oldest first; empty if there is no such public call."""
    return list(Release.objects.filter(tender__ocid=ocid).order_by("number"))


def public_documents() -> models.QuerySet[TenderDocument]:
    """Documents of published calls, with their files."""
    return TenderDocument.objects.filter(tender__published_at__isnull=False).select_related("file")


def _records() -> models.QuerySet[Record]:
    releases = Prefetch("tender__releases", Release.objects.order_by("number"))
    return (
        Record.objects.select_related("tender")
        .only("published_at", "releases", "compiled", "versioned", "tender__ocid")
        .prefetch_related(releases)
    )


def _within(period: Period) -> Q:
    start, end = period
    after = Q(published_at__gte=start) if start else Q()
    return after & Q(published_at__lt=end) if end else after
