import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.canonical import LARGEST_INTEGER, NotCanonical, dumps, loads

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
    | st.text(st.characters(codec="utf-8"))
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_back(value):
    assert loads(dumps(value)) == value


@given(VALUES)
def test_any_json_reader_understands_it(value):
    assert json.loads(dumps(value)) == value


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(0, 9)))
def test_the_order_of_keys_in_memory_does_not_matter(value):
    assert dumps(dict(reversed(value.items()))) == dumps(value)


def test_the_sorting_example_of_rfc_8785():
    # RFC 8785 §3.2.3: by UTF-16 code units, so the emoji comes before U+FB33.
    value = {"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\x80": 6, "ö": 7}
    order = ["\r", "1", "\x80", "ö", "€", "😀", "\ufb33"]
    assert list(loads(dumps(value))) == order


def test_the_escapes_of_rfc_8785():
    # RFC 8785 §3.2.2.2: short escapes where JSON has them, lower-case \\u00xx elsewhere, else none.
    assert dumps('€$\x0f\nA\'B"\\\\"/\x7f') == b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'


@pytest.mark.parametrize(
    "value",
    [1.5, Decimal("1.50"), float("nan"), {1: "a"}, {"a"}, b"a", 2**53, -(2**53), "\ud800"],
    ids=repr,
)
def test_what_has_no_single_form_is_refused(value):
    with pytest.raises(NotCanonical):
        dumps({"value": [value]})


@pytest.mark.parametrize(
    "data",
    [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1,"a":1}', b'"\\u0041"', b"1.0", b"NaN", b"", b"\xff"],
    ids=repr,
)
def test_another_way_of_writing_a_value_is_refused(data):
    with pytest.raises(NotCanonical):
        loads(data)


def test_nesting_beyond_the_reader_is_refused():
    with pytest.raises(NotCanonical):
        loads(b"[" * 100_000 + b"]" * 100_000)
