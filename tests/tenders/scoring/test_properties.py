"""What holds for every set of bids, by every method."""

from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from tenders.scoring import Offer, Ranking, Rules, Weighing, rank
from tenders.values import AwardMethod

SEED = "a published seed"
WEIGHTS = st.lists(st.integers(1, 50), min_size=1, max_size=4).map(
    lambda parts: [Decimal(100) - sum(parts[1:]), *map(Decimal, parts[1:])]
)
NOTES = st.sampled_from([Decimal(n) for n in range(0, 101, 5)]) | st.decimals(0, 100, places=2)
PRICES = st.sampled_from([Decimal(n) for n in (9000, 10000, 11500)]) | st.decimals(
    1, 90000, places=2
)


@st.composite
def calls(draw) -> tuple[list[Offer], Rules]:
    """A call's rules and the bids on it; round figures are frequent, so that ties happen."""
    weights = draw(WEIGHTS.filter(lambda weights: min(weights) > 0))
    marks = st.none() | st.sampled_from([Decimal(50), Decimal(70)])
    rules = Rules(
        draw(st.sampled_from(AwardMethod)),
        tuple(Weighing(f"c{i}", weight, draw(marks)) for i, weight in enumerate(weights)),
        minimum_note=draw(st.sampled_from([Decimal(0), Decimal(60), Decimal(70)])),
        k=draw(st.decimals(Decimal("0.15"), Decimal("0.30"), places=3)),
        ceiling=draw(st.none() | st.just(Decimal(50000))),
    )
    offers = [
        Offer(f"bid-{i}", draw(PRICES), {each.key: draw(NOTES) for each in rules.criteria})
        for i in range(draw(st.integers(1, 6)))
    ]
    return offers, rules


def place(ranking: Ranking, bid: str) -> float:
    """The rank for comparing; a bid that is not acceptable comes after everybody."""
    return ranking.of(bid).rank or float("inf")


@given(calls(), st.randoms())
def test_the_order_in_which_bids_are_read_does_not_matter(call, random):
    offers, rules = call
    shuffled = random.sample(offers, len(offers))
    assert rank(shuffled, rules, seed=SEED) == rank(offers, rules, seed=SEED)


@given(calls())
def test_every_bid_has_one_standing_and_ranks_have_no_gap(call):
    offers, rules = call
    standings = rank(offers, rules, seed=SEED).standings
    assert sorted(each.bid for each in standings) == sorted(each.bid for each in offers)
    acceptable = [each for each in standings if each.acceptable]
    assert [each.rank for each in acceptable] == list(range(1, len(acceptable) + 1))
    assert all(each.rank is None for each in standings if not each.acceptable)


@given(calls(), st.data())
def test_a_lower_price_never_worsens_the_rank(call, data):
    offers, rules = call
    offer = data.draw(st.sampled_from(offers))
    lower = data.draw(st.decimals(Decimal("0.01"), offer.price, places=2))
    others = [each for each in offers if each is not offer]

    before = rank(offers, rules, seed=SEED)
    after = rank([*others, replace(offer, price=lower)], rules, seed=SEED)

    assert place(after, offer.bid) <= place(before, offer.bid)


@given(calls(), st.data())
def test_a_better_note_never_worsens_the_rank(call, data):
    offers, rules = call
    offer = data.draw(st.sampled_from(offers))
    key = data.draw(st.sampled_from(sorted(offer.notes)))
    better = {**offer.notes, key: data.draw(st.decimals(offer.notes[key], 100, places=2))}
    others = [each for each in offers if each is not offer]

    before = rank(offers, rules, seed=SEED)
    after = rank([*others, replace(offer, notes=better)], rules, seed=SEED)

    assert place(after, offer.bid) <= place(before, offer.bid)


@given(calls(), st.data())
def test_a_bid_that_is_not_acceptable_changes_nothing_for_the_others(call, data):
    offers, rules = call
    ranking = rank(offers, rules, seed=SEED)
    rejected = {each.bid for each in ranking.standings if not each.acceptable}
    kept = [each for each in offers if each.bid not in rejected]
    assume(rejected)
    assert [each for each in ranking.standings if each.acceptable] == list(
        rank(kept, rules, seed=SEED).standings
    )


@given(calls(), st.integers(1, 6))
def test_the_result_does_not_depend_on_the_ambient_precision(call, precision):
    offers, rules = call
    with localcontext() as context:
        context.prec = precision
        ranking = rank(offers, rules, seed=SEED)
    assert ranking == rank(offers, rules, seed=SEED)


@given(calls())
def test_adjusted_prices_are_in_the_order_of_the_exact_fractions(call):
    """Worked out again with fractions, which never round: the same order and the same ties."""
    offers, rules = call
    rules = replace(rules, method=AwardMethod.ADJUSTED_PRICE)
    ranked = [each for each in rank(offers, rules, seed=SEED).standings if each.acceptable]

    def exact(standing) -> Fraction:
        weighed = sum(
            Fraction(each.weight) * Fraction(standing.offer.notes[each.key]) / 100
            for each in rules.criteria
        )
        return Fraction(standing.price) / (1 + Fraction(rules.k) * (weighed - 70) / 30)

    assert ranked == sorted(ranked, key=lambda each: (exact(each), each.price, each.ticket))
    for one, other in pairwise(ranked):
        assert (one.adjusted_price == other.adjusted_price) == (exact(one) == exact(other))


@given(calls())
def test_figures_are_decimals_everywhere(call):
    offers, rules = call
    for each in rank(offers, rules, seed=SEED).standings:
        for figure in (each.price, each.note, each.adjusted_price):
            assert figure is None or type(figure) is Decimal
