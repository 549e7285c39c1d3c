"""A person's own PIN for a shared computer: a few digits, and none that anybody would try first."""

from __future__ import annotations

import re
from typing import Final

from ringback.rules.reason import Reason, gettext_noop

SHORTEST: Final = 4
LONGEST: Final = 8
DIGITS: Final = re.compile(rf"[0-9]{{{SHORTEST},{LONGEST}}}")
UP: Final = "01234567890123456789"
DOWN: Final = UP[::-1]

WELL_KNOWN: Final = frozenset(
    {
        "2580", "0852", "1379", "1397", "7139", "2468", "8642", "1357", "7531", "9753", "1122",
        "1221", "1004", "1342", "1313", "6969", "4711", "147258", "258369", "147369", "159753",
        "112233", "445566", "123654", "12344321", "11223344", "14725836",
    }
)  # fmt: skip
"""Lines across the keys of a telephone, and what people choose most often."""

NOT_DIGITS: Final = gettext_noop("A PIN is four to eight digits.")
TRIVIAL: Final = gettext_noop(
    "This is one of the first anybody would try: the same digits again, digits in a row, a year or "
    "a date. Choose another."
)


def refusals(pin: str) -> tuple[Reason, ...]:
    """Why this cannot be somebody's PIN; empty means it can."""
    if not DIGITS.fullmatch(pin):
        return (Reason(code="pin_digits", words=NOT_DIGITS),)
    if pin in WELL_KNOWN or _in_a_row(pin) or _again_and_again(pin) or _a_date(pin):
        return (Reason(code="pin_trivial", words=TRIVIAL),)
    return ()


def _in_a_row(pin: str) -> bool:
    return pin in UP or pin in DOWN


def _again_and_again(pin: str) -> bool:
    """One digit, or the same few digits over and over: 0000, 1212, 198198."""
    halves = range(1, len(pin) // 2 + 1)
    return any(pin == pin[:size] * (len(pin) // size) for size in halves)


def _a_date(pin: str) -> bool:
    """A year somebody may be born in, or a whole date with such a year at either end."""
    if len(pin) == len("1984"):
        return _a_year(pin)
    if len(pin) == len("24121984"):
        return (_a_year(pin[4:]) and _a_day(pin[:4])) or (_a_year(pin[:4]) and _a_day(pin[4:]))
    return False


def _a_year(digits: str) -> bool:
    return digits[:2] in {"19", "20"}


def _a_day(digits: str) -> bool:
    """Month and day, in either order."""
    one, two = int(digits[:2]), int(digits[2:])
    return min(one, two) in range(1, 13) and max(one, two) in range(1, 32)
