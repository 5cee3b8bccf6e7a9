"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


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
