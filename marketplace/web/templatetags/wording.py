"""``{% load wording %}``: amounts, dates and texts in the reader's language."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.amounts import NBSP
from marketplace.web import wording

register = template.Library()
EMPTY = (None, "")


def reader() -> str:
    """The language to write in: "fr" or "en"."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


@register.filter
def money(value: Any) -> str:
    """``1 234,56 $``"""
    return "" if value in EMPTY else wording.say_money(value, reader())


@register.filter
def dollars(value: Any) -> str:
    """``90 000 $``: without cents where there are none."""
    return "" if value in EMPTY else wording.say_money(value, reader(), cents=False)


@register.filter
def number(value: Any, places: int = 0) -> str:
    """``1 234,5``; also of a decimal string, as JSON holds it."""
    return "" if value in EMPTY else wording.say_number(Decimal(value), reader(), places)


@register.filter
def percent(value: Any, places: int = 0) -> str:
    """``12 %`` or ``12%`` of a number that is already a percentage."""
    if value in EMPTY:
        return ""
    said = wording.say_number(value, reader(), places)
    return f"{said}{NBSP}%" if reader() == "fr" else f"{said}%"


@register.filter
def day(value: date | None) -> str:
    """``3 mars 2026``"""
    return wording.say_day(value, reader()) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """``14 h 00``"""
    return wording.say_clock(value, reader()) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """``3 mars 2026 à 14 h 00 (heure de l'Est)``; the article « le » belongs to the sentence."""
    return wording.say_moment(value, reader()) if value else ""


@register.filter
def filesize(value: int) -> str:
    return wording.say_size(value, reader())


@register.simple_tag
def when(value: datetime | None, style: str = "moment") -> SafeString:
    """A ``<time>``; ``style`` is "moment" (with the zone), "short" (without) or "day"."""
    if not value:
        return SafeString("")
    if style == "day":
        text = wording.say_day(value, reader())
    else:
        text = wording.say_moment(value, reader(), zone=style == "moment")
    # HTML knows thousandths of a second at most.
    exact = value.isoformat(timespec="seconds") if isinstance(value, datetime) else f"{value}"
    return format_html('<time datetime="{}">{}</time>', exact, text)


@register.filter
def typo(value: Any) -> str:
    """French text with its unbreakable spaces; English as it is. Escaped as any text."""
    text = str(value or "")
    return wording.keep_punctuation(text) if reader() == "fr" else text


@register.filter
def initials(value: Any) -> str:
    return wording.initials(str(value))


@register.simple_tag
def said(value: Any) -> SafeString:
    """A bilingual text (``marketplace.bilingual.Said``); the other language is announced."""
    if not getattr(value, "is_fallback", False) or not value:
        return format_html("{}", getattr(value, "text", value) or "")
    note = _("in French") if value.language == "fr" else _("in English")
    return format_html(
        '<span lang="{}">{}</span> <small class="soft nowrap">({})</small>',
        value.language,
        value.text,
        note,
    )
