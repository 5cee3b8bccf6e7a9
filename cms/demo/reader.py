"""Reads the demo's pages of words from Markdown files into blocks.

A file begins with ``name: value`` lines up to an empty line. Then ``## `` begins a heading block,
and ``:::kind words`` up to ``:::`` is a block of another kind:

- ``note``, ``go``, ``wait``, ``stop``, ``seal``: a callout, titled by the words;
- ``steps`` and ``questions``: one item per ``### ``;
- ``table``: a Markdown table, captioned by the words;
- ``cards`` and ``band``: an introduction, then one card per ``### icon title``, which may end with
  ``=> words => page:name``;
- ``video``: its address, its length, an empty line and the transcript, titled by the words;
- a window (``open_calls``…): headed by the words, showing that many.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from markdown_it import MarkdownIt

from marketplace.web.wording import keep_punctuation

CONTENT = Path(__file__).resolve().parent / "content"
NBSP = "\u00a0"
_FENCE = re.compile(r"^:::(\w+) *([^\n]*)\n(.*?)^:::$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_ITEM = re.compile(r"^### (.+)$", re.MULTILINE)
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_markdown = MarkdownIt("commonmark", {"html": False})

Blocks = list[tuple[str, Any]]


@dataclass(frozen=True)
class Words:
    """One page in one language: its fields, and its blocks (``page:`` links not yet resolved)."""

    fields: dict[str, str]
    body: Blocks


def read(name: str, language: str) -> Words:
    """The page ``name`` in ``language``, with the typography of that language."""
    text = (CONTENT / f"{name}.{language}.md").read_text()
    text = text.replace("{product}", settings.PRODUCT_NAME)
    head, _blank, body = typeset(text, language).partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Words(fields, blocks(body))


def typeset(text: str, language: str) -> str:
    """Curly apostrophes; in French also the spaces that may not break."""
    text = text.replace("'", "’")
    if language == "fr":
        text = "\n".join(keep_punctuation(line) for line in text.split("\n"))
        text = _THOUSANDS.sub(NBSP, text)
    return text


def blocks(text: str) -> Blocks:
    """The blocks of a text, in order."""
    found: Blocks = []
    place = 0
    for fence in _FENCE.finditer(text):
        found += _prose(text[place : fence.start()])
        kind, words, inside = fence.groups()
        found.append(FENCED[kind](words, inside))
        place = fence.end()
    return found + _prose(text[place:])


def to_html(text: str) -> str:
    return _markdown.render(text).strip().replace("\n", " ")


def _prose(text: str) -> Blocks:
    first, *rest = _HEADING.split(text)
    found: Blocks = [("text", to_html(first))] if first.strip() else []
    for heading, words in zip(rest[::2], rest[1::2], strict=True):
        found.append(("heading", heading.strip()))
        if words.strip():
            found.append(("text", to_html(words)))
    return found


Fenced = Callable[[str, str], tuple[str, Any]]


def _items(text: str) -> list[tuple[str, str]]:
    _before, *parts = _ITEM.split(text)
    return list(zip(map(str.strip, parts[::2]), parts[1::2], strict=True))


def _callout(tone: str) -> Fenced:
    return lambda words, text: ("callout", {"tone": tone, "title": words, "text": to_html(text)})


def _list_of(kind: str, first: str, second: str) -> Fenced:
    return lambda _words, text: (
        kind,
        {kind: [{first: title, second: to_html(body)} for title, body in _items(text)]},
    )


def _table(caption: str, text: str) -> tuple[str, Any]:
    head, _rule, *rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in text.strip().splitlines()
    ]
    columns = [{"type": "text", "heading": heading} for heading in head]
    return "table", {
        "caption": caption,
        "columns": columns,
        "rows": [{"values": row} for row in rows],
    }


def _video(title: str, text: str) -> tuple[str, Any]:
    address, length, transcript = text.split("\n", 2)
    return "video", {
        "title": title,
        "poster": None,
        "address": address,
        "length": length,
        "transcript": to_html(transcript),
    }


def _ways(look: str) -> Fenced:
    def read_ways(heading: str, text: str) -> tuple[str, Any]:
        intro = _ITEM.split(text)[0].strip()
        ways = [_way(title, body) for title, body in _items(text)]
        return "ways", {"look": look, "heading": heading, "intro": intro, "ways": ways}

    return read_ways


def _way(title: str, body: str) -> dict[str, Any]:
    icon, _space, words = title.partition(" ")
    text, *on = body.split("=>")
    link = [{"label": on[0].strip(), "page": on[1].strip(), "url": ""}] if on else []
    return {"icon": icon, "title": words, "text": to_html(text), "link": link}


def _window(kind: str, **more: str) -> Fenced:
    return lambda words, text: (
        kind,
        {"heading": words, **more, **({"count": int(text)} if text.strip() else {})},
    )


FENCED: dict[str, Fenced] = {
    **{tone: _callout(tone) for tone in ("note", "go", "wait", "stop", "seal")},
    "steps": _list_of("steps", "title", "text"),
    "questions": _list_of("questions", "question", "answer"),
    "table": _table,
    "video": _video,
    "cards": _ways("cards"),
    "band": _ways("band"),
    "figures": _window("figures"),
    "open_calls": _window("open_calls"),
    "closing_soon": _window("closing_soon"),
    "latest_awards": _window("latest_awards"),
    "awards_by_month": _window("awards_by_month"),
    "next_events": _window("next_events", index="page:events"),
    "latest_news": _window("latest_news", index="page:news"),
}
