"""What search engines find: an index, and a map per kind of page; calls and awards by month."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db.models import Max, QuerySet
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from marketplace.bilingual import LANGUAGES
from tenders.models import Award, Buyer, Tender
from vendors.models import Vendor

LISTS = (
    "tenders:list",
    "tenders:awards",
    "tenders:buyers",
    "tenders:data",
    "vendors:directory",
    "vendors:partners",
    "ledger:index",
    "ledger:check",
)
SLOT = "0c1d0c1d-0000-4000-8000-000000000000"  # stands for a key in a pattern of addresses


@dataclass(frozen=True)
class Found:
    """One page in each language that it exists in, and when it last changed."""

    paths: dict[str, str]
    changed: datetime | None = None


def sections() -> dict[str, datetime | None]:
    """The maps, and when what is in each last changed."""
    found: dict[str, datetime | None] = {
        "pages": None,
        "lists": None,
        "buyers": None,
        "firms": None,
    }
    for kind, (rows, moment) in _monthly().items():
        months = rows.order_by().annotate(month=TruncMonth(moment, tzinfo=UTC)).values("month")
        for each in months.annotate(last=Max(_CHANGED[kind])).order_by("month"):
            found[f"{kind}-{each['month']:%Y-%m}"] = each["last"]
    return found


def section(name: str) -> Iterator[Found] | None:
    """What one map holds; None if there is no such map."""
    plain = {"pages": _pages, "lists": _lists, "buyers": _buyers, "firms": _firms}
    if name in plain:
        return plain[name]()
    kind, _dash, month = name.partition("-")
    if kind not in _monthly():
        return None
    try:
        begins = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        return None
    return _of_month(kind, begins)


def write_index(names: dict[str, datetime | None]) -> Iterator[str]:
    yield f'{_HEAD}<sitemapindex xmlns="{_SITEMAP}">\n'
    for name, changed in names.items():
        address = settings.SITE_URL + reverse("sitemap", args=[name])
        yield f"<sitemap><loc>{escape(address)}</loc>{_changed(changed)}</sitemap>\n"
    yield "</sitemapindex>\n"


def write_map(found: Iterable[Found]) -> Iterator[str]:
    """Each page once per language, with its twins (Google's rules for ``hreflang``)."""
    yield f'{_HEAD}<urlset xmlns="{_SITEMAP}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for page in found:
        twins = "".join(_twin(f"{code}-CA", path) for code, path in page.paths.items())
        twins += _twin("x-default", next(iter(page.paths.values())))
        for path in page.paths.values():
            address = escape(settings.SITE_URL + path)
            yield f"<url><loc>{address}</loc>{_changed(page.changed)}{twins}</url>\n"
    yield "</urlset>\n"


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_CHANGED = {"calls": "updated_at", "awards": "approved_at"}


def _monthly() -> dict[str, tuple[QuerySet[Any], str]]:
    awarded = Award.objects.public().exclude(cancelled_at__isnull=False)
    return {
        "calls": (Tender.objects.public(), "published_at"),
        "awards": (awarded, "approved_at"),
    }


def _twin(language: str, path: str) -> str:
    address = quoteattr(settings.SITE_URL + path)
    return f'<xhtml:link rel="alternate" hreflang="{language}" href={address}/>'


def _changed(moment: datetime | None) -> str:
    return f"<lastmod>{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if moment else ""


def _in_all(name: str, *arguments: str) -> dict[str, str]:
    paths = {}
    for language in LANGUAGES:
        with translation.override(language):
            paths[language] = reverse(name, args=arguments)
    return paths


def _each(name: str, rows: Iterable[tuple[Any, datetime | None]]) -> Iterator[Found]:
    """A page per key. The pattern is worked out once: reversing costs more than reading."""
    pattern = _in_all(name, SLOT)
    for key, changed in rows:
        yield Found({code: path.replace(SLOT, str(key)) for code, path in pattern.items()}, changed)


def _lists() -> Iterator[Found]:
    return (Found(_in_all(name)) for name in LISTS)


def _buyers() -> Iterator[Found]:
    return _each("tenders:buyer", Buyer.objects.public().values_list("slug", "admitted_at"))


def _firms() -> Iterator[Found]:
    return _each("vendors:detail", Vendor.objects.listed().values_list("public_id", "admitted_at"))


def _of_month(kind: str, begins: datetime) -> Iterator[Found]:
    rows, moment = _monthly()[kind]
    later = begins.replace(year=begins.year + begins.month // 12, month=begins.month % 12 + 1)
    rows = rows.filter(**{f"{moment}__gte": begins, f"{moment}__lt": later}).order_by("pk")
    if kind == "calls":
        return _each("tenders:detail", rows.values_list("ocid", "updated_at").iterator())
    return _each("tenders:award", rows.values_list("tender__ocid", "approved_at").iterator())


def _pages() -> Iterator[Found]:
    """Editors' pages, each with its translation where that is published too."""
    live = Page.objects.live().public().filter(depth__gt=1).select_related("locale")
    for _key, twins in groupby(live.order_by("translation_key", "-locale__language_code"), _key_of):
        pages = [page for page in twins if page.url]
        if pages:
            changed = max(
                (page.last_published_at for page in pages if page.last_published_at), default=None
            )
            yield Found({page.locale.language_code: page.url for page in pages}, changed)


def _key_of(page: Page) -> Any:
    return page.translation_key
