"""Contrast and its cure, against WCAG's own examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.web.colours import BLACK, WHITE, contrast, luminance, mix, readable

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_and_white_are_the_ends_of_the_scale():
    assert (luminance(BLACK), luminance(WHITE)) == (0, 1)
    assert contrast(BLACK, WHITE) == 21


@pytest.mark.parametrize(("grey", "ratio"), [("#767676", 4.54), ("#777777", 4.48)])
def test_the_well_known_greys_fall_on_their_sides(grey, ratio):
    assert round(contrast(grey, WHITE), 2) == ratio


def test_mixing_goes_from_one_to_the_other():
    assert [mix("#102030", "#f0e0d0", share) for share in (0, 0.5, 1)] == [
        "#102030",
        "#808080",
        "#f0e0d0",
    ]


@given(COLOURS)
def test_any_colour_has_a_readable_neighbour(colour):
    assert contrast(readable(colour, WHITE, towards=BLACK), WHITE) >= 4.5
    assert contrast(readable(colour, BLACK, towards=WHITE), BLACK) >= 4.5


def test_a_colour_that_can_be_read_stays():
    assert readable("#0b5c45", WHITE, towards=BLACK) == "#0b5c45"
