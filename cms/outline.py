"""The headings of a page, in the order in which a screen reader lists them."""

import re
from typing import Any

from django.utils.translation import gettext as _

_H3 = re.compile(r"<h3\b[^>]*>(.*?)</h3>")
OF_THE_SECOND_LEVEL = {"ways", "open_calls", "closing_soon", "latest_awards", "figures"}
OF_THE_SECOND_LEVEL |= {"latest_news", "next_events", "buyer_calls", "awards_by_month"}


def headings(body: Any) -> list[tuple[int, str]]:
    """The level and the words of each heading that the blocks make."""
    found: list[tuple[int, str]] = []
    for block in body:
        kind, value = block.block_type, block.value
        if kind == "heading":
            found.append((2, str(value)))
        elif kind in OF_THE_SECOND_LEVEL:
            found.append((2, value["heading"]))
        elif kind == "text":
            found += [(3, re.sub(r"<[^>]+>", "", words)) for words in _H3.findall(value.source)]
        elif kind == "steps":
            found += [(3, step["title"]) for step in value["steps"]]
        elif kind in {"downloads", "video"} and value["title"]:
            found.append((3, value["title"]))
    return found


def fault(body: Any) -> str:
    """What is wrong with the order of the headings, in a sentence; "" if nothing."""
    level = 1
    for depth, words in headings(body):
        if depth > level + 1:
            return _(
                "The heading “%(words)s” is of the third level, but no heading of the second"
                " stands before it. Put a “Heading” block above it."
            ) % {"words": words}
        level = depth
    return ""
