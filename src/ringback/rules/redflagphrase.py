"""How the practice writes down what to listen for, and how it is found in a message.

A phrase is words in order: `chest ... pain|hurts`. `..` lets up to two other words stand between,
`...` four, `....` eight; `a|b` is either word; `swell*` any word that begins so; `pass_out` two
words side by side; `(very)` may be missing; `<body>` is a named list; `{100.4-108}` is a number in
that range.

Every phrase is looked up by its rarest word, and a gap is at most eight words: reading takes time
in proportion to the length of the message, whatever the message says.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import product
from math import prod
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from ringback.rules.redflagtext import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ringback.rules.redflagtext import Word

GAPS: Final[dict[str, int]] = {"..": 2, "...": 4, "....": 8}
MOST_GAPS: Final = 3
"""More would make one phrase mean anything, and searching for it slow."""

MOST_WAYS: Final = 400
"""So many ways of saying it one phrase may stand for."""

SHORTEST_BEGINNING: Final = 3
"""`a*` would be most of the dictionary."""


LONGEST_BEGINNING: Final = 16
"""No written beginning is longer, so that a word of a million letters is looked up like any."""


class PhraseError(ValueError):
    """A phrase says something that cannot be searched for. The message says what."""


class Range(NamedTuple):
    """A measure between two values, both included."""

    low: float
    high: float


Atom = str | Range
"""A plain word, the beginning of one (`swell*`), or a range."""

Element = frozenset[Atom]
"""What may stand at one place of a phrase."""


class Pattern(NamedTuple):
    """One way of saying a phrase: elements, and how many words may stand before each."""

    elements: tuple[Element, ...]
    gaps: tuple[int, ...]


class Found(NamedTuple):
    """A phrase found: which one, and the places of its words among the message's words."""

    phrase: int
    places: tuple[int, ...]


_PART: Final = re.compile(r"\((?P<maybe>[^()\s]+)\)|(?P<gap>\.{2,4})(?!\S)|(?P<plain>[^()\s]+)")
_RANGE: Final = re.compile(r"\{(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)\}")

Listed = tuple[tuple[Atom, ...], ...]
"""A named list made ready: each member's words."""

Step = Element | int
"""An element, or the length of a gap."""


def listed(members: Iterable[str]) -> Listed:
    """A named list made ready for `patterns`. Raises PhraseError for a member that is no word."""
    return tuple(
        tuple(atom for word in each.split() for atom in _written(word)) for each in members
    )


def patterns(phrase: str, lists: Mapping[str, Listed]) -> tuple[Pattern, ...]:
    """Every way of saying `phrase`. Raises PhraseError when it means nothing or too much."""
    parts = [_part(found, lists) for found in _PART.finditer(phrase)]
    if _PART.sub("", phrase).split():
        raise PhraseError("brackets stand around one word that may be missing: (very)")
    if prod(len(part) for part in parts) > MOST_WAYS:
        raise PhraseError("it stands for too many ways of saying it; write it as several")
    return tuple(_pattern([step for part in way for step in part]) for way in product(*parts))


def _part(found: re.Match[str], lists: Mapping[str, Listed]) -> list[tuple[Step, ...]]:
    """The ways one part of a phrase may be said, each as steps."""
    if found["gap"]:
        return [(GAPS[found["gap"]],)]
    ways = _alternatives(found["maybe"] or found["plain"], lists)
    return [*ways, ()] if found["maybe"] else ways


def _alternatives(part: str, lists: Mapping[str, Listed]) -> list[tuple[Step, ...]]:
    """Single words share one element; each group of several words is a way of its own."""
    found = [atoms for each in part.split("|") for atoms in _atoms(each, lists)]
    single = frozenset(atoms[0] for atoms in found if len(atoms) == 1)
    several = [tuple(frozenset({atom}) for atom in atoms) for atoms in found if len(atoms) > 1]
    return [*([(single,)] if single else []), *several]


def _atoms(each: str, lists: Mapping[str, Listed]) -> Listed:
    if not each.startswith("<"):
        return (tuple(_written(each)),)
    if each[1:-1] not in lists:
        raise PhraseError(f"there is no list called {each[1:-1]!r}")
    return lists[each[1:-1]]


def _written(word: str) -> Iterator[Atom]:
    """The plain words of one written word: "he's" and `he_is` are two."""
    if found := _RANGE.fullmatch(word):
        yield Range(float(found[1]), float(found[2]))
        return
    stem = word.removesuffix("*")
    *first, last = list(plain(stem.replace("_", " "))) or [""]
    if not last or "*" in stem or "#" in last:
        raise PhraseError(f"{word!r} is not a word")
    if stem != word and len(last) < SHORTEST_BEGINNING:
        raise PhraseError(f"{word!r} begins too many words")
    if stem != word and len(last) > LONGEST_BEGINNING:
        raise PhraseError(f"{word!r} is too long for a beginning; write the whole word")
    yield from first
    yield last + word[len(stem) :]


def _pattern(steps: Sequence[Step]) -> Pattern:
    elements: list[Element] = []
    gaps: list[int] = []
    gap = 0
    for step in steps:
        if isinstance(step, int):
            gap = max(gap, step)
        else:
            elements.append(step)
            gaps.append(gap)
            gap = 0
    if not elements or gap or gaps[0]:
        raise PhraseError("it begins and ends with a word")
    if sum(each > 0 for each in gaps) > MOST_GAPS:
        raise PhraseError("three gaps are the most, and each stands between two words")
    return Pattern(tuple(elements), tuple(gaps))


class Way(NamedTuple):
    """A pattern made ready: its rarest element, and what stands left and right of it.

    `longest_first` is how ways are ordered where several are tried.
    """

    longest_first: tuple[int, int]
    phrase: int
    left: tuple[tuple[int, int], ...]
    right: tuple[tuple[int, int], ...]
    needs: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Net:
    """All phrases together, made ready for reading."""

    exact: Mapping[str, frozenset[int]]
    beginnings: Mapping[str, frozenset[int]]
    ranges: tuple[tuple[Range, int], ...]
    ways: Mapping[int, tuple[Way, ...]]

    def meant(self, word: Word) -> frozenset[int]:
        """The elements this word may stand for."""
        found = self.exact.get(word.plain, _NONE)
        for length in range(SHORTEST_BEGINNING, min(len(word.plain), LONGEST_BEGINNING) + 1):
            found |= self.beginnings.get(word.plain[:length], _NONE)
        if word.value is not None:
            value = word.value
            found |= {each for (low, high), each in self.ranges if low <= value <= high}
        return found


_NONE: Final[frozenset[int]] = frozenset()


def net(phrases: Iterable[Sequence[Pattern]]) -> Net:
    """Make phrases ready; each is known by its place among them."""
    numbered = [(number, each) for number, ways in enumerate(phrases) for each in ways]
    elements = {element for _, pattern in numbered for element in pattern.elements}
    ids = {element: each for each, element in enumerate(sorted(elements, key=_in_order))}
    used = Counter(
        atom for _, pattern in numbered for element in pattern.elements for atom in element
    )
    common = {element: _common(element, used) for element in elements}
    ways: dict[int, list[Way]] = {}
    for number, pattern in numbered:
        at = min(range(len(pattern.elements)), key=lambda at: common[pattern.elements[at]])
        ways.setdefault(ids[pattern.elements[at]], []).append(_way(number, pattern, at, ids))
    words, beginnings = _looked_up(ids)
    return Net(
        exact=words,
        beginnings=beginnings,
        ranges=tuple(
            (atom, ids[element]) for element in ids for atom in element if isinstance(atom, Range)
        ),
        ways={each: tuple(found) for each, found in ways.items()},
    )


def _in_order(element: Element) -> list[str]:
    return sorted(map(str, element))


def _common(element: Element, used: Counter[Atom]) -> tuple[bool, int]:
    """How often an element is met: in how many phrases its words stand; a measure anywhere."""
    return any(isinstance(atom, Range) for atom in element), max(used[atom] for atom in element)


def _way(number: int, pattern: Pattern, at: int, ids: Mapping[Element, int]) -> Way:
    known = [ids[element] for element in pattern.elements]
    left = zip(reversed(known[:at]), reversed(pattern.gaps[1 : at + 1]), strict=True)
    right = zip(known[at + 1 :], pattern.gaps[at + 1 :], strict=True)
    needs = frozenset(known)
    return Way((-len(needs), number), number, tuple(left), tuple(right), needs)


def _looked_up(
    ids: Mapping[Element, int],
) -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    words: dict[str, set[int]] = {}
    beginnings: dict[str, set[int]] = {}
    for element, each in ids.items():
        for atom in element:
            if isinstance(atom, str):
                where = beginnings if atom.endswith("*") else words
                where.setdefault(atom.removesuffix("*"), set()).add(each)
    return _frozen(words), _frozen(beginnings)


def _frozen(found: Mapping[str, set[int]]) -> dict[str, frozenset[int]]:
    return {key: frozenset(each) for key, each in found.items()}


def find(net: Net, words: Sequence[Word]) -> Iterator[Found]:
    """Every phrase in the message; the words one was found on are not searched for it again."""
    seen: dict[str, frozenset[int]] = {}
    for word in words:
        if word.plain not in seen:
            seen[word.plain] = net.meant(word)
    ways = _possible(net, seen)
    meant = [seen[word.plain] for word in words]
    over: dict[int, int] = {}
    for at, word in enumerate(words):
        for way in ways[word.plain]:
            places = () if over.get(way.phrase, -1) >= at else _places(way, at, words, meant)
            if places:
                over[way.phrase] = places[-1]
                yield Found(way.phrase, places)


def _possible(net: Net, meant: Mapping[str, frozenset[int]]) -> dict[str, list[Way]]:
    """For each word of the message the ways worth trying there, the longest first.

    A way is worth trying when all its words occur somewhere in the message.
    """
    present = frozenset[int]().union(*meant.values())
    found: dict[str, list[Way]] = {}
    for word, elements in meant.items():
        ways = [
            way
            for element in net.ways.keys() & elements
            for way in net.ways[element]
            if way.needs <= present
        ]
        if len(ways) > 1:
            ways.sort(key=itemgetter(0))
        found[word] = ways
    return found


def _places(
    way: Way, at: int, words: Sequence[Word], meant: Sequence[frozenset[int]]
) -> tuple[int, ...]:
    left = _walk(way.left, at, -1, words, meant)
    if left is None:
        return ()
    right = _walk(way.right, at, 1, words, meant)
    return () if right is None else (*reversed(left), at, *right)


def _walk(
    steps: Sequence[tuple[int, int]],
    at: int,
    by: int,
    words: Sequence[Word],
    meant: Sequence[frozenset[int]],
) -> tuple[int, ...] | None:
    """The nearest places of `steps` from `at` on, in one sentence; None when they are not there."""
    if not steps:
        return ()
    (element, gap), rest = steps[0], steps[1:]
    for place in range(at + by, at + by * (gap + 2), by):
        if not 0 <= place < len(words) or words[place].sentence != words[at].sentence:
            return None
        if element in meant[place]:
            further = _walk(rest, place, by, words, meant)
            if further is not None:
                return (place, *further)
    return None
