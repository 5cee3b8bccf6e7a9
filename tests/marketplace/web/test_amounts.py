import re
from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override

from marketplace.web.amounts import AmountField, parse_amount


class Offer(forms.Form):
    price = AmountField(label="Prix")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1234.56", "1234.56"),
        ("1 234,56 $", "1234.56"),
        ("1\u00a0234,56\u00a0$", "1234.56"),
        ("1\u202f234,5", "1234.5"),
        ("$1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234", "1234.0"),
        ("1,234,567", "1234567.0"),
        ("90000", "90000.0"),
        (",50", "0.50"),
        ("-12,00", "-12.00"),
    ],
)
def test_amounts_are_read_as_both_languages_write_them(typed, amount):
    assert parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed", ["abc", "1e5", "NaN", "12,34,5", "1 23", "1,234 567", "1..2", "12.345.6", "٣"]
)
def test_what_is_not_clearly_an_amount_is_refused(typed):
    with pytest.raises(ValueError, match=re.escape(typed)):
        parse_amount(typed)


def test_a_wrong_amount_gets_a_sentence_and_stays_in_the_box():
    form = Offer({"price": "beaucoup"})

    assert not form.is_valid()
    assert 'value="beaucoup"' in str(form["price"])


def test_the_dollar_sign_is_where_the_language_has_it():
    with override("fr"):
        french = str(Offer(initial={"price": Decimal("1234.50")})["price"])
    with override("en"):
        english = str(Offer(initial={"price": Decimal("1234.50")})["price"])

    assert "1\u00a0234,50" in french
    assert french.rindex("$") > french.index("<input")
    assert "1,234.50" in english
    assert english.index("$") < english.index("<input")
