"""What stands on every page: banner, menu, the footer's words and links. Kept for a minute."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language
from wagtail.models import Page

from cms.models import SiteSettings
from cms.models.settings import KNOWN_PAGES
from marketplace.bilingual import Said, said


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Furniture:
    """``pages`` are the pages of the service that exist in this language, by name, in order."""

    banner: Said
    banner_tone: str
    footer: Said
    contact_email: str
    pages: dict[str, Link]

    def address(self, name: str) -> str:
        """The path of a page of the service, or "" where there is none in this language."""
        link = self.pages.get(name)
        return link.url if link else ""


def furniture(language: str) -> Furniture:
    """The furniture in ``language``, at most ``FURNITURE_SECONDS`` old."""
    if not settings.FURNITURE_SECONDS:
        return _gather(language)
    key = f"cms.furniture.{language}"
    found = cache.get(key)
    if found is None:
        found = _gather(language)
        cache.set(key, found, settings.FURNITURE_SECONDS)
    return found


def page_address(name: str) -> str:
    """The path of a page of the service (``privacy``, ``guides``…), or "" where there is none.

    This is what ``{% address "cms:privacy" %}`` asks (setting ``WORD_PAGES``).
    """
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return furniture(language).address(name)


def _gather(language: str) -> Furniture:
    chosen: Any = SiteSettings.load()
    return Furniture(
        banner=said(chosen, "banner", language),
        banner_tone=chosen.banner_tone,
        footer=said(chosen, "footer", language),
        contact_email=chosen.contact_email,
        pages=_known_pages(chosen, language),
    )


def _known_pages(chosen: SiteSettings, language: str) -> dict[str, Link]:
    by_name = {name: getattr(chosen, f"{name}_id") for name in KNOWN_PAGES}
    keys = dict(Page.objects.filter(pk__in=by_name.values()).values_list("pk", "translation_key"))
    twins = {
        page.translation_key: page
        for page in Page.objects.live().filter(
            locale__language_code=language, translation_key__in=keys.values()
        )
    }
    found = {name: twins.get(keys.get(pk)) for name, pk in by_name.items()}
    return {name: Link(page.title, page.url) for name, page in found.items() if page and page.url}
