"""What changed between two texts, word by word."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

GAP = "[…]"


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts without the lines that they share at the beginning and at the end.

    One of which nothing is left is empty: lines were only added, or only removed.
    """
    old, new = before.splitlines(), after.splitlines()
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    was, became = ("\n".join(lines[start : len(lines) - end]).strip("\n") for lines in (old, new))
    if not (was and became):
        return was, became
    gaps = [GAP if shared else "" for shared in (start, end)]
    return _between(was, *gaps), _between(became, *gaps)


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines are the same from the first on."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))


def _between(text: str, first: str, last: str) -> str:
    return "\n".join(filter(None, (first, text, last)))


def _marked(words: list[str], tag: str) -> SafeString:
    text = "".join(words)
    return format_html("<{0}>{1}</{0}>", tag, text) if text else SafeString("")


def diff_words(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Both texts as HTML, with ``<del>`` in the first and ``<ins>`` in the second. Escaped."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    was: list[SafeString] = []
    now: list[SafeString] = []
    for step, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if step == "equal":
            same = format_html("{}", "".join(old[i1:i2]))
            was.append(same)
            now.append(same)
        else:
            was.append(_marked(old[i1:i2], "del"))
            now.append(_marked(new[j1:j2], "ins"))
    return (
        format_html_join("", "{}", ((part,) for part in was)),
        format_html_join("", "{}", ((part,) for part in now)),
    )
