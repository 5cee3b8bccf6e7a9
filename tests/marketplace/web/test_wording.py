from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from marketplace.money import Money
from marketplace.web.wording import (
    initials,
    keep_punctuation,
    say_clock,
    say_day,
    say_moment,
    say_money,
    say_size,
)

AFTERNOON = datetime(2026, 3, 3, 19, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        ("1234.56", "1\u00a0234,56\u00a0$", "$1,234.56"),
        ("0", "0,00\u00a0$", "$0.00"),
        ("1284500", "1\u00a0284\u00a0500,00\u00a0$", "$1,284,500.00"),
        ("-12.345", "\u221212,35\u00a0$", "\u2212$12.35"),
    ],
)
def test_money_is_written_as_each_language_does(amount, french, english):
    assert say_money(Decimal(amount), "fr") == french
    assert say_money(Decimal(amount), "en") == english


def test_round_amounts_may_go_without_cents():
    assert say_money(Decimal("90000.00"), "fr", cents=False) == "90\u00a0000\u00a0$"
    assert say_money(Decimal("90000.50"), "fr", cents=False) == "90\u00a0000,50\u00a0$"


def test_another_currency_keeps_its_code():
    assert say_money(Money(Decimal(10), "USD"), "fr") == "10,00\u00a0USD"
    assert say_money(Money(Decimal(10), "USD"), "en") == "USD\u00a010.00"


def test_days_are_written_out():
    assert say_day(date(2026, 3, 3), "fr") == "3\u00a0mars\u00a02026"
    assert say_day(date(2026, 8, 1), "fr") == "1er\u00a0août\u00a02026"
    assert say_day(date(2026, 3, 3), "en") == "March\u00a03,\u00a02026"


def test_a_moment_is_on_the_clock_of_quebec_whatever_zone_it_comes_in():
    assert say_moment(AFTERNOON, "fr") == (
        "3\u00a0mars\u00a02026 à 14\u00a0h\u00a000 (heure de\u00a0l’Est)"
    )
    assert (
        say_moment(AFTERNOON, "en")
        == "March\u00a03,\u00a02026 at 2:00\u00a0p.m. (Eastern\u00a0time)"
    )


@pytest.mark.parametrize(
    ("hour", "french", "english"),
    [(5, "0\u00a0h\u00a005", "12:05\u00a0a.m."), (17, "12\u00a0h\u00a005", "12:05\u00a0p.m.")],
)
def test_midnight_and_noon_are_not_confused(hour, french, english):
    moment = datetime(2026, 3, 3, hour, 5, tzinfo=UTC)

    assert say_clock(moment, "fr") == french
    assert say_clock(moment, "en") == english


def test_a_day_is_the_one_in_quebec_not_in_utc():
    assert say_day(datetime(2026, 3, 4, 3, 0, tzinfo=UTC), "en") == "March\u00a03,\u00a02026"


@pytest.mark.parametrize(
    ("size", "french", "english"),
    [
        (812, "812\u00a0o", "812\u00a0B"),
        (1_432_000, "1,4\u00a0Mo", "1.4\u00a0MB"),
        (25_000_000, "25\u00a0Mo", "25\u00a0MB"),
    ],
)
def test_file_sizes_are_short(size, french, english):
    assert say_size(size, "fr") == french
    assert say_size(size, "en") == english


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Attention : 12 %", "Attention\u00a0: 12\u00a0%"),
        ("« Oui » ; non ?", "«\u00a0Oui\u00a0»\u00a0; non\u00a0?"),
        ("https://exemple.quebec/a:b", "https://exemple.quebec/a:b"),
    ],
)
def test_french_punctuation_keeps_to_its_word(typed, set_):
    assert keep_punctuation(typed) == set_


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Marie-Ève Tremblay", "MT"), ("Coop Le Ponceau", "CP"), ("élan", "É"), ("", "?")],
)
def test_initials_stand_for_a_name(name, letters):
    assert initials(name) == letters
