"""Two colours make a theme that can be read in the light and in the dark, or are refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.web.palette import measures, tokens
from marketplace.web.theming import derive, faults, stylesheet

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
HOUSE = (tokens()["brand"].light, tokens()["accent"].light)


@settings(deadline=None)
@given(COLOURS, COLOURS)
def test_whatever_is_not_refused_can_be_read_everywhere(brand, accent):
    unreadable = [m for m in measures(derive(brand, accent)) if not m.passes]

    assert bool(unreadable) is bool(faults(brand, accent))


@settings(deadline=None)
@given(COLOURS, COLOURS)
def test_what_is_proposed_instead_is_taken(brand, accent):
    found = {fault.colour: fault.instead for fault in faults(brand, accent)}

    brand = found.get("brand", brand)
    for fault in faults(brand, found.get("accent", accent)):
        accent = fault.instead  # the accent is measured on the new header
        assert faults(brand, accent) == []


@pytest.mark.parametrize(
    ("brand", "accent", "refused"),
    [
        (*HOUSE, []),
        ("#1d4f7a", "#ffd24a", []),
        ("#7fd6b2", "#d5ea5a", ["brand"]),
        ("#0b5c45", "#0b5c45", ["accent"]),
        ("#ffffff", "#000000", ["brand", "accent"]),
    ],
)
def test_colours_that_can_not_be_read_are_refused(brand, accent, refused):
    assert [fault.colour for fault in faults(brand, accent)] == refused


def test_the_worst_place_is_named_with_its_ratio():
    [fault] = faults("#7fd6b2", "#d5ea5a")

    assert (fault.worst.pair.words, fault.worst.theme) == ("brand", "light")
    assert 1 < fault.worst.ratio < 2


def test_the_style_sheet_serves_browsers_without_light_dark_first():
    css = stylesheet({"brand": derive(*HOUSE)["brand"]})

    assert css.startswith(":root{--brand:#0b5c45;}@supports")
    assert "--brand:light-dark(#0b5c45,#" in css
