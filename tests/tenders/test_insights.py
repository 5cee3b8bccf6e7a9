"""The market in figures, and the signals, worked out by hand on small markets."""

from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.clock import now
from tenders.actions.insights import refresh_insights
from tenders.models import Tender
from tenders.models.insight import Signal
from tenders.queries.insights import (
    Slice,
    by_buyer,
    by_category,
    by_region,
    by_year,
    figures_of,
    made_at,
    mean,
    share,
)
from tenders.queries.signals import BY_CODE, counted, pointed_at
from tests.bids import sealed_bid
from tests.factories import BuyerFactory, TenderFactory, VendorFactory
from tests.tenders import stages

pytestmark = pytest.mark.django_db


def call(*prices, buyer=None, winner=0, vendors=(), disqualified=(), **fields):
    """A call with bids at these prices, awarded to the one at ``winner`` if there is any."""
    if buyer:
        fields["buyer"] = buyer
    tender = stages.published(**fields)
    firms = [*vendors, *(None for _ in range(len(prices) - len(vendors)))]
    bids = [
        stages.bid(tender, price=price, vendor=firm)
        for price, firm in zip(prices, firms, strict=True)
    ]
    if not bids:
        return tender
    stages.opened(tender)
    for place in disqualified:
        stages.advance(
            bids[place], "disqualified", disqualification="abnormally_low", disqualified_at=now()
        )
    stages.awarded(tender, bids[winner])
    return tender


def signals():
    refresh_insights()
    return {(signal.tender_id, signal.code) for signal in Signal.objects.all()}


# --- figures ---------------------------------------------------------------------------------


def test_without_a_call_there_are_no_figures_yet():
    refresh_insights()

    assert (figures_of(Slice()).calls, made_at() is not None) == (0, True)
    assert by_year(Slice()) == by_buyer(Slice()) == by_category(Slice()) == []


def test_the_figures_of_a_small_market():
    small, large = VendorFactory(size="micro"), VendorFactory(size="large")
    call("10000.00", "12000.00", vendors=[small])
    call("30000.00", vendors=[large])
    call("20000.00", "21000.00", "22000.00", vendors=[small])
    stages.unsuccessful(call())
    refresh_insights()

    all_of_it = figures_of(Slice())

    assert (all_of_it.calls, all_of_it.unsuccessful, all_of_it.opened) == (4, 1, 3)
    assert (all_of_it.bids, all_of_it.single_bid) == (6, 1)
    assert (all_of_it.awards, all_of_it.amount) == (3, Decimal(60000))
    assert (all_of_it.winners, all_of_it.new_winners, all_of_it.small_winners) == (2, 2, 2)
    assert all_of_it.concentration == Decimal("0.5")  # two firms, half each


def test_sealed_bids_are_not_counted():
    sealed_bid(TenderFactory(open=True))
    refresh_insights()

    assert (figures_of(Slice()).bids, figures_of(Slice()).opened) == (0, 0)


def test_a_cancelled_award_counts_for_nothing():
    tender = call("10000.00", "12000.00")
    stages.advance(tender.awards.get(), "cancelled", cancelled_at=now(), cancel_reason="Erreur")
    refresh_insights()

    assert (figures_of(Slice()).awards, figures_of(Slice()).amount) == (0, 0)


def test_slices_add_up():
    one, other = BuyerFactory(), BuyerFactory()
    call("10000.00", buyer=one)
    call("20000.00", buyer=other)
    call("5000.00", buyer=other)
    refresh_insights()

    assert [(row.label, row.figure.amount) for row in by_buyer(Slice())] == [
        (str(other.name), Decimal(25000)),
        (str(one.name), Decimal(10000)),
    ]
    [year] = by_year(Slice(buyer=one))
    assert year.figure.amount == Decimal(10000)
    [category] = by_category(Slice(buyer=other, year=int(year.key)))
    assert (category.figure.calls, category.figure.amount) == (2, Decimal(25000))


def test_what_was_won_is_told_by_the_region_of_the_firm():
    buyer, firm = BuyerFactory(), VendorFactory(region="01")
    call("10000.00", vendors=[firm], buyer=buyer)
    call("20000.00", vendors=[firm])
    call("25000.00", "26000.00", vendors=[VendorFactory(region="06")])
    call("1000.00", vendors=[VendorFactory(region="")])
    refresh_insights()

    def told(part):
        return [(row.key, row.figure.awards, row.figure.amount) for row in by_region(part)]

    assert told(Slice()) == [
        ("01", 2, Decimal(30000)),
        ("06", 1, Decimal(25000)),
        ("", 1, Decimal(1000)),
    ]
    assert told(Slice(buyer=buyer)) == [("01", 1, Decimal(10000))]
    assert [row.label for row in by_region(Slice())] == ["Bas-Saint-Laurent", "Montréal", ""]


def test_shares_and_means_of_nothing_are_unknown():
    assert (share(1, 3), share(0, 0)) == (Decimal("33.3"), None)
    assert (mean(7, 2), mean(0, 0)) == (Decimal("3.5"), None)


# --- signals ---------------------------------------------------------------------------------


def test_a_single_bid_is_told():
    alone, compared = call("10000.00"), call("10000.00", "12000.00")

    assert (alone.pk, "R018") in signals()
    assert (compared.pk, "R018") not in signals()


def test_little_time_to_bid_is_told():
    hurried, usual = call("10000.00", "12000.00"), call("10000.00", "12000.00")
    opened_for(hurried, timedelta(days=9, hours=23))
    opened_for(usual, timedelta(days=10))

    assert {pk for pk, code in signals() if code == "R003"} == {hurried.pk}


def opened_for(tender, time):
    closes = tender.published_at + time
    Tender.objects.filter(pk=tender.pk).update(enquiry_deadline=None, submission_deadline=closes)


def test_identical_prices_are_told():
    same = call("10000.00", "12000.00", "12000.00")
    call("10000.00", "12000.00", "12000.01")

    assert {pk for pk, code in signals() if code == "R028"} == {same.pk}


def test_everybody_but_the_winner_set_aside_is_told():
    emptied = call("10000.00", "12000.00", disqualified=[1])
    call("10000.00", "12000.00", "13000.00", disqualified=[1])

    assert {pk for pk, code in signals() if code == "R035"} == {emptied.pk}


def test_the_lowest_bid_set_aside_is_told():
    passed_over = call("12000.00", "10000.00", "13000.00", disqualified=[1])
    call("10000.00", "12000.00", "13000.00", disqualified=[1])

    assert {pk for pk, code in signals() if code == "R036"} == {passed_over.pk}


def test_gaps_between_prices_unlike_all_others_are_told():
    usual = [call("10000.00", f"{11000 + 100 * n}.00") for n in range(8)]
    near, far = call("10000.00", "10001.00"), call("10000.00", "30000.00")

    found = signals()
    assert {pk for pk, code in found if code == "R024"} == {near.pk}
    assert {pk for pk, code in found if code == "R058"} == {far.pk}
    assert usual


def test_a_buyer_that_sets_aside_more_than_all_others_is_told():
    strict = BuyerFactory()
    buyers = [BuyerFactory() for _ in range(5)]
    for buyer in buyers:
        for _ in range(5):
            call("10000.00", "12000.00", buyer=buyer)
    pointed = {
        call("10000.00", "12000.00", "13000.00", buyer=strict, disqualified=[2]).pk
        for _ in range(5)
    }

    assert {pk for pk, code in signals() if code == "R038"} == pointed


def test_a_firm_of_all_trades_is_told():
    """Sixteen calls where it meets four firms of one trade, and four calls of other trades."""
    jack, *others = [VendorFactory() for _ in range(5)]
    prices = [f"{10000 + 500 * n}.00" for n in range(5)]
    for _ in range(16):
        call(*prices, vendors=[jack, *others])
    for _ in range(4):
        call(*prices[1:], vendors=others)
    won = {
        call("10000.00", vendors=[jack], main_category_id=trade).pk
        for trade in ("81111508", "81111504", "81111801", "81111820")
    }

    found = {pk for pk, code in signals() if code == "R048"}
    assert won <= found
    assert len(found) == 20  # all that it won, and nothing that it did not


def test_a_late_bid_never_wins_so_its_signal_points_at_nothing():
    call("10000.00", "12000.00")

    assert "R030" not in {code for _pk, code in signals()}
    assert counted()["R030"] == 0


def test_needs_that_add_up_beyond_the_ceiling_are_told():
    buyer = BuyerFactory()
    first = call("10000.00", "12000.00", buyer=buyer, budget=Decimal(50000))
    second = call("10000.00", "12000.00", buyer=buyer, budget=Decimal(50000))
    call("10000.00", "12000.00", budget=Decimal(50000))

    found = {pk for pk, code in signals() if code == "SPLIT"}
    assert found
    assert found <= {first.pk, second.pk}


def test_every_signal_of_the_view_has_its_words():
    call("10000.00")

    assert {code for _pk, code in signals()} <= set(BY_CODE)
    assert set(counted()) == set(BY_CODE)


def test_signals_are_listed_by_year_buyer_and_category():
    buyer = BuyerFactory()
    ours, theirs = call("10000.00", buyer=buyer), call("10000.00")
    other = call("10000.00", main_category_id="81111504")
    refresh_insights()

    def listed(**part):
        return [row.tender for row in pointed_at("R018", Slice(**part)).rows]

    assert listed() == [other, theirs, ours]
    assert listed(buyer=buyer) == [ours]
    assert listed(category="81111504") == [other]
    assert listed(year=1999) == []
    assert (counted()["R018"], counted(Slice(category="81111504"))["R018"]) == (3, 1)
