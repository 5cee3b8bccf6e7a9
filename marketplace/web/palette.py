"""The colours of the design system, read from the style sheet that everybody gets.

The living page shows them, the tests measure them, and a theme is measured against them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from django.conf import settings

from marketplace.web.colours import COLOUR, contrast

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, Theme] = ("light", "dark")
SOURCE = settings.BASE_DIR / "marketplace/assets/css/00-tokens.css"
TONES = ("go", "wait", "stop", "note", "seal", "idle")
WORDS, SHAPE = 4.5, 3.0  # the contrast that WCAG 2.2 AA asks of text, and of what means something


class Shades(NamedTuple):
    """One token in both themes."""

    light: str
    dark: str


@dataclass(frozen=True)
class Pair:
    """Two tokens that the styles put one upon the other, and the contrast they owe."""

    words: str
    ground: str
    needed: float = WORDS


@dataclass(frozen=True)
class Measure:
    """A pair in one theme: its two colours and their contrast."""

    pair: Pair
    theme: Theme
    words: str
    ground: str

    @property
    def ratio(self) -> float:
        return contrast(self.words, self.ground)

    @property
    def passes(self) -> bool:
        return self.ratio >= self.pair.needed


PAIRS = (
    *(Pair("ink", ground) for ground in ("paper", "surface", "sunken")),
    *(Pair("ink-soft", ground) for ground in ("paper", "surface", "sunken")),
    *(Pair("brand", ground) for ground in ("paper", "surface", "sunken", "brand-soft")),
    *(Pair("brand-hover", ground) for ground in ("paper", "surface", "brand-soft")),
    *(Pair(tone, f"{tone}-soft") for tone in TONES),
    *(Pair("ink", f"{tone}-soft") for tone in TONES),
    Pair("stop", "surface"),
    Pair("surface", "stop"),
    Pair("on-brand", "brand"),
    Pair("on-brand", "brand-hover"),
    Pair("on-deep", "deep"),
    Pair("on-accent", "accent"),
    Pair("line-strong", "surface", SHAPE),
    Pair("line-strong", "paper", SHAPE),
    Pair("focus", "paper", SHAPE),
    Pair("accent", "deep", SHAPE),
)


@cache
def tokens() -> dict[str, Shades]:
    """Each colour token of the house and its two shades, in the order of the style sheet."""
    found: dict[str, Shades] = {}
    source = SOURCE.read_text().partition("@supports not")[0]
    for name, value in re.findall(r"--([a-z-]+): (#[0-9a-f]{6}|light-dark\([^)]+\));", source):
        colours = COLOUR.findall(value)
        found[name] = Shades(colours[0], colours[-1])
    return found


def measures(own: Mapping[str, Shades] | None = None) -> list[Measure]:
    """Every pair in both themes, with a theme's ``own`` tokens in place of the house's."""
    shades = {**tokens(), **(own or {})}
    return [
        Measure(
            pair, theme, getattr(shades[pair.words], theme), getattr(shades[pair.ground], theme)
        )
        for theme in THEMES
        for pair in PAIRS
    ]


def sizes(prefix: str) -> dict[str, str]:
    """The tokens of lengths whose name begins with ``prefix`` (``gap``, ``text``, ``h``)."""
    found = re.findall(rf"--({prefix}[a-z0-9-]*): ([^;]+);", SOURCE.read_text())
    return dict(found)
