from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from marketplace.identifiers import read_neq
from marketplace.web.fields import AmountField, IdentifierField


class PriceForm(forms.Form):
    amount = AmountField(label="Price", max_value=Decimal("90000.00"))


class OptionalForm(forms.Form):
    amount = AmountField(required=False, min_value=Decimal("0.00"))


@pytest.mark.parametrize("typed", ["18 000,50 $", "$18,000.50", "18000.5"])
def test_an_amount_is_read_as_people_type_it(typed):
    form = PriceForm({"amount": typed})
    assert form.is_valid()
    assert form.cleaned_data["amount"] == Decimal("18000.50")


def test_what_was_typed_stays_when_it_is_refused():
    with translation.override("fr"):
        form = PriceForm({"amount": "18,000"})
        assert not form.is_valid()
        assert 'value="18,000"' in str(form["amount"])


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("90 000,01", "Write an amount of $90,000.00 or less."),
        ("0", "Write an amount of $0.01 or more."),
        ("ten", "Write an amount in dollars, for example 1234.56."),
    ],
)
def test_a_refusal_says_what_to_write(typed, error):
    with translation.override("en"):
        assert PriceForm({"amount": typed}).errors == {"amount": [error]}


def test_nothing_is_an_answer_only_where_the_field_is_optional():
    assert PriceForm({"amount": "  "}).has_error("amount", "required")
    assert OptionalForm({"amount": "  "}).is_valid()
    assert OptionalForm({"amount": "0"}).is_valid()


@pytest.mark.parametrize(("language", "shown"), [("fr", "18\u00a0000,50"), ("en", "18,000.50")])
def test_a_value_is_shown_as_the_reader_writes_it(language, shown):
    with translation.override(language):
        html = str(PriceForm(initial={"amount": Decimal("18000.50")})["amount"])
    assert f'value="{shown}"' in html
    assert 'inputmode="decimal"' in html


def test_retyping_the_same_amount_is_no_change():
    form = PriceForm({"amount": "18 000,50 $"}, initial={"amount": Decimal("18000.50")})
    assert not form.has_changed()


def test_more_digits_than_the_column_holds_are_refused():
    assert OptionalForm({"amount": "9" * 11}).has_error("amount", "max_digits")


class FirmForm(forms.Form):
    neq = IdentifierField(read=read_neq, required=False)


def test_a_number_is_kept_in_one_form():
    form = FirmForm({"neq": "1140 000 010"})
    assert form.is_valid()
    assert form.cleaned_data == {"neq": "1140000010"}
    assert FirmForm({"neq": " "}).is_valid()


def test_a_number_of_another_shape_is_refused_and_stays():
    with translation.override("en"):
        form = FirmForm({"neq": "114"})
        assert form.errors == {"neq": ["A Québec enterprise number has ten digits, as 1140000010."]}
        assert 'value="114"' in str(form["neq"])


def test_the_dollar_sign_is_where_the_language_has_it():
    with translation.override("fr"):
        french = str(PriceForm()["amount"])
    with translation.override("en"):
        english = str(PriceForm()["amount"])
    assert french.rindex("$") > french.index("<input")
    assert english.index("$") < english.index("<input")
