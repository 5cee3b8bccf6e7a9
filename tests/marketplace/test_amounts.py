from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from marketplace.amounts import AmountNotUnderstood, format_money, format_number, parse_amount
from marketplace.money import Money

LANGUAGES = ("fr", "en")


@pytest.fixture(autouse=True)
def _english_sentences():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    [
        "1234.50",
        "1234,50",
        "1234.5",
        "1234,5",
        "1 234,50 $",
        "1\u00a0234,50\u00a0$",
        "1\u202f234,50\u202f$",
        "1 234.50",
        "$1,234.50",
        "$ 1,234.50",
        "1,234.50 CAD",
        "CA$1,234.50",
        "CAD 1234.50",
        "1.234,50",
        "  1234.50\t",
        "001234.50",
    ],
)
def test_every_usual_way_of_writing_an_amount_is_understood(typed, language):
    assert parse_amount(typed, language) == Decimal("1234.50")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", [",50", ".5", "0,50 $", "$.50"])
def test_cents_alone_are_understood(typed, language):
    assert parse_amount(typed, language) == Decimal("0.50")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["1 234 567", "1,234,567", "1.234.567", "1234567", "1234567 $"])
def test_thousands_that_can_be_nothing_else_are_understood(typed, language):
    assert parse_amount(typed, language) == Decimal("1234567.00")


def test_a_comma_before_three_digits_is_thousands_in_english_and_asked_again_in_french():
    assert parse_amount("1,234", "en") == Decimal("1234.00")
    with pytest.raises(AmountNotUnderstood, match=r"1,234.*two ways"):
        parse_amount("1,234", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_point_before_three_digits_is_asked_again(language):
    with pytest.raises(AmountNotUnderstood, match="two ways"):
        parse_amount("1.234", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    [
        "", "abc", "$", "CAD", "-5", "−5", "1e5", "NaN", "Infinity", "12 34", "1 2345", "1,23,456",
        "1.2.3", "1,2,3", "12,34.56", "1 234 56,00", "0x10", "１２３４", "١٢٣", "5 €", "5 USD",
        "5.", "5,", "1$2", "1CAD234", "1'234", "--", "9" * 41,
    ],
)  # fmt: skip
def test_what_is_not_one_amount_is_refused_with_a_sentence(typed, language):
    with pytest.raises(AmountNotUnderstood) as refusal:
        parse_amount(typed, language)
    assert str(refusal.value.message).endswith(".")


@pytest.mark.parametrize("typed", ["1234.567", "1234,5678", "1 234,567", "0.001"])
def test_more_than_two_decimals_are_never_rounded_away(typed):
    with pytest.raises(AmountNotUnderstood):
        parse_amount(typed, "fr")


def test_the_language_is_that_of_the_reader_unless_said():
    with translation.override("en"):
        assert parse_amount("1,234") == Decimal("1234.00")
    with translation.override("fr"), pytest.raises(AmountNotUnderstood):
        parse_amount("1,234")


@given(st.integers(0, 10**12), st.sampled_from(LANGUAGES))
def test_what_we_write_we_read_back(cents, language):
    amount = Decimal(cents).scaleb(-2)
    assert parse_amount(format_number(amount, language), language) == amount
    assert parse_amount(format_money(Money(amount), language), language) == amount


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_any_text_is_an_amount_in_whole_cents_or_refused(typed, language):
    try:
        amount = parse_amount(typed, language)
    except AmountNotUnderstood:
        return
    assert (amount.as_tuple().exponent, amount >= 0) == (-2, True)


def test_an_amount_of_any_length_is_read_as_written():
    """Whether it is allowed is for the field to say."""
    assert parse_amount("1" + "0" * 26, "fr") == 10**26


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        ("0", "0,00 $", "$0.00"),
        ("1234.5", "1 234,50 $", "$1,234.50"),
        ("89999.995", "90 000,00 $", "$90,000.00"),
        ("1234567.89", "1 234 567,89 $", "$1,234,567.89"),
        ("-5", "−5,00 $", "−$5.00"),
    ],
)
def test_money_is_written_as_the_language_does(amount, french, english):
    money = Money(Decimal(amount))
    assert format_money(money, "fr") == french.replace(" ", "\u00a0")
    assert format_money(money, "en") == english


def test_whole_dollars_may_be_written_without_cents():
    assert format_money(Money(Decimal(90000)), "fr", cents=False) == "90\u00a0000\u00a0$"
    assert format_money(Money(Decimal("90000.50")), "en", cents=False) == "$90,000.50"


def test_another_currency_is_named():
    assert format_money(Money(Decimal(5), "USD"), "fr") == "5,00\u00a0USD"
    assert format_money(Money(Decimal(5), "USD"), "en") == "USD\u00a05.00"
