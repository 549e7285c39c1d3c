"""What makes a note one the next colleague can act on, and what makes it vague.

"Called patient" and "left message" alone are refused, and the missing pieces are named.
"""

from __future__ import annotations

import re
from typing import Final

from ringback.rules.reason import Missing, gettext_noop

A_NOTE: Final = gettext_noop("a note the next colleague can act on")
SAY_MORE: Final = gettext_noop("the note: who was reached, what was said, and what happens next")

SHORTEST_WORDS: Final = 4
"""Below this many words a note cannot say who, what and what next."""

_VAGUE: Final = re.compile(
    r"(?:called|left|tried|spoke|reached|phoned|rang|done|ok|lm|lvm|vm|message|msg|"
    r"voicemail|a|to|the|with|for|patient|pt|again|back|them|him|her|no|not|answer|and|i|we|they|"
    r"did|"
    # The same emptiness in Spanish, in which notes are written as well.
    r"llamé|llame|dejé|deje|intenté|intente|marqué|marque|hablé|hable|contestó|contesto|mensaje|"
    r"recado|buzón|buzon|voz|paciente|respuesta|listo|hecho|de|en|el|la|le|al|con|otra|vez|y|se|"
    r"sin|un|[\s.,;:!¡-])+",
    re.IGNORECASE,
)


_UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")


def kept(text: str) -> str:
    """The text as it can be stored: without NUL and half characters, which nobody typed."""
    return _UNKEEPABLE.sub("", text)


def keepable(text: str) -> bool:
    """Whether the text can be stored exactly as it is."""
    return _UNKEEPABLE.search(text) is None


def missing_in_note(text: str) -> tuple[Missing, ...]:
    """What the note lacks; empty means it passes the next-person test."""
    said = text.strip()
    if not said:
        return (Missing(code="note", words=A_NOTE),)
    if _words(said) < SHORTEST_WORDS or _VAGUE.fullmatch(said):
        return (Missing(code="note", words=SAY_MORE),)
    return ()


def _words(said: str) -> int:
    return sum(any(character.isalnum() for character in word) for word in said.split())
