"""What the search fields of all lists share."""

import re
from typing import Any
from unicodedata import combining, normalize

from django import forms
from django.db.models import QuerySet

LONGEST = 200
_IN_ISSION = re.compile(r"(?<![-\w])(\w*ission)(s?)\b", re.IGNORECASE)  # none after a minus
_IN_AIL = re.compile(r"(?<![-\w])(trav|b)(ail|aux)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
SHORTEST_WORD, LONGEST_WORD = 3, 30
COUNT_CAP = 1001


def clean_words(text: str) -> str:
    """What is searched for: cut, not refused, when it is too long or holds odd characters."""
    return "".join(c for c in text[: 2 * LONGEST] if c.isprintable())[:LONGEST].strip()


class WordsField(forms.CharField):
    """A field of ``clean_words``."""

    def to_python(self, value: Any) -> str:
        return clean_words(super().to_python(value) or "")


def count_up_to_cap(found: QuerySet[Any]) -> int:
    """How many there are, or ``COUNT_CAP`` for that many or more: counting stops there."""
    return found.order_by().values("pk")[:COUNT_CAP].count()


def spellings(q: str) -> list[str]:
    """What to look for: ``q``, and with its words in -ission and « travaux » in the other number.

    PostgreSQL's French stemmer makes ``soumiss`` of « soumission » but ``soum`` of « soumissions ».
    """
    other = _IN_ISSION.sub(lambda word: word[1] + ("" if word[2] else "s"), q)
    other = _IN_AIL.sub(lambda word: word[1] + ("aux" if word[2] == "ail" else "ail"), other)
    return [q] if other == q else [q, other]


def plain_words(text: str) -> list[str]:
    """The words of ``text``, each once, without accents and capitals.

    Numbers aren't words here, nor is what has fewer than three letters or more than thirty.
    """
    lowered = normalize("NFKD", text.lower().replace("œ", "oe"))
    bare = "".join(sign for sign in lowered if not combining(sign))
    words = dict.fromkeys(_WORD.findall(bare))
    return [word for word in words if SHORTEST_WORD <= len(word) <= LONGEST_WORD]
