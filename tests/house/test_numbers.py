"""Every telephone number of the project is one nobody has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ringback
from tests.numbers import HOW_MANY, invented

ROOT = Path(ringback.__file__).parents[2]
LOOKED_AT = ("src", "tests", "bench", "docs", "messages")
TEXT = {".py", ".md", ".toml", ".sql", ".html", ".js", ".csv", ".json", ".txt", ".po", ".conf"}

WRITTEN = re.compile(
    r"(?<![\w.+-])(?:\+?1[-. ]?)?(?:\(([2-9]\d\d)\) ?|([2-9]\d\d)[-. ]?)"
    r"([2-9]\d\d)[-. ]?(\d{4})(?![\w-])"
)
"""A number of North America however it is written: area code, exchange, line."""

INVENTED = ("555", "01")
"""The exchange and how its line begins: 555-0100 to 555-0199, in any area."""

NO_NUMBERS = {
    "+7378742833": "how Twilio writes a restricted caller (src/ringback/channels/calllog/numbers)",
    "9999999999": "a version no callback ever has (tests/api/test_writes)",
}
"""Ten digits that are no telephone number, each with what it is."""


def files() -> list[Path]:
    found = [path for folder in LOOKED_AT for path in (ROOT / folder).rglob("*")]
    return [*found, *ROOT.glob("*.md")]


def numbers(text: str) -> list[str]:
    """Every number written out in a text that somebody might have."""
    return [
        found[0]
        for found in WRITTEN.finditer(text)
        if (found[3], found[4][:2]) != INVENTED and found[0] not in NO_NUMBERS
    ]


def test_no_number_stands_anywhere_that_somebody_might_have() -> None:
    found = {
        str(path.relative_to(ROOT)): had
        for path in files()
        if path.suffix in TEXT and (had := numbers(path.read_text("utf-8", "replace")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text",
    ["202" + "-555-0200", "(202) " + "555-0200", "+1202" + "5550200", "1 202 " + "555 0200"],
)
def test_a_number_somebody_might_have_is_found_however_it_is_written(text: str) -> None:
    assert (numbers(f"call {text}, please"), numbers("(202) 555-0147 +12025550147")) == ([text], [])


def test_the_numbers_made_in_tests_are_invented_and_all_different() -> None:
    made = [invented(number) for number in range(HOW_MANY)]
    assert (len(set(made)), numbers(" ".join(made))) == (HOW_MANY, [])
