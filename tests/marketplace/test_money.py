from datetime import date
from decimal import ROUND_HALF_UP, Decimal, Inexact, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.money import (
    CurrencyMismatch,
    Money,
    TaxBreakdown,
    tax_rates,
    total,
    with_quebec_taxes,
)

CENTS = st.integers(-(10**11), 10**11)
AMOUNTS = CENTS.map(Money.from_minor_units)
SHARES = st.lists(
    st.decimals(0, 100, places=3) | st.integers(0, 1000), min_size=1, max_size=12
).filter(lambda shares: sum(shares) > 0)


def cad(text: str) -> Money:
    return Money(Decimal(text))


@given(AMOUNTS, AMOUNTS)
def test_adding_then_subtracting_gives_the_same_money(one, other):
    assert one + other - other == one


@given(CENTS)
def test_cents_come_and_go_without_loss(units):
    assert Money.from_minor_units(units).minor_units == units


def test_arithmetic_is_exact_whatever_the_ambient_precision():
    with localcontext() as context:
        context.prec = 3
        assert cad("123456.78") + cad("0.01") == cad("123456.79")
        assert cad("123456.78") * Decimal("0.09975") == cad("12314.813805")


def test_a_result_that_would_need_rounding_is_an_error():
    with pytest.raises(Inexact):
        cad("1e50") + cad("1e-50")


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("0.005", "0.01"), ("0.0049", "0.00"), ("2.675", "2.68"), ("-0.005", "-0.01"), ("7", "7.00")],
)
def test_halves_are_rounded_away_from_zero(exact, rounded):
    assert cad(exact).rounded().amount == Decimal(rounded)
    assert str(cad(exact).rounded()) == f"{rounded} CAD"


def test_currencies_do_not_mix():
    for operation in (
        lambda: cad("1") + Money(Decimal(1), "USD"),
        lambda: cad("1") - Money(Decimal(1), "USD"),
        lambda: cad("1") < Money(Decimal(1), "USD"),
        lambda: total([cad("1"), Money(Decimal(1), "USD")]),
    ):
        with pytest.raises(CurrencyMismatch):
            operation()
    assert cad("1") != Money(Decimal(1), "USD")


@pytest.mark.parametrize("amount", [0.1, True, "1", None])
def test_what_is_not_a_decimal_is_no_amount(amount):
    with pytest.raises(TypeError):
        Money(amount)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_an_amount_is_finite(amount):
    with pytest.raises(ValueError, match="finite"):
        Money(Decimal(amount))


@pytest.mark.parametrize("currency", ["", "cad", "$", "CANADA", "ÉÉÉ"])
def test_a_currency_is_an_iso_code(currency):
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(Decimal(1), currency)


def test_money_is_not_multiplied_by_a_float():
    with pytest.raises(TypeError):
        cad("1") * 0.05


def test_a_fraction_of_a_cent_has_no_minor_units():
    with pytest.raises(ValueError, match="cents"):
        _ = cad("0.005").minor_units


def test_a_currency_without_cents_counts_in_whole_units():
    assert Money(Decimal(500), "JPY").minor_units == 500
    assert Money.from_minor_units(500, "JPY").rounded() == Money(Decimal(500), "JPY")


@given(AMOUNTS, SHARES)
def test_allocation_loses_and_makes_no_cent(money, shares):
    assert total(money.allocate(shares)) == money


@given(AMOUNTS, SHARES)
def test_each_part_is_its_exact_share_to_the_cent(money, shares):
    for share, part in zip(shares, money.allocate(shares), strict=True):
        exact = Decimal(money.minor_units) * Decimal(share) / Decimal(sum(shares))
        assert abs(Decimal(part.minor_units) - exact) < Decimal("1.000001")


@given(AMOUNTS, SHARES)
def test_equal_shares_differ_by_a_cent_at_most(money, shares):
    parts = [part.minor_units for part in money.allocate([1] * len(shares))]
    assert max(parts) - min(parts) <= 1


@given(AMOUNTS, SHARES)
def test_the_size_of_the_shares_does_not_matter(money, shares):
    assert money.allocate(shares) == money.allocate([Decimal(share) * 7 for share in shares])


def test_the_cent_left_over_goes_to_the_first_of_equals():
    assert cad("100.00").allocate([1, 1, 1]) == [cad("33.34"), cad("33.33"), cad("33.33")]
    assert cad("-0.05").allocate([1, 1]) == [cad("-0.03"), cad("-0.02")]
    assert cad("0.01").allocate([Decimal("33.3"), Decimal("66.7")]) == [cad("0"), cad("0.01")]


@pytest.mark.parametrize("shares", [[], [0, 0], [1, -1], [2, -1]])
def test_shares_that_make_no_sense_are_refused(shares):
    with pytest.raises(ValueError, match="shares"):
        cad("1.00").allocate(shares)


def test_the_total_of_nothing_is_zero():
    assert total([]) == cad("0.00")


def test_quebec_taxes_are_each_on_the_price_alone():
    assert with_quebec_taxes(cad("18000"), charged=True) == TaxBreakdown(
        pretax=cad("18000.00"), gst=cad("900.00"), qst=cad("1795.50"), total=cad("20695.50")
    )


def test_a_small_supplier_charges_no_tax():
    assert with_quebec_taxes(cad("18000"), charged=False) == TaxBreakdown(
        pretax=cad("18000.00"), gst=cad("0.00"), qst=cad("0.00"), total=cad("18000.00")
    )


@given(st.integers(0, 10**10).map(Money.from_minor_units))
def test_each_tax_is_rounded_on_its_own_and_the_total_adds_up(price):
    taxes = with_quebec_taxes(price, charged=True)
    cent = Decimal("0.01")
    assert taxes.gst.amount == (price.amount * Decimal("0.05")).quantize(cent, ROUND_HALF_UP)
    assert taxes.qst.amount == (price.amount * Decimal("0.09975")).quantize(cent, ROUND_HALF_UP)
    assert taxes.pretax + taxes.gst + taxes.qst == taxes.total


def test_the_rates_of_a_day_come_from_the_dated_table():
    assert (tax_rates().gst, tax_rates().qst) == (Decimal("0.05"), Decimal("0.09975"))
    assert tax_rates(date(2013, 1, 1)) == tax_rates()
    with pytest.raises(ValueError, match="2012-12-31"):
        tax_rates(date(2012, 12, 31))
