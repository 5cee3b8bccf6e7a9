"""Our code lists in both languages, as CSV files."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping

from django.db.models import TextChoices
from django.utils import translation

from marketplace.reference.models import Category, Region
from tenders.ocds import wording
from tenders.values import (
    AwardMethod,
    Clause,
    Disqualification,
    Licence,
    Place,
    Procedure,
    Reservation,
)
from vendors.states import FirmSize

Row = tuple[str, ...]
HEAD = ("code", "fr", "en")


def _labels(choices: type[TextChoices], codes: Mapping[str, str] | None = None) -> Iterable[Row]:
    """Codes as open data has them, with the labels that the site shows."""
    for choice in choices:
        said = []
        for language in HEAD[1:]:
            with translation.override(language):
                said.append(str(choice.label))
        yield (codes[choice] if codes else choice.value, *said)


def _categories() -> Iterable[Row]:
    for category in Category.objects.all():
        yield category.code, category.label_fr, category.label_en, category.level, category.cpv


CODELISTS: dict[str, Callable[[], Iterable[Row]]] = {
    "award-methods": lambda: _labels(AwardMethod, wording.AWARD_METHOD),
    "categories": _categories,
    "contract-clauses": lambda: _labels(Clause, wording.CLAUSE),
    "disqualifications": lambda: _labels(Disqualification, wording.DISQUALIFICATION),
    "firm-sizes": lambda: _labels(FirmSize),
    "licences": lambda: _labels(Licence),
    "procedures": lambda: _labels(Procedure, wording.PROCEDURE),
    "reservations": lambda: _labels(Reservation, wording.RESERVED_FOR),
    "regions": lambda: _labels(Region),
    "work-arrangements": lambda: _labels(Place, wording.PLACE),
}


def codelist(name: str) -> str:
    """One list as CSV. Raises KeyError if there is none of this name."""
    rows = list(CODELISTS[name]())
    more = ("level", "cpv") if name == "categories" else ()
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEAD + more, *rows])
    return text.getvalue()
