"""The page about the data, for people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings

from marketplace.web.public_page import PublicPage
from tenders.models import Tender
from tenders.ocds.manifest import File, read_manifest
from tenders.ocds.schemas import declared_extensions

FORMATS = ("xlsx", "csv", "json", "jsonl")


@dataclass
class Month:
    """The files of one month by format, and how much is in them."""

    day: date
    calls: int = 0
    releases: int = 0
    files: dict[str, File] = field(default_factory=dict)

    def in_order(self) -> list[File | None]:
        return [self.files.get(name) for name in FORMATS]


class DataView(PublicPage):
    """What is published as open data, and how to fetch it."""

    template_name = "tenders/public/data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        manifest = read_manifest(settings.BULK_ROOT)
        public = Tender.objects.public().order_by("-published_at")
        return super().get_context_data(
            months=months_of(manifest.files),
            since=manifest.since,
            extensions=[(path.name, url) for url, path in declared_extensions().items()],
            ocid_prefix=settings.OCID_PREFIX,
            limit=settings.OPEN_DATA_PER_MINUTE,
            example=public.values_list("ocid", flat=True).first(),
            **kwargs,
        )


def months_of(files: Iterable[File]) -> list[Month]:
    """The files by month, the newest first."""
    found: dict[date, Month] = {}
    for file in files:
        month = found.setdefault(file.month, Month(file.month))
        month.files[file.format] = file
        setattr(month, file.kind, file.rows)
    return sorted(found.values(), key=lambda month: month.day, reverse=True)
