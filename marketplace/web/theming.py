"""An organisation's theme from two colours of its own: everything else is worked out from them.

The rest keeps its contrast by construction; what the two colours themselves owe is measured
(``faults``), and where they fall short, the nearest colour that would do is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from marketplace.web.colours import BLACK, WHITE, contrast, mix, readable
from marketplace.web.palette import WORDS, Measure, Shades, measures, tokens

Own = Literal["brand", "accent"]
AT_EASE = 7.0  # what is worked out stands out more than it must
DEEP = 9.0


@dataclass(frozen=True)
class Fault:
    """A colour that can't be read somewhere, the worst place, and the nearest that could be."""

    colour: Own
    worst: Measure
    instead: str


def derive(brand: str, accent: str) -> dict[str, Shades]:
    """The tokens that follow from the main colour and the accent, in both themes."""
    house = tokens()
    grounds = [house[name].dark for name in ("paper", "surface", "sunken")]
    soft = Shades(mix(brand, WHITE, 0.88), mix(house["surface"].dark, brand, 0.2))
    on_deep = Shades(mix(WHITE, brand, 0.06), mix(WHITE, brand, 0.1))
    deep = readable(mix(brand, BLACK, 0.35), *on_deep, towards=BLACK, ratio=DEEP)
    bright = readable(mix(brand, WHITE, 0.4), *grounds, soft.dark, towards=WHITE, ratio=AT_EASE)
    hover = Shades(mix(brand, BLACK, 0.3), mix(bright, WHITE, 0.35))
    ink = house["ink"].light
    return {
        "brand": Shades(brand, bright),
        "on-brand": Shades(WHITE, readable(mix(brand, BLACK, 0.75), bright, towards=BLACK)),
        "brand-hover": hover,
        "brand-soft": soft,
        "deep": Shades(deep, mix(deep, BLACK, 0.3)),
        "on-deep": on_deep,
        "accent": Shades(accent, accent),
        "on-accent": Shades(*[_upon(accent, ink)] * 2),
        "focus": Shades(ink, accent),
    }


def faults(brand: str, accent: str) -> list[Fault]:
    """What can't be read with these two colours, one fault for each of them at most."""
    found = []
    if worst := _worst(brand, accent, "brand"):
        darker = (mix(brand, BLACK, step / 50) for step in range(51))
        instead = next(colour for colour in darker if not _worst(colour, accent, "brand"))
        found.append(Fault("brand", worst, instead))
    if worst := _worst(brand, accent, "accent"):
        lighter = (mix(accent, WHITE, step / 50) for step in range(51))
        instead = next(colour for colour in lighter if not _worst(brand, colour, "accent"))
        found.append(Fault("accent", worst, instead))
    return found


def stylesheet(own: Mapping[str, Shades]) -> str:
    """The tokens as a style sheet; browsers without ``light-dark()`` get the light theme."""
    light = "".join(f"--{name}:{shades.light};" for name, shades in own.items())
    both = "".join(
        f"--{name}:light-dark({shades.light},{shades.dark});" for name, shades in own.items()
    )
    return f":root{{{light}}}@supports (color:light-dark(red,red)){{:root{{{both}}}}}"


def _upon(ground: str, ink: str) -> str:
    """What words on ``ground`` are written in: ink, or whichever of white and black can be read."""
    return next(words for words in (ink, WHITE, BLACK) if contrast(words, ground) >= WORDS)


def _worst(brand: str, accent: str, colour: Own) -> Measure | None:
    """The pair furthest from what it owes because of ``colour``, if any."""
    to_blame = {"brand": {"brand", "brand-hover", "on-brand"}, "accent": {"accent", "focus"}}
    failing = [
        measure
        for measure in measures(derive(brand, accent))
        if not measure.passes and {measure.pair.words, measure.pair.ground} & to_blame[colour]
    ]
    return min(failing, key=lambda m: m.ratio / m.pair.needed, default=None)
