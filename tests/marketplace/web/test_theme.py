"""The palette, by numbers: WCAG contrast of every pair that the styles put together."""

import re

import pytest

from marketplace.web.palette import PAIRS, SOURCE, measures, tokens

MEASURES = measures()


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: f"{m.pair.words}-{m.theme}")
def test_what_is_read_or_means_something_stands_out_from_its_ground(measure):
    assert measure.ratio >= measure.pair.needed


def test_every_pair_is_measured_in_both_themes():
    assert len(MEASURES) == 2 * len(PAIRS)


def test_the_fallback_for_old_browsers_is_the_light_theme():
    fallback = SOURCE.read_text().partition("@supports not")[2]

    for name, value in re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", fallback):
        full = value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:])
        assert tokens()[name].light == full, name
