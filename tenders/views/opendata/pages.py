"""The pages about the data, for people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from marketplace.web.public_page import PublicPage
from tenders.models import Tender
from tenders.ocds.codelists import CODELISTS
from tenders.ocds.dictionary import ANYWHERE, Entry, entries
from tenders.ocds.manifest import File, read_manifest
from tenders.ocds.schemas import declared_extensions
from tenders.queries.history import has_history

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
            has_history=has_history(),
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


class DictionaryView(PublicPage):
    """What each field of a release means, and the code lists."""

    template_name = "tenders/public/dictionary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sections=list(_told_by_section()), codelists=list(CODELISTS), **kwargs
        )


def _told_by_section() -> Iterator[tuple[str, str, list[tuple[str, Any, str]]]]:
    """Each section's label and name, and its fields with their meanings and origins."""
    labels = {"": _("The process"), ANYWHERE: _("Wherever it stands"), **_sections()}
    origins = _origins()
    for name, found in groupby(by_section(), key=lambda entry: entry.section):
        rows = [(entry.field, entry.meaning, origins[entry.origin]) for entry in found]
        yield labels[name], name, rows


def by_section() -> list[Entry]:
    """Entries with those of one section together, sections in the order of the file."""
    order = list(dict.fromkeys(entry.section for entry in entries()))
    return sorted(entries(), key=lambda entry: order.index(entry.section))


def _sections() -> dict[str, str]:
    return {
        "parties": _("Organisations"),
        "buyer": _("Buyer"),
        "tender": _("Call"),
        "bids": _("Bids"),
        "awards": _("Awards"),
        "contracts": _("Contracts"),
        "relatedProcesses": _("Related calls"),
        "ledgerEntries": _("Public ledger"),
    }


def _origins() -> dict[str, str]:
    return {
        "call": _("the buyer, in the call"),
        "register": _("the organisation, when it registered"),
        "bid": _("the bid"),
        "opening": _("the opening"),
        "evaluation": _("the evaluation"),
        "award": _("the award"),
        "contract": _("the contract"),
        "ledger": _("the public ledger"),
        "system": _("the platform"),
    }
