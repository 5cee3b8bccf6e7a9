"""The four award methods, from notes and prices to a ranking.

Pure, and Decimal only: nothing is rounded here. Source of the methods: RLRQ, c. C-65.1, r. 5.1,
annexes 1 and 2 (the text of annexe 2 is that of P-32, r. 1, sch. 2).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal

from tenders.scoring.values import (
    ACCEPTABLE,
    HUNDRED,
    Offer,
    Quality,
    Ranking,
    Rules,
    Shortfall,
    Standing,
)
from tenders.values import AwardMethod, Disqualification

SPAN = HUNDRED - ACCEPTABLE

# Notes and prices have few digits: at sixty, every sum and product below is exact, and the one
# division is rounded so far out that only equal adjusted prices compare equal.
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def rank(offers: Iterable[Offer], rules: Rules, *, seed: str) -> Ranking:
    """Rank the bids of one call by its announced method.

    The order of ``offers`` does not matter. Equal results go to the lowest price offered, and
    equal prices to the draw of ``seed`` (see ``draw_seed``). Raises ValueError for a price that
    is not a positive Decimal or is missing from an acceptable bid, and as ``quality`` does.
    """
    judged = [_judge(offer, rules, seed) for offer in offers]
    acceptable = [each for each in judged if each.acceptable]
    acceptable.sort(key=lambda each: (_result(each, rules), each.price, each.ticket))
    others = sorted((each for each in judged if not each.acceptable), key=lambda each: each.bid)
    return Ranking(rules, seed, (*_ranked(acceptable, rules), *others))


def quality(rules: Rules, notes: Mapping[str, Decimal]) -> Quality:
    """Weigh the notes of one bid: the sum of weight × note ÷ 100.

    Needs no price, so it tells before the prices are opened which bids are acceptable.
    Raises ValueError unless every criterion has a note between 0 and 100.
    """
    if set(notes) != {each.key for each in rules.criteria}:
        raise ValueError("every criterion has one note")
    if not all(isinstance(note, Decimal) and 0 <= note <= HUNDRED for note in notes.values()):
        raise ValueError("a note is a Decimal between 0 and 100")
    final = Decimal(0)
    for each in rules.criteria:
        points = _EXACT.multiply(each.weight, notes[each.key])
        final = _EXACT.add(final, points.scaleb(-2, _EXACT))
    shortfalls = [
        Shortfall(Disqualification.QUALITY, each.key, notes[each.key], each.pass_mark)
        for each in rules.criteria
        if each.pass_mark is not None and notes[each.key] < each.pass_mark
    ]
    if final < rules.minimum_note:
        shortfalls.append(Shortfall(Disqualification.QUALITY, "", final, rules.minimum_note))
    return Quality(final, tuple(shortfalls))


def adjusted_price(price: Decimal, note: Decimal, k: Decimal) -> Decimal:
    """Price ÷ (1 + K × (note − 70) ÷ 30), brought to a single division so as to be exact."""
    divisor = _EXACT.add(SPAN, _EXACT.multiply(k, _EXACT.subtract(note, ACCEPTABLE)))
    return _EXACT.divide(_EXACT.multiply(price, SPAN), divisor)


def draw_seed(ocid: str, terms_hash: str, bids: Iterable[str]) -> str:
    r"""The seed of the draw: SHA-256 of the call, its terms and all its bids, one per line.

    Nobody can know it before the closing, and everybody works out the same afterwards:
    ``printf '%s\n' OCID TERMS_HASH BID BID … | sha256sum``, the bids' identifiers sorted.
    """
    lines = [ocid, terms_hash, *sorted(bids)]
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def draw_ticket(seed: str, bid: str) -> str:
    """What ``bid`` draws; the lowest goes first. ``printf '%s' SEED:BID | sha256sum``."""
    return hashlib.sha256(f"{seed}:{bid}".encode()).hexdigest()


def _judge(offer: Offer, rules: Rules, seed: str) -> Standing:
    price, note, adjusted = offer.price, None, None
    if price is not None and not (isinstance(price, Decimal) and price > 0):
        raise ValueError("a price is a Decimal greater than zero")
    shortfalls: tuple[Shortfall, ...] = ()
    if offer.disqualified:
        shortfalls = (Shortfall(offer.disqualified),)
    elif rules.has_quality:
        judged = quality(rules, offer.notes)
        note, shortfalls = judged.note, judged.shortfalls
    if price is None and not shortfalls:
        raise ValueError("the price of an acceptable bid is missing")
    if price is not None and rules.ceiling is not None and price > rules.ceiling:
        above = Shortfall(Disqualification.ABOVE_BUDGET, "", price, rules.ceiling)
        shortfalls = (*shortfalls, above)
    if rules.adjusts and rules.k and price is not None and note is not None and not shortfalls:
        adjusted = adjusted_price(price, note, rules.k)
    return Standing(offer, note, adjusted, shortfalls, draw_ticket(seed, offer.bid))


def _result(standing: Standing, rules: Rules) -> Decimal:
    """What the method compares: the lowest is first."""
    by_method = {
        AwardMethod.LOWEST_PRICE: standing.price,
        AwardMethod.MINIMUM_QUALITY: standing.price,
        AwardMethod.ADJUSTED_PRICE: standing.adjusted_price,
        AwardMethod.BEST_QUALITY: standing.note and standing.note.copy_negate(),
    }
    result = by_method[rules.method]
    assert result is not None  # noqa: S101  an acceptable bid has what its method compares
    return result


def _ranked(acceptable: list[Standing], rules: Rules) -> list[Standing]:
    results = Counter(_result(each, rules) for each in acceptable)
    prices = Counter((_result(each, rules), each.price) for each in acceptable)
    ranked = []
    for place, each in enumerate(acceptable, start=1):
        result = _result(each, rules)
        tie_break = ""
        if prices[result, each.price] > 1:
            tie_break = "draw"
        elif results[result] > 1:
            tie_break = "price"
        ranked.append(replace(each, rank=place, tie_break=tie_break))
    return ranked
