"""Reads the demo's pages of words from Markdown files into blocks.

A file begins with ``name: value`` lines up to an empty line. Then ``## `` begins a heading block,
and ``:::kind words`` up to ``:::`` is a block of another kind:

- ``note``, ``go``, ``wait``, ``stop``, ``seal``: a callout, titled by the words;
- ``steps`` and ``questions``: one item per ``### ``;
- ``table``: a Markdown table, captioned by the words.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from markdown_it import MarkdownIt

from marketplace.web.wording import NBSP, keep_punctuation

CONTENT = Path(__file__).resolve().parent / "content"
TONES = ("note", "go", "wait", "stop", "seal")
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
    text = text.replace("'", "’")  # noqa: RUF001  the right sign
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
        found.append(_fenced(*fence.groups()))
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


def _fenced(kind: str, words: str, text: str) -> tuple[str, Any]:
    if kind in TONES:
        return "callout", {"tone": kind, "title": words, "text": to_html(text)}
    if kind == "table":
        return "table", _table(words, text)
    first, second = {"steps": ("title", "text"), "questions": ("question", "answer")}[kind]
    _before, *parts = _ITEM.split(text)
    items = [
        {first: title.strip(), second: to_html(body)}
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    ]
    return kind, {kind: items}


def _table(caption: str, text: str) -> dict[str, Any]:
    head, _rule, *rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in text.strip().splitlines()
    ]
    return {
        "caption": caption,
        "columns": [{"type": "text", "heading": heading} for heading in head],
        "rows": [{"values": row} for row in rows],
    }
