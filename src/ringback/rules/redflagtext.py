"""A message as plain words: whatever a phone's machine or a hurried thumb wrote, one spelling.

Upper case, accents, smart quotes, "cannot", "can not" and "can't", "heeelp" and hidden characters
become the same plain words; each keeps its place in the message, so that the patient's own words
can be shown as they stand. Numbers that measure nothing (telephone, date, time of day, money) are
words without a value.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping


class Before(IntEnum):
    """What stands between a word and the one before it."""

    NOTHING = 0
    PAUSE = 1
    QUESTION = 2
    LINE = 3
    """A new line: it ends what a "no" reaches, but a line may only have been wrapped."""
    STOP = 4


class Word(NamedTuple):
    """One plain word. `start` and `end` are places in the message; `value` is a measure's.

    `sentence` counts sentences of more than two words: "I. Can't. Breathe." is one.
    """

    plain: str
    start: int
    end: int
    value: float | None
    before: Before
    sentence: int


ENOUGH_FOR_A_SENTENCE: Final = 3
"""A machine hears a stop at every gasp; so few words before one are no sentence of their own."""

_HIDDEN: Final = "\u00ad\u200b-\u200f\u2060\ufeff"
_MARKS: Final = "\u0300-\u036f"
_QUOTE: Final = "'\u2019\u2018`\u00b4\u02bc\uff07"
_FRESH: Final = r"[^\W\d_a-z\u00e0-\u00ff]|[^\w\s]|\d"
"""What a line begins with that may be a new thought."""

_PIECE: Final = re.compile(
    rf"""
    (?P<word> [^\W\d_] (?: [^\W_] | [{_HIDDEN}{_MARKS}] | [{_QUOTE}](?=[^\W_]) )* )
  | (?P<label>
        \(?\d{{3}}\)?[ .-]{{0,2}}\d{{3}}[ .-]\d{{4}}(?!\d) | \d{{3}}[ .-]\d{{4}}(?!\d)
      | \d{{1,4}}[/-]\d{{1,2}}[/-]\d{{2,4}}(?!\d) | \d{{1,2}}:\d{{2}} | [$#\u20ac]\s?\d[\d,.]*
      | \d{{7,}} | \d{{1,3}}(?:,\d{{3}})+(?!\d)
    )
  | (?P<number> \d{{1,6}} (?:[.,]\d{{1,2}}(?!\d))? )
  | (?P<picture> [\u2600-\u27bf\U0001f100-\U0001faff] )
  | (?P<pause> \.{{2,}} | \u2026 | [,;:()\u2013\u2014] )
  | (?P<question> \? )
  | (?P<stop> [.!](?=\s|$|["'\u201d\u2019)]) | [\u00a1\u00bf] | \n[ \t\r]{{0,8}}\n )
  | (?P<line> \n(?=\s{{0,8}}(?:{_FRESH})) )
    """,
    re.VERBOSE,
)
_UNSEEN: Final = re.compile(f"[{_HIDDEN}]")
_LONG_DRAWN: Final = re.compile(r"(.)\1{2,}")
_ENDING: Final = re.compile(rf"[{_QUOTE}](s|m|re|ve|ll|d)$")
_QUOTES: Final = re.compile(f"[{_QUOTE}]")

_SILENT: Final[dict[str, Before]] = {
    "pause": Before.PAUSE,
    "question": Before.QUESTION,
    "line": Before.LINE,
    "stop": Before.STOP,
}

_SHORTENED: Final = frozenset({"dr", "mr", "mrs", "ms", "st", "sr", "sra", "temp", "vs", "approx"})
"""After these a full stop ends nothing."""

_FILLERS: Final = frozenset({"um", "umm", "uh", "uhh", "uhm", "erm", "hm", "hmm", "mm", "ah", "eh"})
"""What people say while they think: as if it were not there."""

_SPELT_OUT: Final[dict[str, tuple[str, ...]]] = {
    short.replace("'", ""): tuple(long.replace("'", "").split())
    for short, long in (
        ("cannot", "can't"),
        ("wanna", "want to"),
        ("gonna", "going to"),
        ("gotta", "got to"),
        ("i'm", "i am"),
        ("i've", "i have"),
        ("he's", "he is"),
        ("she's", "she is"),
        ("it's", "it is"),
        ("they're", "they are"),
        ("we've", "we have"),
        ("you're", "you are"),
        ("that's", "that is"),
        ("there's", "there is"),
        ("what's", "what is"),
    )
}
"""Also without the mark, as a machine writes it."""

_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "s": (),
    "m": ("am",),
    "re": ("are",),
    "ve": ("have",),
    "ll": ("will",),
    "d": ("would",),
}
"""What a word's end stands for; a possessive stands for nothing."""

_WITH_NOT: Final[dict[str, str]] = {
    verb: (short or f"{verb}n't").replace("'", "")
    for verb, short in (
        ("can", "can't"),
        ("will", "won't"),
        ("could", ""),
        ("would", ""),
        ("should", ""),
        ("do", ""),
        ("does", ""),
        ("did", ""),
        ("is", ""),
        ("are", ""),
        ("was", ""),
        ("were", ""),
        ("has", ""),
        ("have", ""),
        ("had", ""),
    )
}


def words(
    text: str, *, spelling: Mapping[str, str] | None = None, known: Container[str] = ()
) -> list[Word]:
    """The message's words in order. `spelling` puts misspelt words right.

    `known` are words that decide how a drawn-out one is read: "blooood" is "blood", not "blod".
    """
    seen: dict[str, tuple[str, ...]] = {}
    found: list[Word] = []
    before, sentence, since = Before.STOP, 0, 0
    for piece in _PIECE.finditer(text):
        kind, raw = piece.lastgroup or "", piece.group()
        if kind in _SILENT:
            before = max(before, _silence(kind, found))
            continue
        if before in {Before.QUESTION, Before.STOP}:
            sentence, since = sentence + (since >= ENOUGH_FOR_A_SENTENCE), 0
        if raw not in seen:
            seen[raw] = _plain(kind, raw, spelling or {}, known)
        value = float(raw.replace(",", ".")) if kind == "number" else None
        for plain in seen[raw]:
            since += _add(found, Word(plain, piece.start(), piece.end(), value, before, sentence))
            before = Before.NOTHING
    return found


def plain(text: str) -> Iterator[str]:
    """The plain words of a phrase as a practice writes it."""
    return (word.plain for word in words(text))


def _silence(kind: str, found: list[Word]) -> Before:
    shortened = kind == "stop" and found and found[-1].plain in _SHORTENED
    return Before.NOTHING if shortened else _SILENT[kind]


def _add(found: list[Word], word: Word) -> int:
    """Add a word, joining "can" and "not"; answers how many words longer the list is."""
    joined = _WITH_NOT.get(found[-1].plain) if word.plain == "not" and found else None
    if joined is None or word.before is not Before.NOTHING:
        found.append(word)
        return 1
    found[-1] = found[-1]._replace(plain=joined, end=word.end)
    return 0


def _plain(
    kind: str, raw: str, spelling: Mapping[str, str], known: Container[str]
) -> tuple[str, ...]:
    if kind == "label":
        return ("#",)
    if kind != "word":
        return (raw,)
    bare = _unadorned(raw)
    whole = _QUOTES.sub("", bare)
    if whole in _FILLERS:
        return ()
    if whole in _SPELT_OUT:
        return _SPELT_OUT[whole]
    ending = _ENDING.search(bare)
    stem, more = (bare[: ending.start()], _ENDINGS[ending[1]]) if ending else (whole, ())
    word = _shortened(_QUOTES.sub("", stem), known)
    return (*spelling.get(word, word).split(), *more)


def _unadorned(raw: str) -> str:
    """Lower case, without accents and hidden characters."""
    if raw.isascii():
        return raw.lower()
    apart = unicodedata.normalize("NFKD", _UNSEEN.sub("", raw))
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()


def _shortened(word: str, known: Container[str]) -> str:
    """A drawn-out word as it is usually written."""
    if _LONG_DRAWN.search(word) is None:
        return word
    doubled = _LONG_DRAWN.sub(r"\1\1", word)
    return doubled if doubled in known else _LONG_DRAWN.sub(r"\1", word)
