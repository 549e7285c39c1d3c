"""The colours of practices: a few, and each can be read in light and dark."""

import re
from math import cos, radians, sin
from pathlib import Path

import pytest

import ringback
from ringback.rules import hue
from ringback.rules.hue import Hue

SHEET = (Path(ringback.__file__).parent / "static/ringback/css/frame.css").read_text()


def linear(lightness: float, chroma: float, angle: float) -> tuple[float, float, float]:
    """Linear sRGB of an OKLCH colour, cut to what a screen shows. Source: CSS Color 4, 18."""
    a, b = chroma * cos(radians(angle)), chroma * sin(radians(angle))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.29148555 * b) ** 3
    found = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.70761470 * short,
    )
    return tuple(min(1.0, max(0.0, each)) for each in found)  # type: ignore[return-value]


def on_white(colour: tuple[float, float, float]) -> float:
    """Contrast with white words, as WCAG 2.2 counts it."""
    red, green, blue = colour
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def bands() -> dict[str, tuple[float, float, float]]:
    """The colour of the band of each hue, from the style sheet; green is the one without a name."""
    rule = r"\.practice-band(?:\.(\w+))? \{[^}]*?background: oklch\((\d+)% ([\d.]+) (\d+)\)"
    found = re.findall(rule, SHEET)
    return {
        name or "green": linear(int(light) / 100, float(chroma), float(angle))
        for name, light, chroma, angle in found
    }


def test_every_colour_has_a_band_and_a_mark() -> None:
    marks = {name or "green" for name in re.findall(r"\.hue(?:\.(\w+))? \{", SHEET)}
    assert set(bands()) == marks == {str(each) for each in Hue}


@pytest.mark.parametrize("code", Hue)
def test_white_words_can_be_read_on_every_band(code: Hue) -> None:
    """A band keeps its colour in light and dark, so one contrast counts for both."""
    assert on_white(bands()[code]) >= 7


def test_no_two_bands_look_the_same() -> None:
    seen = sorted(bands().values())
    nearest = min(
        sum(abs(one - other) for one, other in zip(first, second, strict=True))
        for at, first in enumerate(seen)
        for second in seen[at + 1 :]
    )
    assert nearest > 0.02


@pytest.mark.parametrize("code", Hue)
def test_each_of_them_may_be_chosen(code: Hue) -> None:
    assert hue.refusals(str(code)) == ()


@pytest.mark.parametrize("code", ["", "pink", "GREEN"])
def test_nothing_else_may(code: str) -> None:
    assert [str(each) for each in hue.refusals(code)] == ["Choose one of the colours shown."]
