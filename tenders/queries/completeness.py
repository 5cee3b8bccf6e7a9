"""How much of a call exists in each language."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tenders.models import Tender


@dataclass(frozen=True)
class Completeness:
    """One text of the call: whether it is there in French and in English."""

    label: Any
    french: bool
    english: bool


def completeness(tender: Tender) -> list[Completeness]:
    """Every text of the call that has something in French; a list counts as one text."""
    rows = [
        Completeness(
            label, bool(tender_text(tender, name, "fr")), bool(tender_text(tender, name, "en"))
        )
        for label, name in ((_("Title"), "title"), (_("Summary"), "summary"), (_("Need"), "need"))
    ]
    lists = (
        (_("Conditions"), tender.conditions.all(), ("title",)),
        (_("Deliverables"), tender.deliverables.all(), ("title", "description")),
        (_("Criteria"), tender.criteria.all(), ("title", "description")),
    )
    for label, parts, names in lists:
        if parts:
            rows.append(Completeness(label, True, _whole(parts, names)))
    return rows


def tender_text(tender: Any, name: str, language: str) -> str:
    return str(getattr(tender, f"{name}_{language}")).strip()


def _whole(parts: Any, names: tuple[str, ...]) -> bool:
    """Whether everything said in French in these parts is said in English."""
    return all(
        tender_text(part, name, "en")
        for part in parts
        for name in names
        if tender_text(part, name, "fr")
    )
