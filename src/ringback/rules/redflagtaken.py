"""How something was said: outright, denied, long ago, or only as an "if".

"No fever or chills" denies both; "no fever but he can't breathe" denies one. A "no" denies a
thing, never a statement: what has a "not" of its own (can't breathe), a verb (the baby is limp) or
a measure (sugar is 425) was said. Where it is unclear, it was said.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.redflaglexicon import Kind
from ringback.rules.redflagtext import Before

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


@dataclass(frozen=True, kw_only=True)
class Cues:
    """Where in the message the small words stand that say how something was meant."""

    ends: dict[int, list[tuple[int, Kind]]] = field(default_factory=lambda: defaultdict(list))
    begins: dict[int, list[tuple[int, Kind]]] = field(default_factory=lambda: defaultdict(list))
    within: dict[Kind, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, kind: Kind, places: Sequence[int], words: Sequence[Word]) -> None:
        """Remember one cue. "No. Estoy mal" is no "no estoy": no cue has a stop in it."""
        if any(word.before >= Before.QUESTION for word in words[places[0] + 1 : places[-1] + 1]):
            return
        self.within[kind].update(places)
        self.ends[places[-1]].append((places[0], kind))
        self.begins[places[0]].append((places[-1], kind))

    def has(self, kind: Kind, places: Iterable[int]) -> bool:
        """Whether one of these places belongs to such a cue."""
        return not self.within[kind].isdisjoint(places)


def taken(places: Sequence[int], words: Sequence[Word], cues: Cues) -> How:
    """How the hit at these places was said."""
    first, last = places[0], places[-1]
    before = _before(first, words, cues)
    if before is How.DENIED and _states(places, words, cues):
        before = None
    return before or _after(last, words, cues) or How.SAID


def _states(places: Sequence[int], words: Sequence[Word], cues: Cues) -> bool:
    """Whether the hit says something of its own, which a "no" before it does not undo."""
    return (
        cues.has(Kind.OWN_NO, places[:1])
        or cues.has(Kind.VERB, range(places[0], places[-1] + 1))
        or any(words[at].value is not None for at in places)
    )


def _before(first: int, words: Sequence[Word], cues: Cues) -> How | None:
    for place in range(first - 1, max(first - 1 - REACH, -1), -1):
        if words[place + 1].before >= Before.QUESTION:
            return None
        if words[place + 1].before is Before.NOTHING:
            found = _cue_before(place, first, cues)
            if found:
                return found
        if cues.has(Kind.NEW_THOUGHT, (place,)):
            return None
    return None


def _cue_before(place: int, first: int, cues: Cues) -> How | None:
    """What a cue that ends at `place` says of the hit; "no," with a pause is an answer, no cue."""
    for begin, kind in cues.ends.get(place, ()):
        if cues.has(Kind.NOTHING_DENIED, range(begin, place + 1)):
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
        if words[place].before >= Before.LINE and not asked:
            return None
        for end, kind in cues.begins.get(place, ()):
            if cues.has(Kind.NOTHING_DENIED, range(place, end + 1)):
                continue
            if kind is Kind.ANSWERED_NO and (asked or place == last + 1) and _ends(end, words):
                return How.DENIED
            if kind is Kind.LONG_AGO and not asked and not _again(end, words, cues):
                return How.PAST
        if cues.has(Kind.NEW_THOUGHT, (place,)):
            return None
    return None


def _ends(place: int, words: Sequence[Word]) -> bool:
    return place + 1 == len(words) or words[place + 1].before is not Before.NOTHING


def _again(end: int, words: Sequence[Word], cues: Cues) -> bool:
    """Whether it came back, in the same breath."""
    for place in range(end + 1, min(end + 1 + REACH, len(words))):
        if words[place].before >= Before.LINE:
            return False
        if any(kind is Kind.AGAIN for _, kind in cues.begins.get(place, ())):
            return True
    return False
