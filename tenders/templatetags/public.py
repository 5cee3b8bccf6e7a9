"""``{% load public %}``: what only the public pages of calls and awards say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.clock import now
from marketplace.richtext import to_plain
from marketplace.web import wording
from marketplace.web.templatetags.house import badge
from tenders.documents.cards import highlighted, standing
from tenders.models import Amendment, Award, Deliverable, Tender
from tenders.queries.notices import FirmRecord, awards_won, record_of
from vendors.models import Vendor

register = template.Library()


@register.simple_tag
def call_badge(tender: Tender) -> SafeString:
    """Where the call is, for who might bid: by the clock, not by when the sweep closes it."""
    return badge(*standing(tender.status, tender.submission_deadline, now()))


@register.filter(name="highlighted")
def as_highlighted(snippet: str) -> SafeString:
    """A search snippet as HTML, the words found in ``<mark>``."""
    return highlighted(snippet)


@register.filter
def exact(value: Decimal | None) -> str:
    """Every digit of a note, without needless zeros: ``77,5``."""
    if value is None:
        return "–"
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return wording.say_number(value, _language(), places)


@register.filter
def in_language(texts: dict[str, str]) -> str:
    """The one of a pair of texts that the reader reads."""
    return texts.get(_language(), "")


def _language() -> str:
    return "en" if (get_language() or "fr").startswith("en") else "fr"


@register.simple_tag(name="awards_won")
def awards_won_by(vendor: Vendor) -> list[Award]:
    """The awards in force of a firm, last first."""
    return awards_won(vendor)


@register.simple_tag
def firm_record(vendor: Vendor) -> FirmRecord:
    """How often a firm bid and won."""
    return record_of(vendor)


@dataclass(frozen=True)
class ChangeRow:
    """One thing that an amendment changed, in the reader's words."""

    label: str
    before: str
    after: str


@register.filter
def change_rows(amendment: Amendment) -> list[ChangeRow]:
    """What an amendment changed, field by field, in the reader's language.

    Of a text that changed in both languages the reader gets their own.
    """
    changes = amendment.changes
    own, other = ("_en", "_fr") if _language() == "en" else ("_fr", "_en")
    twins = {f"{name.removesuffix(own)}{other}" for name in changes if name.endswith(own)}
    return list(_rows({name: pair for name, pair in changes.items() if name not in twins}))


def _rows(changes: dict[str, Any]) -> Iterator[ChangeRow]:
    for name, (before, after) in changes.items():
        if name == "documents":
            yield ChangeRow(_("Documents"), _removed(before), ", ".join(after))
        elif name.startswith("deliverables."):
            _list, _pk, column = name.split(".")
            field = Deliverable._meta.get_field(column)
            label = _("Deliverable: %(part)s") % {"part": field.verbose_name}  # type: ignore[union-attr]
            yield ChangeRow(label, *_texts(field, before, after))
        else:
            field = Tender._meta.get_field(name)
            label = str(field.verbose_name)  # type: ignore[union-attr]
            yield ChangeRow(label[:1].upper() + label[1:], *_texts(field, before, after))


def _removed(titles: list[str]) -> str:
    return _("taken back: %(titles)s") % {"titles": ", ".join(titles)} if titles else ""


def _texts(field: Any, before: Any, after: Any) -> tuple[str, str]:
    """Both values in words, without their markup unless only that changed."""
    said = _said(field, before), _said(field, after)
    if not isinstance(field, models.TextField):
        return said
    plain = to_plain(said[0]), to_plain(said[1])
    return said if plain[0] == plain[1] else plain


def _said(field: Any, value: Any) -> str:
    """A stored value as a reader says it: the label of a choice, a day, a moment."""
    if value in (None, ""):
        return _("nothing")
    language = _language()
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(value))
        return wording.say_moment(moment, language) if isinstance(moment, datetime) else str(value)
    if isinstance(field, models.DateField):
        day = parse_date(str(value))
        return wording.say_day(day, language) if isinstance(day, date) else str(value)
    choices = dict(getattr(field, "flatchoices", ()))
    return str(choices.get(value, value))
