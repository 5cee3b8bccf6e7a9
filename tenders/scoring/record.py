"""A ranking as the award keeps it and the public downloads it: enough to work it out again."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tenders.scoring.formulas import note_formula, price_formula
from tenders.scoring.values import Ranking, Rules, Shortfall, Standing

LANGUAGES = ("fr", "en")


def as_json(ranking: Ranking) -> dict[str, Any]:
    """Method, figures, formulas in both languages and order. Figures are decimal strings.

    All are exact but ``adjusted_price``, which is rounded to the cent for show.
    """
    return {
        "rules": _rules(ranking.rules),
        "seed": ranking.seed,
        "standings": [_standing(ranking.rules, each) for each in ranking.standings],
    }


def _rules(rules: Rules) -> dict[str, Any]:
    return {
        "method": str(rules.method),
        "criteria": [
            {"key": each.key, "weight": _text(each.weight), "pass_mark": _text(each.pass_mark)}
            for each in rules.criteria
        ],
        "minimum_note": _text(rules.minimum_note) if rules.has_quality else None,
        "k": _text(rules.k),
        "ceiling": _text(rules.ceiling),
        "currency": rules.currency,
    }


def _standing(rules: Rules, standing: Standing) -> dict[str, Any]:
    return {
        "bid": standing.bid,
        "rank": standing.rank,
        "acceptable": standing.acceptable,
        "shortfalls": [_shortfall(each) for each in standing.shortfalls],
        "notes": {key: _text(note) for key, note in sorted(standing.offer.notes.items())},
        "note": _text(standing.note),
        "price": _text(standing.price),
        "adjusted_price": _cents(standing.adjusted_price),
        "tie_break": standing.tie_break,
        "ticket": standing.ticket,
        "note_formula": {each: note_formula(rules, standing, each) for each in LANGUAGES},
        "price_formula": {each: price_formula(rules, standing, each) for each in LANGUAGES},
    }


def _shortfall(shortfall: Shortfall) -> dict[str, Any]:
    return {
        "code": str(shortfall.code),
        "criterion": shortfall.criterion,
        "given": _text(shortfall.given),
        "required": _text(shortfall.required),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _cents(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
