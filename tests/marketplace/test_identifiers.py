import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.identifiers import (
    BadIdentifier,
    is_doubtful_gst_number,
    is_doubtful_neq,
    passes_luhn,
    read_gst_number,
    read_neq,
    read_phone,
    read_postal_code,
    read_qst_number,
)

DIGITS = st.text("0123456789", min_size=1, max_size=12)


@pytest.mark.parametrize(
    "typed",
    [
        "1140000010",
        " 1140 000 010 ",
        "1140-000-010",
        "1140\u00a0000\u202f010",
        "NEQ 1140 000 010",
        "neq: 1140000010",
        "NEQ1140000010",
    ],
)
def test_a_neq_is_read_as_people_type_it(typed):
    assert read_neq(typed) == "1140000010"


@pytest.mark.parametrize(
    "typed", ["", "114000001", "11400000100", "114000001O", "１１４０００００１０", "NIQ1140000010"]
)
def test_what_is_not_a_neq_is_refused_with_an_example(typed):
    with pytest.raises(BadIdentifier) as refusal:
        read_neq(typed)
    assert "1140000010" in str(refusal.value.message)


@pytest.mark.parametrize(
    ("neq", "doubtful"),
    [
        ("1140000010", False),
        ("8812345674", False),
        ("1140000011", True),
        ("1140000100", True),
        ("1240000010", True),
    ],
)
def test_a_neq_that_fails_its_check_is_doubtful(neq, doubtful):
    assert is_doubtful_neq(neq) is doubtful


@pytest.mark.parametrize(
    "typed",
    [
        "123456782 RT0001",
        "123456782rt0001",
        "123 456 782 RT 0001",
        "123456782",
        "TPS 123456782 RT0001",
        "GST # 123456782",
    ],
)
def test_a_gst_number_is_kept_in_one_form(typed):
    assert read_gst_number(typed) == "123456782 RT0001"


def test_another_account_of_a_firm_is_kept():
    assert read_gst_number("123456782RT0003") == "123456782 RT0003"
    assert read_qst_number("1234567890TQ0002") == "1234567890 TQ0002"


@pytest.mark.parametrize("typed", ["", "12345678", "123456782 TQ0001", "123456782 RT1", "RT0001"])
def test_what_is_not_a_gst_number_is_refused(typed):
    with pytest.raises(BadIdentifier):
        read_gst_number(typed)


def test_a_gst_number_that_fails_its_check_is_doubtful():
    assert not is_doubtful_gst_number("123456782 RT0001")
    assert is_doubtful_gst_number("123456783 RT0001")


@pytest.mark.parametrize(
    "typed", ["1234567890 TQ0001", "1234567890tq0001", "1234567890", "TVQ : 1234567890"]
)
def test_a_qst_number_is_kept_in_one_form(typed):
    assert read_qst_number(typed) == "1234567890 TQ0001"


@pytest.mark.parametrize("typed", ["", "123456789", "1234567890 RT0001", "12345678901"])
def test_what_is_not_a_qst_number_is_refused(typed):
    with pytest.raises(BadIdentifier):
        read_qst_number(typed)


@pytest.mark.parametrize("typed", ["H2X 1Y4", "h2x1y4", "H2X-1Y4", " h2x  1y4 "])
def test_a_postal_code_is_kept_in_one_form(typed):
    assert read_postal_code(typed) == "H2X 1Y4"


@pytest.mark.parametrize("typed", ["", "H2X", "2HX 1Y4", "D2X 1Y4", "W2X 1Y4", "H2O 1Y4", "90210"])
def test_what_is_not_a_canadian_postal_code_is_refused(typed):
    with pytest.raises(BadIdentifier):
        read_postal_code(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("4185550123", "418 555-0123"),
        ("(418) 555-0123", "418 555-0123"),
        ("418.555.0123", "418 555-0123"),
        ("1 418 555 0123", "418 555-0123"),
        ("+1-418-555-0123", "418 555-0123"),
        ("418\u00a0555\u20110123", "418 555-0123"),
        ("418 555-0123 poste 12", "418 555-0123 #12"),
        ("418 555-0123, ext. 12", "418 555-0123 #12"),
        ("418-555-0123 x12", "418 555-0123 #12"),
        ("418 555-0123 #12", "418 555-0123 #12"),
        ("+33 1 23 45 67 89", "+33123456789"),
    ],
)
def test_a_telephone_number_is_read_as_people_type_it(typed, kept):
    assert (read_phone(typed), read_phone(kept)) == (kept, kept)


@pytest.mark.parametrize("typed", ["", "555-0123", "118 555-0123", "appelez-moi", "418 555-012O"])
def test_what_is_not_a_telephone_number_is_refused(typed):
    with pytest.raises(BadIdentifier):
        read_phone(typed)


@given(DIGITS)
def test_each_kept_form_is_read_as_itself(digits):
    for read in (read_neq, read_gst_number, read_qst_number):
        try:
            kept = read(digits)
        except BadIdentifier:
            continue
        assert read(kept) == kept


@given(DIGITS, st.data())
def test_luhn_finds_any_single_wrong_digit(digits, data):
    number = next(digits + check for check in "0123456789" if passes_luhn(digits + check))
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from([each for each in "0123456789" if each != number[place]]))
    assert not passes_luhn(number[:place] + wrong + number[place + 1 :])
