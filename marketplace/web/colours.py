"""Colours by numbers: WCAG 2.2 contrast, mixing, and the nearest colour that can be read.

A colour is six hexadecimal digits after ``#``, in sRGB.
"""

import re

BLACK, WHITE = "#000000", "#ffffff"
COLOUR = re.compile(r"#[0-9a-f]{6}")


def luminance(colour: str) -> float:
    """Relative luminance, from 0 (black) to 1 (white). Source: WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, from 1 (the same) to 21 (black on white). Source: WCAG 2.2."""
    dark, bright = sorted([luminance(one), luminance(other)])
    return (bright + 0.05) / (dark + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """``colour`` with a ``share`` (0 to 1) of ``other`` stirred in."""
    pairs = [(int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, *grounds: str, towards: str, ratio: float = 4.5) -> str:
    """The colour nearest to ``colour`` on its way to ``towards`` that stands out from ``grounds``.

    It is ``towards`` itself where nothing before it does.
    """
    for step in range(101):
        shade = mix(colour, towards, step / 100)
        if all(contrast(shade, ground) >= ratio for ground in grounds):
            return shade
    return towards
