"""Whether what a caller said is what stands on file. It answers yes or no, and keeps nothing.

People say an address in their own way: without the town, with "St" for "Street". It agrees where
everything they said stands on file, beginning with the number of the house; less than that is a
guess. Numbers agree where letters and digits do, whatever stands between them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ringback.rules.calendarwords import plain
from ringback.rules.contact import Flag
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringback.rules.contact import Number

SHORT: Final[dict[str, str]] = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln",
    "boulevard": "blvd", "court": "ct", "place": "pl", "apartment": "apt", "suite": "ste",
    "north": "n", "south": "s", "east": "e", "west": "w", "calle": "st", "avenida": "ave",
}  # fmt: skip
FILLERS: Final = frozenset({"at", "in", "the", "number", "numero", "de", "del", "la", "en"})

FEWEST_WORDS: Final = 2
"""The number of a house and the name of its street."""
FEWEST_LETTERS: Final = 4
"""A shorter record or policy number proves nothing."""
FEWEST_DIGITS: Final = 7
"""A telephone number said without its area code still says whose it is."""

TOO_LITTLE: Final = gettext_noop("That is too little to compare. Ask for the whole of it.")
NOT_ON_FILE: Final = gettext_noop(
    "We do not have this on file. Compare it in the chart, or ask for another."
)
ON_FILE: Final = gettext_noop("This is on file: type what they say, and it is compared here.")

NO_LONGER_THEIRS: Final = frozenset({Flag.WRONG, Flag.GREETING_MISMATCH, Flag.NOT_ON_FILE})


def too_little(said: str, fewest: int = FEWEST_LETTERS) -> tuple[Reason, ...]:
    """Why what was said is not compared at all; empty means it is."""
    if len(_letters(said)) < fewest:
        return (Reason(code="too_little", words=TOO_LITTLE),)
    return ()


def same_number(said: str, on_file: str) -> bool:
    """Whether a record or policy number is the one on file."""
    return bool(on_file) and _letters(said) == _letters(on_file)


def same_address(said: str, on_file: str) -> bool:
    """Whether an address as said is the one on file, with its house number and street at least."""
    spoken, written = _words(said), _words(on_file)
    if len(spoken) < FEWEST_WORDS or not spoken[0][0].isdigit() or spoken[0] != written[0]:
        return False
    names = [each for each in spoken[1:] if each not in SHORT.values() and not each.isdigit()]
    return bool(names) and set(spoken) <= set(written)


def same_phone(said: str, numbers: Iterable[Number], *, not_this: str) -> bool:
    """Whether it is one of their numbers that are still theirs, and not the line they are on."""
    return any(
        _ends_with(each.number, said)
        for each in numbers
        if each.number != not_this and each.flag not in NO_LONGER_THEIRS
    )


def is_this_line(said: str, line: str) -> bool:
    """Whether they named the very number of this call, which proves nothing."""
    return _ends_with(line, said)


def _ends_with(number: str, said: str) -> bool:
    digits = _digits(said)
    return len(digits) >= FEWEST_DIGITS and _digits(number).endswith(digits)


def _digits(text: str) -> str:
    """The digits alone, without the country's own 1 that people put before them."""
    digits = re.sub(r"\D", "", text)
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits  # noqa: PLR2004


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", plain(text))


def _words(text: str) -> list[str]:
    found = re.findall(r"[a-z0-9]+", plain(text))
    return [SHORT.get(each, each) for each in found if each not in FILLERS] or [""]
