"""A sticky note of one line: "Tom Whitfield 202-555-0163 wants another day, since Tuesday".

What stands before the number is a name where it reads like one; everything else is why they called.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from phonenumbers import Leniency, PhoneNumberMatcher

from ringback.rules.phone import is_number, normalised

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_WORDS: Final = 5
"""Of a name."""
LOWER_WORDS: Final = 3
"""Of a name somebody wrote without capitals."""

_LEAD: Final = re.compile(
    r"^(?:please |pls |por favor )?(?:(?:call|ring|phone|llamar|llame|llama)"
    r"(?: back| de vuelta)?(?: to| a)?"
    r"|call ?back|cb|devolver (?:la )?llamada(?: a)?|patient|paciente|pt|name|nombre)\b[:.]? *",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"[ ,;:(#-]{0,4}\b(?:at|on|tel|telephone|phone|ph|cell|mobile|no|number|al|en|telefono|teléfono"
    r"|celular|cel|numero|número)?[ .:,;(#-]{0,4}$",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]*)*")
_PARTICLES: Final = re.compile(
    r"(?:de|del|la|las|los|van|von|der|den|di|da|dos|y|e|bin|al|el)", re.IGNORECASE
)
_NO_NAME: Final = re.compile(
    r"\b(?:the|a|an|for|about|re|her|his|my|mom|mother|dad|wants|asks|asked|needs|called|left"
    r"|message|urgent|urgente|quiere|pide|llamo|por|para|sobre|un|una)\b",
    re.IGNORECASE,
)
_APART: Final = re.compile(r"\s+[-–—]\s+|\s*[,;:]\s+")
_SINCE: Final = re.compile(
    r"[\s,;(–—-]{0,4}\b(?:since|desde)\b:?\s+([^;()]{1,60}?)[\s.)]{0,4}$", re.IGNORECASE
)


class Note(NamedTuple):
    """What one line says, each part as it was written; `phone` is empty where there is none."""

    name: str
    phone: str
    why: str
    when: str


@lru_cache(maxsize=16384)
def number_in(text: str, country: str) -> tuple[int, int, str] | None:
    """Where the first number that can be called stands in a text, and the number."""
    for found in PhoneNumberMatcher(text, country, leniency=Leniency.POSSIBLE):
        if is_number(found.raw_string, country):
            return found.start, found.end, normalised(found.raw_string, country)
    return None


def read(line: str, *, country: str, is_time: Callable[[str], bool]) -> Note:
    """The parts of a note; `is_time` tells whether words are a moment in the past."""
    found = number_in(line, country)
    if found is None:
        return Note(name="", phone="", why=line, when="")
    start, end, _ = found
    before, after, when = line[:start].strip(), line[end:], ""
    if (match := _SINCE.search(after)) and is_time(match[1]):
        when, after = match[1], after[: match.start()]
    if not when:
        when, before = _leading_time(before, is_time)
    after = after.strip(" \t,;:.)(–—-")
    name = _name_before(before)
    why = after
    if before and not name:
        why = " ".join(filter(None, (_TAIL.sub("", before), after)))
    elif not before:
        name, why = _name_after(after)
    return Note(name=name, phone=line[start:end], why=why, when=when)


def _leading_time(before: str, is_time: Callable[[str], bool]) -> tuple[str, str]:
    """A time at the very beginning, "Mon 9:10 Tom Whitfield"; a word alone may be a name."""
    words = before.split()
    for count in range(min(4, len(words)), 0, -1):
        first = " ".join(words[:count])
        certain = any(letter.isdigit() for letter in first) or first[-1] in ":,-"
        if certain and is_time(first.rstrip(":,- ")):
            return first.rstrip(":,- "), " ".join(words[count:]).lstrip("-– :")
    return "", before


def _name_before(before: str) -> str:
    bare = _TAIL.sub("", _LEAD.sub("", before)).strip(" ,;:.-")
    return bare if reads_like_name(bare) else ""


def _name_after(after: str) -> tuple[str, str]:
    """A name behind the number: up to a comma or dash, or two words and more in capitals."""
    first, *rest = _APART.split(after, maxsplit=1)
    if rest and first[:1].isupper() and reads_like_name(first):
        return first, rest[0]
    run: list[str] = []
    for word in after.split():
        if not (word[0].isupper() and _WORD.fullmatch(word)):
            break
        run.append(word)
    words = after.split()
    if 2 <= len(run) < min(MOST_WORDS, len(words)):  # noqa: PLR2004 - both names
        return " ".join(run), " ".join(words[len(run) :])
    return "", after


def reads_like_name(text: str) -> bool:
    """Whether a few words could be somebody's name and are no sentence."""
    words = text.replace(",", " ").split()
    if not 1 <= len(words) <= MOST_WORDS or not all(_WORD.fullmatch(each) for each in words):
        return False
    if _NO_NAME.search(text):
        return False
    capitals = all(each[0].isupper() or _PARTICLES.fullmatch(each) for each in words)
    return (capitals and words[0][0].isupper()) or (len(words) <= LOWER_WORDS and text.islower())
