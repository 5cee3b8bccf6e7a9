"""The frozen releases, as re-users page through them."""

from collections import defaultdict

from django.db import models

from marketplace.web.pagination import Page, paginate
from tenders.models import Release, Tender, TenderDocument


def release_page(*, cursor: str, size: int) -> Page:
    """Releases of every call, newest first."""
    return paginate(Release.objects.all(), order=("-published_at", "-pk"), cursor=cursor, size=size)


def process_page(*, cursor: str, size: int) -> tuple[Page, list[list[Release]]]:
    """Calls, last published first, and all releases of each, oldest first."""
    page = paginate(
        Tender.objects.public().filter(releases__number=1).only("id", "ocid", "published_at"),
        order=("-published_at", "-pk"),
        cursor=cursor,
        size=size,
    )
    by_tender: dict[int, list[Release]] = defaultdict(list)
    for release in Release.objects.filter(tender__in=page.rows).order_by("number"):
        by_tender[release.tender_id].append(release)
    return page, [by_tender[tender.pk] for tender in page.rows]


def releases_of(ocid: str) -> list[Release]:
    """All releases of one call, oldest first; empty if there is no such public call."""
    return list(Release.objects.filter(tender__ocid=ocid).order_by("number"))


def public_documents() -> models.QuerySet[TenderDocument]:
    """Documents of published calls, with their files."""
    return TenderDocument.objects.filter(tender__published_at__isnull=False).select_related("file")
