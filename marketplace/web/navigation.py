"""What the header and the footer link to. Pages of the upper floors are called by name only."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MAIN = (
    (_("Calls"), "tenders:list"),
    (_("Awards"), "tenders:awards"),
    (_("Buyers"), "tenders:buyers"),
    (_("Firms"), "vendors:directory"),
    (_("Market"), "tenders:market"),
    (_("Guides"), "cms:guides"),
    (_("Data"), "tenders:data"),
)
SEARCH = "tenders:list"
FOOT = (
    (
        _("Take part"),
        (
            (_("Calls for tenders"), "tenders:list"),
            (_("Alerts by e-mail"), "tenders:alerts"),
            (_("Register a firm"), "vendors:register"),
            (_("Guides"), "cms:guides"),
            (_("Information sessions"), "cms:events"),
            (_("Search the guides and the news"), "search_pages"),
        ),
    ),
    (
        _("Check"),
        (
            (_("Award notices"), "tenders:awards"),
            (_("The market at a glance"), "tenders:market"),
            (_("Register of contracts"), "tenders:contracts"),
            (_("Open data"), "tenders:data"),
            (_("Public ledger"), "ledger:index"),
        ),
    ),
    (
        _("The service"),
        (
            (_("About"), "cms:about"),
            (_("Contact"), "cms:contact"),
            (_("News"), "cms:news"),
            (_("Accessibility"), "cms:accessibility"),
            (_("Privacy"), "cms:privacy"),
            (_("Terms of use"), "cms:terms"),
            (_("Publication policy"), "cms:policy"),
        ),
    ),
)


def address(name: str, *args: Any, words: Any = None) -> str:
    """The path of a named page, or nothing where this installation has no such page.

    ``cms:privacy`` and its like are pages that editors write. ``words`` is the
    site's furniture where a template has it already; else the setting
    ``WORD_PAGES`` names who knows.
    """
    if name.startswith("cms:"):
        name = name.removeprefix("cms:")
        if words is not None:
            return words.address(name)
        find: Callable[[str], str] = import_string(settings.WORD_PAGES)
        return find(name)
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def links(
    items: Any, path: str, words: Any = None, more: "Iterable[Any]" = ()
) -> list[dict[str, Any]]:
    """The items that exist, then ``more`` of the editors', the one holding ``path`` as current."""
    found = [{"label": label, "url": address(name, words=words)} for label, name in items]
    found += [{"label": link.label, "url": link.url} for link in more]
    return [{**link, "current": path.startswith(link["url"])} for link in found if link["url"]]
