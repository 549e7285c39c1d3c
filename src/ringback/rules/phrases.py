"""Finds turns of phrase in what somebody wrote: lists of words, and in what order they must come.

A list holds words and phrases; "word*" and "*word" stand for any ending or beginning, "!phrase" for
one that does not count. A pattern names lists in order: "@told ..6 @take" is a word of the list
`told` and within six more one of `take`, in one sentence; "~6" may not step over a comma or an
"and". The work grows with the length of the text and with nothing else, whatever the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_TOKEN: Final = re.compile("[^\\W_]+(?:['’\u0300-\u036f][^\\W_]*)*|[.!?;,:\\n\"“”]")
_ENDS: Final = frozenset(".!?;\n")
_QUOTES: Final = frozenset('"“”')
_SHORT: Final = frozenset({"dr", "dra", "mr", "mrs", "ms", "sr", "sra", "pt", "appt", "st", "vs"})
"""A full stop after one of these ends no sentence."""

NAME: Final = "name"
"""A list the text itself makes: words written with a capital letter, as names are."""

JOINT: Final = "joint"
"""The list of words and marks that part one clause from the next."""


class PhraseError(ValueError):
    """A pattern or a list means nothing. The message says which."""


class Token(NamedTuple):
    """One word or mark: in small letters without accents, and where it stands in the text.

    A tuple, as one is made for every word of every note.
    """

    word: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, kw_only=True)
class Slot:
    """The lists one place of a pattern may come from, and how far it may be from the last."""

    lists: tuple[str, ...]
    gap: int = 0
    crosses: bool = True


class Found(NamedTuple):
    """Where a pattern was met: its first token, the one its last place begins at, and its end."""

    first: int
    claim: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Lists:
    """Every list, ready to be looked up by the first word of each phrase."""

    phrases: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    masks: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    cut: tuple[tuple[str, str, str], ...]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    names: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Read:
    """A text taken apart: its tokens, sentences and quotations, and where each list was met."""

    tokens: tuple[Token, ...]
    sentence: tuple[int, ...]
    quoted: tuple[int, ...]
    joints: tuple[int, ...]
    at: Mapping[str, Mapping[int, int]]


def plain(word: str) -> str:
    """A word in small letters, without accents and apostrophes."""
    small = word.casefold()
    if not small.isascii():
        spread = unicodedata.normalize("NFKD", small)
        small = "".join(each for each in spread if not unicodedata.combining(each))
    return small.replace("'", "").replace("’", "")


def tokens(text: str) -> tuple[Token, ...]:
    """The words and marks of a text, in order."""
    return tuple(
        Token(plain(each[0]), *each.span(), each[0][:1].isupper() and each[0][1:2].islower())
        for each in _TOKEN.finditer(text)
    )


def lists(data: Mapping[str, Sequence[str]]) -> Lists:
    """Make the lists ready. Raises PhraseError for a phrase without words."""
    phrases: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    masks: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    cut: list[tuple[str, str, str]] = []
    for name, written in data.items():
        for phrase in written:
            words = tuple(each.word for each in tokens(phrase.removeprefix("!")))
            if not words:
                raise PhraseError(f"{name}: {phrase!r} has no words")
            if phrase.endswith("*"):
                cut.append((name, words[0], ""))
            elif phrase.startswith("*"):
                cut.append((name, "", words[0]))
            else:
                into = masks if phrase.startswith("!") else phrases
                into.setdefault(words[0], []).append((name, words))
    return Lists(
        phrases={word: tuple(each) for word, each in phrases.items()},
        masks={word: tuple(each) for word, each in masks.items()},
        cut=tuple(cut),
        beginnings=tuple(beginning for _, beginning, _ in cut if beginning),
        endings=tuple(ending for _, _, ending in cut if ending),
        names=frozenset(data) | {NAME},
    )


_GAP: Final = re.compile(r"(\.\.|~)(\d{1,2})")


def pattern(written: str, names: frozenset[str]) -> tuple[Slot, ...]:
    """Read "@told ..6 @take|@stop". Raises PhraseError for a list nobody made."""
    slots: list[Slot] = []
    gap, crosses = 0, True
    for part in written.split():
        if found := _GAP.fullmatch(part):
            gap, crosses = int(found[2]), found[1] == ".."
            continue
        wanted = tuple(each.removeprefix("@") for each in part.split("|"))
        for each in wanted:
            if each not in names:
                raise PhraseError(f"{written!r}: there is no list called {each!r}")
        slots.append(Slot(lists=wanted, gap=gap, crosses=crosses))
        gap, crosses = 0, True
    if not slots:
        raise PhraseError("a pattern without any list")
    return tuple(slots)


def taken_apart(text: str, ready: Lists) -> Read:
    """The text with everything a pattern asks about it."""
    found = tokens(text)
    quoted = _quotations(found)
    at = _where(found, ready)
    joint = at.get(JOINT, {})
    count, joints = 0, [0]
    for place in range(len(found)):
        count += place in joint
        joints.append(count)
    return Read(
        tokens=found,
        sentence=_sentences(found, quoted),
        quoted=quoted,
        joints=tuple(joints),
        at=at,
    )


def _quotations(found: tuple[Token, ...]) -> tuple[int, ...]:
    """For each token the number of the quotation it stands in, or 0. One left open is none."""
    marks = [place for place, each in enumerate(found) if each.word in _QUOTES]
    within = [0] * len(found)
    for number, (opened, closed) in enumerate(zip(marks[::2], marks[1::2], strict=False), 1):
        within[opened : closed + 1] = [number] * (closed + 1 - opened)
    return tuple(within)


def _sentences(found: tuple[Token, ...], quoted: tuple[int, ...]) -> tuple[int, ...]:
    """For each token the number of its sentence. A quotation ends none."""
    number, numbers = 0, []
    for place, each in enumerate(found):
        numbers.append(number)
        if each.word in _ENDS and not quoted[place] and _really_ends(found, place):
            number += 1
    return tuple(numbers)


def _really_ends(found: tuple[Token, ...], place: int) -> bool:
    """A full stop after "Dr", inside 3.5 or in "10 a.m. at Main Street" ends nothing."""
    if found[place].word != "." or place + 1 == len(found):
        return True
    before, after = found[max(place - 1, 0)], found[place + 1]
    joined = after.start == found[place].end and not after.capital
    if joined or before.word in _SHORT:
        return False
    return len(before.word) > 1 or before.word.isdigit() or after.capital


def _where(found: tuple[Token, ...], ready: Lists) -> dict[str, dict[int, int]]:
    """For each list that is met: the token each of its phrases begins at, and where it ends."""
    words = [each.word for each in found]
    at: dict[str, dict[int, int]] = {}
    for place, word in enumerate(words):
        for name, phrase in ready.phrases.get(word, ()):
            if len(phrase) == 1 or tuple(words[place : place + len(phrase)]) == phrase:
                ends = at.setdefault(name, {})
                ends[place] = max(ends.get(place, 0), place + len(phrase))
        if word.startswith(ready.beginnings) or word.endswith(ready.endings):
            for name, beginning, ending in ready.cut:
                if word.startswith(beginning) and word.endswith(ending):
                    at.setdefault(name, {}).setdefault(place, place + 1)
    at[NAME] = {place: place + 1 for place, each in enumerate(found) if each.capital}
    for name, masked in _masked(words, ready):
        at.get(name, {}).pop(masked, None)
    return at


def _masked(words: list[str], ready: Lists) -> Iterator[tuple[str, int]]:
    for place, word in enumerate(words):
        for name, phrase in ready.masks.get(word, ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                yield from ((name, place + step) for step in range(len(phrase)))


def find(slots: tuple[Slot, ...], read: Read) -> list[Found]:
    """Every last place of the pattern, with the nearest beginning that leads to it."""
    reached = {end: (start, start) for start, end in _starts(slots[0].lists, read).items()}
    for slot in slots[1:]:
        if not reached:
            return []
        reached = {
            end: (reached[before][0], start)
            for start, end in _starts(slot.lists, read).items()
            if (before := _just_before(start, slot, reached, read)) is not None
        }
    return [
        Found(first=first, claim=claim, end=end) for end, (first, claim) in sorted(reached.items())
    ]


def _starts(names: tuple[str, ...], read: Read) -> Mapping[int, int]:
    """Where a phrase of these lists begins, and where the longest one there ends."""
    if len(names) == 1:
        return read.at.get(names[0], {})
    starts: dict[int, int] = {}
    for name in names:
        for start, end in read.at.get(name, {}).items():
            starts[start] = max(end, starts.get(start, 0))
    return starts


def _just_before(
    start: int, slot: Slot, reached: Mapping[int, tuple[int, int]], read: Read
) -> int | None:
    """Where the place before ended, when it is near enough and in the same sentence."""
    for before in range(start, max(start - slot.gap, 1) - 1, -1):
        if read.sentence[before - 1] != read.sentence[start]:
            return None
        if not slot.crosses and read.joints[before] < read.joints[start]:
            return None
        if before in reached:
            return before
    return None
