"""What stands on every page: banner, menu, the footer's words and links. Kept for a minute."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Page

from cms import theme
from cms.models import SiteSettings
from cms.models.settings import KNOWN_PAGES
from marketplace.bilingual import Said, said
from marketplace.web.version import version_of


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Logo:
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Furniture:
    """What is the same on every page.

    ``pages`` are the pages of the service that exist in this language, by name, in order.
    ``theme`` is the address of the organisation's colours, or "" where they are the house's.
    """

    banner: Said
    banner_tone: str
    footer: Said
    contact_email: str
    pages: dict[str, Link]
    header: list[Link]
    foot: list[Link]
    theme: str
    theme_colour: str
    logo: Logo | None

    def address(self, name: str) -> str:
        """The path of a page of the service, or "" where there is none in this language."""
        link = self.pages.get(name)
        return link.url if link else ""


def furniture(language: str) -> Furniture:
    """The furniture in ``language``, kept until an editor changes something."""
    if not settings.FURNITURE_SECONDS:
        return _gather(language)
    key = f"cms.furniture.{language}.{version_of('content')}"
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
    known = {name: getattr(chosen, f"{name}_id") for name in KNOWN_PAGES}
    header, foot = _ids(chosen.header_pages), _ids(chosen.footer_pages)
    links = _links({*known.values(), *header, *foot}, language)
    return Furniture(
        banner=said(chosen, "banner", language),
        banner_tone=chosen.banner_tone,
        footer=said(chosen, "footer", language),
        contact_email=chosen.contact_email,
        pages={name: links[pk] for name, pk in known.items() if pk in links},
        header=[links[pk] for pk in header if pk in links],
        foot=[links[pk] for pk in foot if pk in links],
        theme=theme.address(chosen),
        theme_colour=theme.colour(chosen),
        logo=_logo(chosen.logo),
    )


def _ids(chosen: Any) -> list[int]:
    return [block["value"] for block in chosen.raw_data]


def _logo(image: Any) -> Logo | None:
    """Twice as high as it is shown, for screens with small pixels."""
    if image is None:
        return None
    picture = get_rendition_or_not_found(image, "max-640x96|format-webp-lossless")
    return Logo(picture.url, picture.width, picture.height)


def _links(chosen: set[int | None], language: str) -> dict[int | None, Link]:
    """Each chosen page's translation in ``language``, where it is published."""
    keys = dict(Page.objects.filter(pk__in=chosen).values_list("pk", "translation_key"))
    twins = {
        page.translation_key: Link(page.title, page.url)
        for page in Page.objects.live().filter(
            locale__language_code=language, translation_key__in=keys.values()
        )
        if page.url
    }
    return {pk: twins[key] for pk, key in keys.items() if key in twins}
