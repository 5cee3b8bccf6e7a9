"""Looks at every page that a journey visits: both languages, two widths, accessibility."""

from playwright.sync_api import Page

from tests.plumbing.looks import faults

WIDTHS = [320, 1280]
OTHER = "link[rel=alternate][hreflang]:not([hreflang='x-default'])"


class Inspection:
    """Collects what is wrong with the pages, each looked at once."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._seen: set[str] = set()

    def __call__(self, page: Page) -> None:
        here = page.url
        kind = _kind(here)
        if kind in self._seen:
            return
        self._seen.add(kind)
        addresses = page.locator(OTHER).evaluate_all("links => links.map(link => link.href)")
        self._measure(page)
        for address in addresses:
            if _path(address) != _path(here):
                page.goto(address)
                self._measure(page)
        if page.url != here:
            page.goto(here)

    def _measure(self, page: Page) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            self.faults += faults(page)


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[-1].split("?", maxsplit=1)[0]


def _kind(address: str) -> str:
    """The address without what names one object: a page of a kind is looked at once."""
    parts = [part for part in _path(address).split("/") if not _names_an_object(part)]
    return "/".join(parts)


def _names_an_object(part: str) -> bool:
    return part.startswith("ocds-") or part.count("-") == 4 or part.isdigit()
