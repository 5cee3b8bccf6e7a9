"""What an amendment changed, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.web.wording import say_day, say_moment
from tenders.models import Deliverable, Tender

DOCUMENTS = "documents"


@dataclass(frozen=True)
class SaidChange:
    """One thing that changed, as people read it."""

    what: str
    before: str
    after: str


def described(tender: Tender, changes: Mapping[str, Any]) -> list[SaidChange]:
    """``Amendment.changes`` of a call in the reader's language. One query for the deliverables."""
    rows = {str(row.pk): row for row in tender.deliverables.all()}
    return [_said(name, before, after, rows) for name, (before, after) in changes.items()]


def _said(name: str, before: Any, after: Any, rows: Mapping[str, Deliverable]) -> SaidChange:
    if name == DOCUMENTS:
        return SaidChange(_("Documents"), _list(before), _list(after))
    if name.startswith("deliverables."):
        _part, pk, column = name.split(".")
        field = _field(Deliverable, column)
        what = f"{rows[pk].title} – {field.verbose_name}" if pk in rows else str(field.verbose_name)
    else:
        field = _field(Tender, name)
        what = str(field.verbose_name)
    return SaidChange(what, _value(field, before), _value(field, after))


def _field(model: type[models.Model], name: str) -> models.Field:
    return cast(models.Field, model._meta.get_field(name))


def _list(titles: list[str]) -> str:
    return ", ".join(titles) or "—"


def _value(field: Any, value: Any) -> str:
    language = (get_language() or "fr")[:2]
    if value in (None, ""):
        return "—"
    if isinstance(field, models.DateTimeField):
        return say_moment(datetime.fromisoformat(value), language)
    if isinstance(field, models.DateField):
        return say_day(date.fromisoformat(value), language)
    return str(dict(field.flatchoices).get(value, value))
