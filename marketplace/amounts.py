"""How people write amounts, and how we write them back, in French and in English.

Canadian French writes ``1 234,56 $`` (with spaces that do not break), Canadian English
``$1,234.56``. A comma is therefore either the decimal sign or a separator of thousands, and
what can be read in two ways is asked again rather than guessed: it may be a firm's price.
"""

import re
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.errors import DomainError
from marketplace.money import CAD, Money

NBSP = "\u00a0"
MINUS = "\u2212"
LONGEST = 40

_SPACES = re.compile(r"[ \t\u00a0\u2007\u2009\u202f]+")
_CURRENCY = re.compile(r"^(?:CAD?)? ?\$? ?|(?<=[0-9]) ?\$? ?(?:CAD?)?$", re.IGNORECASE)
_PLAIN = re.compile(r"(?=.*[0-9])[0-9]*(?:[.,](?P<cents>[0-9]+))?")
_SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,](?P<cents>[0-9]+))?")
_COMMAS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.(?P<cents>[0-9]+))?")  # 1,234.56
_POINTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,(?P<cents>[0-9]+))?")  # 1.234,56
_EITHER_WAY = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")  # 1,234: a thousand or three decimals?


class AmountNotUnderstood(DomainError, ValueError):
    """The text is not one amount. ``message`` says how to write it."""


def parse_amount(text: str, language: str | None = None) -> Decimal:
    """Read an amount as typed, to the cent.

    Understands both languages' ways, with or without currency sign, whatever the spaces.
    ``1,234`` means 1234 in English only, where the comma cannot be a decimal sign; in French
    it is refused as ambiguous, and ``1.234`` in both. Raises AmountNotUnderstood.
    """
    typed = text.strip()
    if len(typed) > LONGEST:
        raise AmountNotUnderstood(_("Write an amount in dollars, for example 1234.56."))
    bare = _CURRENCY.sub("", _SPACES.sub(" ", typed))
    english = (language or get_language() or "fr").startswith("en")
    if _EITHER_WAY.fullmatch(bare) and not (english and "," in bare):
        raise AmountNotUnderstood(
            _("“%(typed)s” can be read in two ways. Write it without separating the thousands.")
            % {"typed": typed}
        )
    for shape in (_COMMAS, _POINTS, _SPACED, _PLAIN):
        if found := shape.fullmatch(bare):
            return _value(bare, found["cents"] or "")
    raise AmountNotUnderstood(_("Write an amount in dollars, for example 1234.56."))


def _value(bare: str, cents: str) -> Decimal:
    if len(cents) > 2:
        raise AmountNotUnderstood(_("Write at most two digits after the decimal sign."))
    whole = re.sub(r"[^0-9]", "", bare[: len(bare) - len(cents)])
    return Decimal(f"{whole or '0'}.{cents:0<2}")  # as written: exact at any length


def format_number(value: Decimal | int, language: str | None = None, *, places: int = 2) -> str:
    """``1 234,56`` in French, ``1,234.56`` in English, rounded to ``places`` for show only."""
    text = f"{abs(Decimal(value)):,.{places}f}"
    if not (language or get_language() or "fr").startswith("en"):
        text = text.replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{text}" if value < 0 else text


def format_money(money: Money, language: str | None = None, *, cents: bool = True) -> str:
    """``1 234,56 $`` or ``$1,234.56``.

    With ``cents`` false, they are left out where there are none: ``90 000 $``. A currency other
    than the Canadian dollar is named by its code.
    """
    amount = money.rounded().amount
    places = 0 if not cents and amount == amount.to_integral_value() else 2
    number = format_number(abs(amount), language, places=places)
    sign = MINUS if amount < 0 else ""
    if not (language or get_language() or "fr").startswith("en"):
        return f"{sign}{number}{NBSP}{'$' if money.currency == CAD else money.currency}"
    if money.currency == CAD:
        return f"{sign}${number}"
    return f"{sign}{money.currency}{NBSP}{number}"
