"""The palette, by numbers: WCAG contrast of every pair that the styles put together."""

import re

import pytest
from django.conf import settings

TOKENS = (settings.BASE_DIR / "marketplace/assets/css/00-tokens.css").read_text()
TONES = ["go", "wait", "stop", "note", "seal", "idle"]
TEXT = [
    *[("ink", ground) for ground in ("paper", "surface", "sunken")],
    *[("ink-soft", ground) for ground in ("paper", "surface", "sunken")],
    *[("brand", ground) for ground in ("paper", "surface", "sunken", "brand-soft")],
    *[("brand-hover", ground) for ground in ("paper", "surface", "brand-soft")],
    *[(tone, f"{tone}-soft") for tone in TONES],
    *[("ink", f"{tone}-soft") for tone in TONES],
    ("stop", "surface"),
    ("surface", "stop"),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("on-deep", "deep"),
    ("on-accent", "accent"),
]
SHAPES = [
    ("line-strong", "surface"),
    ("line-strong", "paper"),
    ("focus", "paper"),
    ("accent", "deep"),
]


def palette(theme):
    place = ["light", "dark"].index(theme)
    found = {}
    for name, value in re.findall(r"--([a-z-]+): (#[0-9a-f]{6}|light-dark\([^)]+\));", TOKENS):
        colours = re.findall(r"#[0-9a-f]{6}", value)
        found.setdefault(name, colours[place if len(colours) == 2 else 0])
    return found


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, bright = sorted([luminance(one), luminance(other)])
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), TEXT)
def test_words_stand_out_from_their_ground(theme, words, ground):
    colours = palette(theme)

    assert contrast(colours[words], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_that_mean_something_stand_out(theme, shape, ground):
    colours = palette(theme)

    assert contrast(colours[shape], colours[ground]) >= 3


def test_the_fallback_for_old_browsers_is_the_light_theme():
    fallback = TOKENS[TOKENS.index("@supports not") :]
    light = palette("light")

    for name, value in re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", fallback):
        full = value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:])
        assert light[name] == full, name
