"""A result as a formula with its figures, so that anyone can work it out with a pencil."""

from decimal import ROUND_HALF_UP, Decimal

from marketplace.amounts import NBSP, format_money, format_number
from marketplace.money import Money
from tenders.scoring.values import Rules, Standing


def note_formula(rules: Rules, standing: Standing, language: str) -> str:
    """``40 % × 85 + 60 % × 72,5 = 77,5``; empty where no notes are given."""
    if standing.note is None:
        return ""
    space = "" if language == "en" else NBSP
    terms = [
        f"{_number(each.weight, language)}{space}% × "
        f"{_number(standing.offer.notes[each.key], language)}"
        for each in rules.criteria
    ]
    return f"{' + '.join(terms)} = {_number(standing.note, language)}"


def price_formula(rules: Rules, standing: Standing, language: str) -> str:
    """``18 000,00 $ ÷ (1 + 0,15 × (85 − 70) ÷ 30) ≈ 16 744,19 $``.

    Just the price by the methods that adjust none; empty for a price that stays sealed. The sign
    is ``=`` only where the cents shown are the exact result.
    """
    if standing.price is None:
        return ""
    price = _money(standing.price, rules, language)
    if standing.adjusted_price is None or standing.note is None or rules.k is None:
        return price
    adjusted = standing.adjusted_price
    sign = "=" if adjusted == adjusted.quantize(Decimal("0.01"), ROUND_HALF_UP) else "≈"
    k, note = _number(rules.k, language), _number(standing.note, language)
    factor = f"1 + {k} × ({note} − 70) ÷ 30"
    return f"{price} ÷ ({factor}) {sign} {_money(adjusted, rules, language)}"


def _money(amount: Decimal, rules: Rules, language: str) -> str:
    return format_money(Money(amount, rules.currency), language)


def _number(value: Decimal, language: str) -> str:
    """Every digit of an exact figure, without needless zeros."""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return format_number(value, language, places=places)
