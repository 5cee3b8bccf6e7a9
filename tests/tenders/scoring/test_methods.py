"""The award methods by example. Properties that hold for every input: test_properties."""

import hashlib
from decimal import Decimal

import pytest

from tenders.scoring import Offer, Rules, Shortfall, Weighing, draw_seed, draw_ticket, quality, rank
from tenders.values import AwardMethod

CENT = Decimal("0.01")
SEED = "seed"


def one_criterion(method: AwardMethod, **options) -> Rules:
    return Rules(method, (Weighing("all", Decimal(100)),), **options)


def offer(bid: str, price: str | None, note: str | None = None, **options) -> Offer:
    notes = {} if note is None else {"all": Decimal(note)}
    return Offer(bid, None if price is None else Decimal(price), notes, **options)


def order(ranking) -> list[tuple[str, int | None]]:
    return [(each.bid, each.rank) for each in ranking.standings]


# --- the four methods ---------------------------------------------------------------------------


def test_the_lowest_price_wins_whatever_the_notes():
    offers = [offer("a", "18000", "95"), offer("b", "17000", "40"), offer("c", "17500")]
    ranking = rank(offers, Rules(AwardMethod.LOWEST_PRICE), seed=SEED)
    assert order(ranking) == [("b", 1), ("c", 2), ("a", 3)]
    assert {each.note for each in ranking.standings} == {None}


def test_of_those_with_minimum_quality_the_lowest_price_wins():
    offers = [offer("a", "18000", "95"), offer("b", "17000", "69.99"), offer("c", "17500", "70")]
    ranking = rank(offers, one_criterion(AwardMethod.MINIMUM_QUALITY), seed=SEED)
    assert order(ranking) == [("c", 1), ("a", 2), ("b", None)]


def test_the_worked_example_of_the_adjusted_price():
    """K = 15 %: 18,000 $ noted 85 beats 17,200 $ noted 72, and is contracted at 18,000 $."""
    rules = one_criterion(AwardMethod.ADJUSTED_PRICE, k=Decimal("0.15"))

    ranking = rank([offer("b", "17200", "72"), offer("a", "18000", "85")], rules, seed=SEED)

    shown = {each.bid: each.adjusted_price.quantize(CENT) for each in ranking.standings}
    assert shown == {"a": Decimal("16744.19"), "b": Decimal("17029.70")}
    assert order(ranking) == [("a", 1), ("b", 2)]
    assert ranking.winner.price == Decimal(18000)


def test_at_a_fixed_price_the_best_quality_wins():
    offers = [offer("a", "20000", "80"), offer("b", "20000", "92.5"), offer("c", "20000", "60")]
    ranking = rank(offers, one_criterion(AwardMethod.BEST_QUALITY), seed=SEED)
    assert order(ranking) == [("b", 1), ("a", 2), ("c", None)]


# --- acceptability ------------------------------------------------------------------------------


def test_every_pass_mark_that_was_missed_is_named():
    rules = Rules(
        AwardMethod.MINIMUM_QUALITY,
        (
            Weighing("method", Decimal(60), pass_mark=Decimal(70)),
            Weighing("team", Decimal("39.5"), pass_mark=Decimal(50)),
            Weighing("plan", Decimal("0.5")),
        ),
    )
    notes = {"method": Decimal(65), "team": Decimal(50), "plan": Decimal("12.5")}

    judged = quality(rules, notes)

    assert judged.note == Decimal("58.8125")
    assert judged.shortfalls == (
        Shortfall("quality", "method", Decimal(65), Decimal(70)),
        Shortfall("quality", "", Decimal("58.8125"), Decimal(70)),
    )


def test_a_bid_that_is_not_acceptable_needs_no_price():
    ranking = rank(
        [offer("a", None, "60"), offer("b", "90", "70")],
        one_criterion(AwardMethod.MINIMUM_QUALITY),
        seed=SEED,
    )
    assert order(ranking) == [("b", 1), ("a", None)]
    assert ranking.of("a").price is None


def test_a_price_above_the_ceiling_is_not_acceptable():
    rules = Rules(AwardMethod.LOWEST_PRICE, ceiling=Decimal("20000.00"))
    ranking = rank([offer("a", "20000.01"), offer("b", "20000.00")], rules, seed=SEED)
    assert order(ranking) == [("b", 1), ("a", None)]
    assert ranking.of("a").shortfalls == (
        Shortfall("above_budget", "", Decimal("20000.01"), Decimal("20000.00")),
    )


def test_a_bid_set_aside_keeps_its_reason_and_needs_no_notes():
    ranking = rank(
        [offer("a", "10", disqualified="conflict"), offer("b", "20", "80")],
        one_criterion(AwardMethod.MINIMUM_QUALITY),
        seed=SEED,
    )
    assert order(ranking) == [("b", 1), ("a", None)]
    assert ranking.of("a").shortfalls == (Shortfall("conflict"),)


def test_without_an_acceptable_bid_nobody_wins():
    rules = one_criterion(AwardMethod.MINIMUM_QUALITY)
    assert rank([offer("a", None, "10")], rules, seed=SEED).winner is None
    assert rank([], rules, seed=SEED).winner is None


# --- ties ---------------------------------------------------------------------------------------


def test_equal_adjusted_prices_go_to_the_lowest_price_offered():
    """17,850 ÷ 1.05 is 17,000 exactly, though ten thirtieths have no end as a decimal."""
    rules = one_criterion(AwardMethod.ADJUSTED_PRICE, k=Decimal("0.15"))
    offers = [offer("a", "17850", "80"), offer("b", "17000", "70"), offer("c", "30000", "70")]

    ranking = rank(offers, rules, seed=SEED)

    assert order(ranking) == [("b", 1), ("a", 2), ("c", 3)]
    assert [each.tie_break for each in ranking.standings] == ["price", "price", ""]


def test_equal_prices_are_drawn():
    offers = [offer(bid, "100") for bid in "abc"]
    ranking = rank(offers, Rules(AwardMethod.LOWEST_PRICE), seed=SEED)
    drawn = sorted("abc", key=lambda bid: hashlib.sha256(f"seed:{bid}".encode()).hexdigest())
    assert [each.bid for each in ranking.standings] == drawn
    assert {each.tie_break for each in ranking.standings} == {"draw"}


def test_anyone_can_work_out_the_draw():
    """The commands in the documentation of the draw give the same."""
    seed = draw_seed("ocds-1", "ab", ["bid-2", "bid-1"])
    assert seed == hashlib.sha256(b"ocds-1\nab\nbid-1\nbid-2\n").hexdigest()
    assert draw_ticket(seed, "bid-1") == hashlib.sha256(f"{seed}:bid-1".encode()).hexdigest()


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("weights", [(), ("99.99",), ("60", "40.01"), ("50", "25")])
def test_weights_that_do_not_make_100_are_refused(weights):
    criteria = tuple(Weighing(str(i), Decimal(each)) for i, each in enumerate(weights))
    with pytest.raises(ValueError, match="100"):
        Rules(AwardMethod.MINIMUM_QUALITY, criteria)


@pytest.mark.parametrize("k", [None, Decimal("0.149"), Decimal("0.301"), Decimal(15)])
def test_a_k_outside_its_bounds_is_refused(k):
    with pytest.raises(ValueError, match="K is between"):
        one_criterion(AwardMethod.ADJUSTED_PRICE, k=k)


def test_the_bounds_of_k_are_those_in_force():
    bounds = (Decimal("0.15"), Decimal("0.40"))
    rules = one_criterion(AwardMethod.ADJUSTED_PRICE, k=Decimal("0.40"), k_bounds=bounds)
    assert rules.k == Decimal("0.40")


@pytest.mark.parametrize(
    "notes",
    [
        {},
        {"all": Decimal(101)},
        {"all": Decimal(-1)},
        {"all": 80.0},
        {"all": Decimal(80), "more": Decimal(80)},
    ],
    ids=repr,
)
def test_notes_that_are_missing_or_make_no_sense_are_refused(notes):
    with pytest.raises(ValueError, match="note"):
        quality(one_criterion(AwardMethod.BEST_QUALITY), notes)


@pytest.mark.parametrize("price", [Decimal(0), Decimal(-1), 100.0, None], ids=repr)
def test_an_acceptable_bid_has_a_price_above_zero(price):
    with pytest.raises(ValueError, match="price"):
        rank([Offer("a", price)], Rules(AwardMethod.LOWEST_PRICE), seed=SEED)
