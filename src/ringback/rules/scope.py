"""Words in a note that show the lane was left: a cause, a severity, a result, a promise, pressure.

The words are data (defaults/scope.toml). A colleague's or the patient's own words are fine, and so
is what was handed on or expressly not said. Nothing here keeps a note from being saved: what must
be settled is asked for before the callback is closed, and the rest goes to the review sample.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ringback.rules import phrases
from ringback.rules.access import Role
from ringback.rules.phrases import Found
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from ringback.rules.phrases import Lists, Read, Slot

T = TypeVar("T")

SETTLE_FIRST: Final = gettext_noop("The note says “{words}”. {advice}")


class Strength(StrEnum):
    """What a find asks for."""

    SETTLE = "settle"
    SAMPLE = "sample"


class Reach(StrEnum):
    """How far an excuse reaches: from its words on, over its sentence, or over the whole note."""

    ONWARD = "onward"
    SENTENCE = "sentence"
    NOTE = "note"


class Covers(StrEnum):
    """What an excuse must reach to hold: what is claimed, or the beginning of the find."""

    CLAIM = "claim"
    START = "start"


@dataclass(frozen=True, kw_only=True)
class Excuse:
    """Words that make a find fine: somebody else's, handed on, or expressly not said."""

    code: str
    patterns: tuple[tuple[Slot, ...], ...]
    reach: Reach
    covers: Covers
    within: int
    until: tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Left:
    """One way the lane is left, what excuses it, and what to do about it."""

    code: str
    strength: Strength
    advice: str
    clinicians_may: bool
    excused_by: tuple[str, ...]
    patterns: tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """All the words the scanner knows, as one version of them was written."""

    lists: Lists
    excuses: tuple[Excuse, ...]
    left: tuple[Left, ...]


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One find: which kind, where in the text, its words, and what to do about it."""

    code: str
    start: int
    end: int
    words: str
    advice: str
    strength: Strength


class ScopeError(ValueError):
    """The words say something that cannot be understood. The message names the place."""


def read(data: Mapping[str, Any]) -> Lexicon:
    """Turn the words into a lexicon. Raises ScopeError for anything it cannot mean."""
    ready = _or_error("the lists", lambda: phrases.lists(data["words"]))
    names = ready.names
    excuses = _every(data, "excuse", lambda each: _excuse(each, names))
    known = frozenset(each.code for each in excuses)
    left = _every(data, "left", lambda each: _left(each, names, known))
    return Lexicon(lists=ready, excuses=excuses, left=left)


def _every(
    data: Mapping[str, Any], name: str, read_one: Callable[[Mapping[str, Any]], T]
) -> tuple[T, ...]:
    return tuple(
        _or_error(f"{name} {at} ({each.get('code', 'no code')})", partial(read_one, each))
        for at, each in enumerate(data.get(name, ()), 1)
    )


def _or_error(place: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except KeyError as missing:
        raise ScopeError(f"{place}: {missing.args[0]} is missing") from None
    except ValueError as wrong:
        raise ScopeError(f"{place}: {wrong}") from None


def _excuse(data: Mapping[str, Any], names: frozenset[str]) -> Excuse:
    return Excuse(
        code=data["code"],
        patterns=_patterns(data["patterns"], names),
        reach=Reach(data["reach"]),
        covers=Covers(data.get("covers", Covers.CLAIM)),
        within=data.get("within", 0),
        until=_patterns(data.get("until", ()), names),
    )


def _left(data: Mapping[str, Any], names: frozenset[str], known: frozenset[str]) -> Left:
    for each in data["excused_by"]:
        if each not in known:
            raise ValueError(f"there is no excuse called {each!r}")
    return Left(
        code=data["code"],
        strength=Strength(data["strength"]),
        advice=data["words"],
        clinicians_may=data.get("clinicians_may", False),
        excused_by=tuple(data["excused_by"]),
        patterns=_patterns(data["patterns"], names),
    )


def _patterns(written: Collection[str], names: frozenset[str]) -> tuple[tuple[Slot, ...], ...]:
    return tuple(phrases.pattern(each, names) for each in written)


def hits(lexicon: Lexicon, text: str, *, roles: Collection[Role] = frozenset()) -> tuple[Hit, ...]:
    """Every find of a note, in the order of the text. A clinician may say what is clinical."""
    taken = phrases.taken_apart(text, lexicon.lists)
    excuses = _Excuses(lexicon, taken)
    clinician = Role.CLINICIAN in roles
    found = [
        _hit(left, each, taken, text)
        for left in lexicon.left
        if not (clinician and left.clinicians_may)
        for each in _apart(_unexcused(left, taken, excuses))
    ]
    return tuple(sorted(found, key=lambda hit: (hit.start, hit.end, hit.code)))


def to_settle(found: Collection[Hit]) -> tuple[Reason, ...]:
    """What must be settled before the callback is closed: reworded, or handed to the lead."""
    return tuple(
        Reason(
            code=hit.code, words=SETTLE_FIRST, values=(("words", hit.words), ("advice", hit.advice))
        )
        for hit in found
        if hit.strength is Strength.SETTLE
    )


def _unexcused(left: Left, taken: Read, excuses: _Excuses) -> Iterator[Found]:
    for pattern in left.patterns:
        for each in phrases.find(pattern, taken):
            if not excuses.hold(left.excused_by, each):
                yield each


def _apart(found: Iterator[Found]) -> list[Found]:
    """Finds of one kind that lie over each other are one: from the first to the last word."""
    apart: list[Found] = []
    for each in sorted(found, key=lambda one: one.first):
        if apart and each.first < apart[-1].end:
            end = max(apart[-1].end, each.end)
            apart[-1] = Found(first=apart[-1].first, claim=apart[-1].claim, end=end)
        else:
            apart.append(each)
    return apart


def _hit(left: Left, found: Found, taken: Read, text: str) -> Hit:
    start, end = taken.tokens[found.first].start, taken.tokens[found.end - 1].end
    return Hit(
        code=left.code,
        start=start,
        end=end,
        words=text[start:end],
        advice=left.advice,
        strength=left.strength,
    )


class _Excuses:
    """The excuses of one text, worked out when something is found that asks for them."""

    def __init__(self, lexicon: Lexicon, taken: Read) -> None:
        self._by_code = {each.code: each for each in lexicon.excuses}
        self._taken = taken
        self._reached: dict[str, list[bool]] = {}

    def hold(self, codes: tuple[str, ...], found: Found) -> bool:
        """Whether one of these excuses reaches what was found."""
        return any(self._holds(self._by_code[code], found) for code in codes)

    def _holds(self, excuse: Excuse, found: Found) -> bool:
        if excuse.code not in self._reached:
            self._reached[excuse.code] = _reached(excuse, self._taken)
        place = found.first if excuse.covers is Covers.START else found.claim
        return self._reached[excuse.code][place]


def _reached(excuse: Excuse, taken: Read) -> list[bool]:
    """For each token, whether the excuse reaches it."""
    stops = _Stops(excuse, taken)
    edges = [0] * (len(taken.tokens) + 1)
    for pattern in excuse.patterns:
        for each in phrases.find(pattern, taken):
            first, end = _span(excuse, each, taken, stops)
            edges[first] += 1
            edges[end] -= 1
    return [within > 0 for within in accumulate(edges)]


def _span(excuse: Excuse, found: Found, taken: Read, stops: _Stops) -> tuple[int, int]:
    if excuse.reach is Reach.NOTE:
        return 0, len(taken.tokens)
    sentence = taken.sentence[found.first]
    end = min(bisect_right(taken.sentence, sentence), stops.after(found.first))
    if excuse.reach is Reach.SENTENCE:
        return max(bisect_left(taken.sentence, sentence), stops.before(found.first)), end
    if excuse.within:
        return found.end, max(found.end, min(end, found.end + excuse.within))
    return found.first, end


class _Stops:
    """Where an excuse ends early. Inside somebody's quoted words nothing ends that began before."""

    def __init__(self, excuse: Excuse, taken: Read) -> None:
        found = {each.first for pattern in excuse.until for each in phrases.find(pattern, taken)}
        self._all = sorted(found)
        self._unquoted = [each for each in self._all if not taken.quoted[each]]
        self._taken = taken

    def after(self, first: int) -> int:
        """The first stop after this token, or the end of the text."""
        stops = self._of(first)
        at = bisect_right(stops, first)
        return stops[at] if at < len(stops) else len(self._taken.tokens)

    def before(self, first: int) -> int:
        """The token after the last stop before this one, or the beginning of the text."""
        stops = self._of(first)
        at = bisect_left(stops, first)
        return stops[at - 1] + 1 if at else 0

    def _of(self, first: int) -> list[int]:
        return self._all if self._taken.quoted[first] else self._unquoted
