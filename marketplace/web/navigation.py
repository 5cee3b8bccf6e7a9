"""What the header and the footer link to. Pages of the upper floors are called by name only."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

MAIN = (
    (_("Calls"), "tenders:list"),
    (_("Awards"), "tenders:awards"),
    (_("Buyers"), "tenders:buyers"),
    (_("Firms"), "vendors:directory"),
    (_("Guides"), "cms:guides"),
    (_("Data"), "tenders:data"),
)
SEARCH = "tenders:list"
FOOT = (
    (
        _("Take part"),
        (
            (_("Calls for tenders"), "tenders:list"),
            (_("Register a firm"), "vendors:register"),
            (_("Guides"), "cms:guides"),
        ),
    ),
    (
        _("Check"),
        (
            (_("Award notices"), "tenders:awards"),
            (_("Open data"), "tenders:data"),
            (_("Public ledger"), "ledger:index"),
        ),
    ),
    (
        _("The service"),
        (
            (_("About"), "cms:about"),
            (_("Contact"), "cms:contact"),
            (_("Accessibility"), "cms:accessibility"),
            (_("Privacy"), "cms:privacy"),
        ),
    ),
)


def address(name: str, *args: Any) -> str:
    """The path of a named page, or nothing where this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def links(items: Any, path: str) -> list[dict[str, Any]]:
    """The items that exist, the one holding ``path`` marked as current."""
    found = [{"label": label, "url": address(name)} for label, name in items]
    return [{**link, "current": path.startswith(link["url"])} for link in found if link["url"]]
