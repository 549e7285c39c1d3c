"""The names people give to days and months, in English and in Spanish.

Whoever reads a date as a patient said it, their birth date or the day they would like to be called,
reads it with the same names and the same habits of writing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MONTHS: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene",
            "february feb febrero",
            "march mar marzo",
            "april apr abril abr",
            "may mayo",
            "june jun junio",
            "july jul julio",
            "august aug agosto ago",
            "september sept sep septiembre setiembre",
            "october oct octubre",
            "november nov noviembre",
            "december dec diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}

WEEKDAYS: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "monday mondays mon lunes lun",
            "tuesday tuesdays tue tues martes",
            "wednesday wednesdays wed miercoles mie",
            "thursday thursdays thu thur thurs jueves jue",
            "friday fridays fri viernes vie",
            "saturday saturdays sat sabado sabados sab",
            "sunday sundays sun domingo domingos dom",
        )
    )
    for name in names.split()
}
"""Monday is 0. The Spanish "mar" is left out: people who write it mean March as often."""

MONTH_FIRST: Final = frozenset({"US", "PH", "FM", "MH", "PW"})
"""Countries that write the month before the day, by ISO 3166."""

EITHER_FIRST: Final = frozenset({"CA", "PR"})
"""Countries in which both ways of writing are in everyday use."""

ORDINAL: Final = r"(?:st|nd|rd|th|ro|ero|º|°)?"
MONTH: Final = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"


def plain(text: str) -> str:
    """The text without capitals, accents and double spaces, so that each word has one form."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("º", "ro"))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", bare).strip()


def month_number(name: str) -> int:
    """The number of a month that `MONTH` has matched."""
    return MONTHS[name.rstrip(".")]


def orders(country: str) -> tuple[str, ...]:
    """How people of this country write a day and a month in digits, the usual way first.

    One entry: the usual way decides wherever both would be dates. Two: nothing decides.
    """
    if country in EITHER_FIRST:
        return ("md", "dm")
    return ("md",) if country in MONTH_FIRST else ("dm",)
