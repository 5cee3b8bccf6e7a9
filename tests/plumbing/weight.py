"""What a page weighs on the wire, with all that it asks for."""

import gzip
from collections.abc import Callable

from playwright.sync_api import Page

LOADED = "performance.getEntriesByType('resource').map((one) => one.name)"
PACKED = (".woff2", ".avif", ".webp", ".jpg", ".png")  # which gzip makes no smaller


def scales(page: Page) -> Callable[[str], dict[str, int]]:
    """A function that opens an address and says how many bytes each part of the page is.

    A part that several pages share is fetched once, and counted for each.
    """
    known: dict[str, int] = {}

    def weigh(address: str) -> dict[str, int]:
        response = page.goto(address)
        assert response is not None
        sizes = {"html": len(gzip.compress(response.body()))}
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready")
        for url in page.evaluate(LOADED):
            if url not in known:
                body = page.request.get(url).body()
                known[url] = len(body) if url.endswith(PACKED) else len(gzip.compress(body))
            sizes[url] = known[url]
        return sizes

    return weigh
