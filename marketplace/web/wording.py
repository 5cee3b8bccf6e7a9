"""Money, dates and typography as Québec and English Canada write them. Pure functions.

``language`` is "fr" or "en". Spaces that must not break are U+00A0.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from marketplace.amounts import NBSP, format_money, format_number
from marketplace.money import Money

MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def say_number(value: Decimal | int, language: str, places: int = 0) -> str:
    """``1 234,5`` or ``1,234.5``."""
    return format_number(value, language, places=places)


def say_money(value: Any, language: str, *, cents: bool = True) -> str:
    """``1 234,56 $`` or ``$1,234.56``; without cents where ``cents`` is false and there are none.

    ``value`` is Money, or a number of Canadian dollars.
    """
    money = value if isinstance(value, Money) else Money(Decimal(value))
    return format_money(money, language, cents=cents)


def local(moment: datetime) -> datetime:
    """The moment on the clock of the site's time zone."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def say_month(day: date, language: str) -> str:
    """``Mars 2026`` or ``March 2026``, to stand at the head of a row."""
    return f"{MONTHS[language][day.month - 1].capitalize()} {day.year}"


def say_day(day: date, language: str) -> str:
    """``3 mars 2026``, ``1er mars 2026`` or ``March 3, 2026``. A datetime is put in our zone."""
    if isinstance(day, datetime):
        day = local(day).date()
    month = MONTHS[language][day.month - 1]
    if language == "fr":
        number = "1er" if day.day == 1 else str(day.day)
        return f"{number}{NBSP}{month}{NBSP}{day.year}"
    return f"{month}{NBSP}{day.day},{NBSP}{day.year}"


def say_clock(moment: datetime, language: str) -> str:
    """``14 h 00`` or ``2:00 p.m.``"""
    moment = local(moment)
    if language == "fr":
        return f"{moment.hour}{NBSP}h{NBSP}{moment.minute:02}"
    half = "a.m." if moment.hour < 12 else "p.m."
    return f"{moment.hour % 12 or 12}:{moment.minute:02}{NBSP}{half}"


def say_moment(moment: datetime, language: str, *, zone: bool = True) -> str:
    """``3 mars 2026 à 14 h 00 (heure de l'Est)`` or its English."""
    at, name = {
        "fr": ("à", f"(heure de{NBSP}l’Est)"),
        "en": ("at", f"(Eastern{NBSP}time)"),
    }[language]
    said = f"{say_day(moment, language)} {at} {say_clock(moment, language)}"
    return f"{said} {name}" if zone else said


def say_size(size: int, language: str) -> str:
    """``1,4 Mo`` or ``1.4 MB``, in decimal units as file managers show them."""
    byte = {"fr": "o", "en": "B"}[language]
    for limit, unit in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if size >= limit:
            number = Decimal(size) / limit
            return f"{say_number(number, language, 1 if number < 10 else 0)}{NBSP}{unit}{byte}"
    return f"{size}{NBSP}{byte}"


def keep_punctuation(text: str) -> str:
    """French spaces that don't break: before ``: ; ? ! %`` and ``$``, and inside « »."""
    text = re.sub(r"[ \u00a0\u202f]+([:;?!%$»])(?=\s|$|[\"”»).,<])", NBSP + r"\1", text)
    return re.sub(r"«[ \u202f]+", f"«{NBSP}", text)


def initials(name: str) -> str:
    """Up to two letters that stand for a person or a firm."""
    words = [word for word in re.split(r"[\s'’-]+", name) if word[:1].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
