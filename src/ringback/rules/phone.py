"""Telephone numbers as the outside writes them, and as the practice keeps and reads them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from ringback.rules.reason import Reason, gettext_noop

LONGEST: Final = 20
"""As much of something that is no number as is kept."""

NOT_A_NUMBER: Final = gettext_noop(
    "This is no number somebody can call. Write it as patients know it."
)

_WHOLE: Final = re.compile(r"\+[1-9][0-9]{3,14}")


@lru_cache(maxsize=65536)
def normalised(text: str, country: str) -> str:
    """The number in E.164 (+12025550147), or what was given, trimmed, where it is none.

    Source: ITU-T E.164. `country` is the practice's, two letters, for numbers without a prefix.
    """
    try:
        found = phonenumbers.parse(text, country)
    except NumberParseException:
        return _as_given(text)
    if not phonenumbers.is_possible_number(found):
        return _as_given(text)
    return phonenumbers.format_number(found, PhoneNumberFormat.E164)


def _as_given(text: str) -> str:
    """What cannot be called, without the plus sign that would make it look as if it could."""
    return text.strip().lstrip("+")[:LONGEST]


@lru_cache(maxsize=65536)
def national(number: str, country: str) -> str:
    """The number as people of `country` write it: (202) 555-0147; unchanged where it is none."""
    try:
        found = phonenumbers.parse(number, country)
    except NumberParseException:
        return number
    same = phonenumbers.region_code_for_country_code(found.country_code or 0) == country
    return phonenumbers.format_number(
        found, PhoneNumberFormat.NATIONAL if same else PhoneNumberFormat.INTERNATIONAL
    )


def own_refusals(text: str, country: str) -> tuple[Reason, ...]:
    """Why this is not the practice's own number; none written is none, and is no mistake."""
    if not text.strip() or is_number(text, country):
        return ()
    return (Reason(code="phone", words=NOT_A_NUMBER),)


def is_number(text: str, country: str) -> bool:
    """Whether this could be called: a possible number of `country`, or one with its prefix."""
    return is_whole(normalised(text, country))


def is_whole(normal: str) -> bool:
    """Whether a normalised number is one, and not what a telephone system writes where it has none.

    "anonymous", "Restricted" and a bare extension are kept as given, and name nobody.
    """
    return _WHOLE.fullmatch(normal) is not None
