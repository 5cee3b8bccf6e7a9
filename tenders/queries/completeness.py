"""Whether a call says the same in French and in English: looked at before it is published.

French must be whole (``queries.readiness``). English is the buyer's choice, text by text; what is
missing is shown in French and announced, so the last look says it beforehand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tenders.models import Tender

Pair = tuple[str, str]  # the French and the English of one text
CLOCK = re.compile(r"\b\d{1,2}[ \u00a0]?h[ \u00a0]?\d{2}\b|\b\d{1,2}:\d{2}\b")
NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)*")
NO_CENTS = re.compile(r"[.,]00$")
MUCH_LONGER = 3  # times as many words: something is not said in the other language
LONG = 20  # words from which lengths are compared
QUOTED = 40  # characters of a text, to tell which one is meant
SAME = 2  # words from which two languages don't say the same by chance


@dataclass(frozen=True)
class Completeness:
    """One kind of text of the call: how many there are, and how many in each language.

    ``doubts`` are sentences about what differs between the two languages.
    """

    label: Any
    section: str
    of: int
    french: int
    english: int
    doubts: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Languages:
    """The whole call in both languages."""

    rows: tuple[Completeness, ...]

    @property
    def state(self) -> str:
        """Which is "whole" in both, "french" alone, or "begun" in English and not finished."""
        if all(row.english == row.of for row in self.rows):
            return "whole"
        return "begun" if any(row.english for row in self.rows) else "french"

    @property
    def is_doubtful(self) -> bool:
        return any(row.doubts for row in self.rows)


def languages(tender: Tender) -> Languages:
    """Every text that somebody wrote, in the order of the page."""
    return Languages(tuple(_row(*kind) for kind in _kinds(tender) if kind[2]))


def _kinds(tender: Tender) -> Iterator[tuple[Any, str, list[Pair]]]:
    for label, name, section in (
        (_("Title"), "title", "basics"),
        (_("Summary"), "summary", "basics"),
        (_("Need"), "need", "need"),
    ):
        yield label, section, _pairs([tender], name)
    deliverables, criteria = tender.deliverables.all(), tender.criteria.all()
    yield _("Deliverables"), "deliverables", _pairs(deliverables, "title")
    yield _("Acceptance of deliverables"), "deliverables", _pairs(deliverables, "description")
    yield _("Conditions"), "conditions", _pairs(tender.conditions.all(), "title")
    yield _("Criteria"), "evaluation", _pairs(criteria, "title")
    yield _("What criteria expect"), "evaluation", _pairs(criteria, "description")


def _pairs(parts: Iterable[Any], name: str) -> list[Pair]:
    pairs = [
        (getattr(part, f"{name}_fr").strip(), getattr(part, f"{name}_en").strip()) for part in parts
    ]
    return [pair for pair in pairs if any(pair)]


def _row(label: Any, section: str, pairs: list[Pair]) -> Completeness:
    both = [pair for pair in pairs if all(pair)]
    return Completeness(
        label,
        section,
        of=len(pairs),
        french=sum(bool(french) for french, _english in pairs),
        english=sum(bool(english) for _french, english in pairs),
        doubts=tuple(doubt for french, english in both for doubt in _doubts(french, english)),
    )


def _doubts(french: str, english: str) -> Iterator[Any]:
    count = len(french.split()), len(english.split())
    if french.casefold() == english.casefold() and count[0] > SAME:
        yield format_lazy(_("The same words in both languages: “{text}”."), text=_begin(french))
        return
    for one, other, message in (
        (french, english, _("In French but not in English: {numbers}.")),
        (english, french, _("In English but not in French: {numbers}.")),
    ):
        if missing := [said for said, value in _numbers(one) if value not in _values(other)]:
            yield format_lazy(message, numbers=", ".join(dict.fromkeys(missing)))
    if max(count) >= LONG and max(count) > MUCH_LONGER * min(count):
        message = _("One language says far more than the other: “{text}”.")
        yield format_lazy(message, text=_begin(french))


def _numbers(text: str) -> list[Pair]:
    """Each number as it is written, and as both languages would write it."""
    found = NUMBER.findall(CLOCK.sub("", text))
    return [(said, re.sub(r"\D", "", NO_CENTS.sub("", said))) for said in found]


def _values(text: str) -> set[str]:
    return {value for _said, value in _numbers(text)}


def _begin(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rstrip()}…"
