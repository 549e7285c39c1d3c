"""How something was said: outright, denied, long ago, or only as an "if".

"No fever or chills" denies both; "no fever but he can't breathe" denies one. A flag that itself
begins with a "not" (can't breathe, won't wake) is never eaten by a "no" before it. Where it is
unclear, it was said.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.redflaglexicon import Kind
from ringback.rules.redflagtext import Before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringback.rules.redflagtext import Word


class How(StrEnum):
    """How a hit was said."""

    SAID = "said"
    DENIED = "denied"
    PAST = "past"
    IF = "if"


REACH: Final = 8
"""So many words a "no", an "if" or a "years ago" reaches, within its own thought."""

_BEFORE: Final[dict[Kind, How]] = {
    Kind.DENIED: How.DENIED,
    Kind.BEGAN_LONG_AGO: How.PAST,
    Kind.IF: How.IF,
}
_NEGATIONS: Final = frozenset(
    {"no", "not", "never", "nt", "cant", "couldnt", "dont", "doesnt", "didnt", "isnt", "arent"}
    | {"wasnt", "werent", "hasnt", "havent", "hadnt", "wont", "wouldnt", "unable", "aint", "ya"}
    | {"nunca", "ni", "sin", "stopped", "barely", "hardly"}
)


@dataclass(frozen=True, kw_only=True)
class Cues:
    """Where in the message the small words stand that say how something was meant."""

    ends: dict[int, list[tuple[int, Kind]]] = field(default_factory=lambda: defaultdict(list))
    begins: dict[int, list[tuple[int, Kind]]] = field(default_factory=lambda: defaultdict(list))
    nothing: set[int] = field(default_factory=set)
    thoughts: set[int] = field(default_factory=set)

    def add(self, kind: Kind, places: Sequence[int]) -> None:
        """Remember one cue."""
        if kind is Kind.NEW_THOUGHT:
            self.thoughts.add(places[0])
        elif kind is Kind.NOTHING_DENIED:
            self.nothing.update(places)
        else:
            self.ends[places[-1]].append((places[0], kind))
            self.begins[places[0]].append((places[-1], kind))


def taken(places: Sequence[int], words: Sequence[Word], cues: Cues) -> How:
    """How the hit at these places was said."""
    first, last = places[0], places[-1]
    before = _before(first, words, cues)
    if before is How.DENIED and words[first].plain in _NEGATIONS:
        before = None
    return before or _after(last, words, cues) or How.SAID


def _before(first: int, words: Sequence[Word], cues: Cues) -> How | None:
    for place in range(first - 1, max(first - 1 - REACH, -1), -1):
        if words[place + 1].before >= Before.QUESTION:
            return None
        if words[place + 1].before is Before.NOTHING:
            found = _cue_before(place, first, cues)
            if found:
                return found
        if place in cues.thoughts:
            return None
    return None


def _cue_before(place: int, first: int, cues: Cues) -> How | None:
    """What a cue that ends at `place` says of the hit; "no," with a pause is an answer, no cue."""
    for begin, kind in cues.ends.get(place, ()):
        if not cues.nothing.isdisjoint(range(begin, place + 1)):
            continue
        if kind in _BEFORE:
            return _BEFORE[kind]
        if kind is Kind.DENIED_NEXT and place + 1 == first:
            return How.DENIED
    return None


def _after(last: int, words: Sequence[Word], cues: Cues) -> How | None:
    asked = False
    for place in range(last + 1, min(last + 1 + REACH, len(words))):
        asked = asked or words[place].before is Before.QUESTION
        if words[place].before is Before.STOP and not asked:
            return None
        for end, kind in cues.begins.get(place, ()):
            if not cues.nothing.isdisjoint(range(place, end + 1)):
                continue
            if kind is Kind.ANSWERED_NO and (asked or place == last + 1) and _ends(end, words):
                return How.DENIED
            if kind is Kind.LONG_AGO and not asked and not _again(end, words, cues):
                return How.PAST
        if place in cues.thoughts:
            return None
    return None


def _ends(place: int, words: Sequence[Word]) -> bool:
    return place + 1 == len(words) or words[place + 1].before is not Before.NOTHING


def _again(end: int, words: Sequence[Word], cues: Cues) -> bool:
    """Whether it came back, in the same breath."""
    for place in range(end + 1, min(end + 1 + REACH, len(words))):
        if words[place].before is Before.STOP:
            return False
        if any(kind is Kind.AGAIN for _, kind in cues.begins.get(place, ())):
            return True
    return False
