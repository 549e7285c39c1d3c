"""Telephone numbers as the outside writes them, and as the practice keeps and reads them."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat


@lru_cache(maxsize=65536)
def normalised(text: str, country: str) -> str:
    """The number in E.164 (+12025550147), or what was given, trimmed, where it is none.

    Source: ITU-T E.164. `country` is the practice's, two letters, for numbers without a prefix.
    """
    try:
        found = phonenumbers.parse(text, country)
    except NumberParseException:
        return text.strip()[:20]
    if not phonenumbers.is_possible_number(found):
        return text.strip()[:20]
    return phonenumbers.format_number(found, PhoneNumberFormat.E164)


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


def is_number(text: str, country: str) -> bool:
    """Whether this could be called: a possible number of `country`, or one with its prefix."""
    return normalised(text, country).startswith("+")
