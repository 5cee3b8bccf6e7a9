"""Why firms did not bid, as the buyer may know: counted, without names, after the closing."""

from dataclasses import dataclass
from typing import Any

from tenders.models import DeclineReason, Tender


@dataclass(frozen=True)
class Declined:
    """One reason: how many firms gave it, and what they said, in no telling order."""

    label: Any
    number: int
    words: list[str]


def declined_on(tender: Tender) -> list[Declined]:
    """The reasons given, the most frequent first; nothing before the call is closed."""
    if tender.closed_at is None:
        return []
    rows = list(tender.declines.values_list("reason", "words"))
    found = [
        Declined(reason.label, len(said), sorted(filter(None, said)))
        for reason in DeclineReason
        if (said := [words for given, words in rows if given == reason])
    ]
    return sorted(found, key=lambda each: -each.number)
