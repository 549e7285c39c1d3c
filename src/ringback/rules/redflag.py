"""Words in a message that must reach a clinician: they may raise a callback, never lower it.

Published word lists miss most emergencies, so this is only one of the voices: the level is the
highest of words, channel, repetition and people, and only a clinician lowers it. What is denied or
long past still reaches a clinician. No hit is no all-clear: the callback stays "not checked by a
person". When reading itself fails, that raises too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeVar

from ringback.rules import redflagphrase, redflagtext
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.redflaglexicon import FACTS, Kind
from ringback.rules.redflagtaken import Cues, How, taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ringback.rules.redflaglexicon import Group, Lexicon, Together
    from ringback.rules.redflagphrase import Found
    from ringback.rules.redflagtext import Word


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Something heard in a message. `start` and `end` are its place in the message as it came.

    `level` is what it raises to, softened by how it was said; None raises nothing by itself.
    """

    code: str
    words: str
    how: How
    level: Level | None
    start: int
    end: int
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A wish about how to reach them. It blocks until a person has confirmed it."""

    code: str
    words: str
    level: Level | None
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a message was found to say, by which version of the word lists.

    `failed` says why it could not be read to its end; then the level is urgent at least.
    """

    version: str
    level: Level | None
    hits: tuple[Hit, ...]
    asks: tuple[Ask, ...]
    failed: Reason | None = None


SEVERITY: Final = tuple(Level)
"""From the most pressing to the least."""

SOFTENED: Final[dict[Level, dict[How, Level]]] = {
    Level.EMERGENCY: {
        How.SAID: Level.EMERGENCY,
        How.IF: Level.URGENT,
        How.PAST: Level.URGENT,
        How.DENIED: Level.CLINICAL,
    },
    Level.URGENT: {
        How.SAID: Level.URGENT,
        How.IF: Level.CLINICAL,
        How.PAST: Level.CLINICAL,
        How.DENIED: Level.CLINICAL,
    },
    Level.CLINICAL: dict.fromkeys(How, Level.CLINICAL),
}
"""What is left of a level by how it was said: less, never nothing."""

MOST_HITS: Final = 5_000
"""No message says so much; one that does is read by a person."""

NOT_CHECKED: Final = gettext_noop("Not checked by a person.")
COULD_NOT_READ: Final = gettext_noop(
    "The message could not be checked for urgent words. Read it now, whole."
)
TOO_MUCH: Final = gettext_noop(
    "The message says too much to be checked to its end. Read it now, whole."
)
HEARD: Final[dict[How, str]] = {
    How.SAID: gettext_noop("They speak of {what}: “{said}”."),
    How.DENIED: gettext_noop("They say it is not {what}, but they speak of it: “{said}”."),
    How.PAST: gettext_noop("They speak of {what} as past: “{said}”."),
    How.IF: gettext_noop("They speak of {what} as something that might happen: “{said}”."),
}
ASKED: Final = gettext_noop("They asked: {what}. In their words: “{said}”. Confirm it with them.")


def raised(present: Level, reading: Reading) -> Level:
    """The callback's level after this reading: the higher of the two."""
    return min(present, reading.level or present, key=SEVERITY.index)


def read(text: str, lexicon: Lexicon) -> Reading:
    """What the message says. English and Spanish are both listened for: people mix them."""
    words = redflagtext.words(text, spelling=lexicon.spelling, known=lexicon.net.exact)
    found = list(_some(redflagphrase.find(lexicon.net, words)))
    cues, hidden = _cues(found, words, lexicon)
    hits: list[Hit] = []
    asks: list[Ask] = []
    for each in found:
        group = lexicon.phrases[each.phrase].group
        if group.kind not in {Kind.FLAG, Kind.ASK} or _looks_only(group, each, hidden):
            continue
        if group.kind is Kind.FLAG:
            hits.append(_hit(group, each, words, taken(each.places, words, cues)))
        else:
            asks.append(_ask(group, each, words))
    failed = Reason(code="too_much", words=TOO_MUCH) if len(found) >= MOST_HITS else None
    return _reading(lexicon, hits, asks, failed)


def safely(
    text: str, lexicon: Lexicon, reader: Callable[[str, Lexicon], Reading] = read
) -> Reading:
    """Like `read`, but a mistake of ours is an answer too: "could not be checked", urgent."""
    try:
        return reader(text, lexicon)
    except Exception:  # noqa: BLE001 - whatever went wrong, a person must read the message now
        return Reading(
            version=lexicon.version,
            level=Level.URGENT,
            hits=(),
            asks=(),
            failed=Reason(code="could_not_read", words=COULD_NOT_READ),
        )


def facts(reading: Reading) -> dict[str, bool]:
    """Each fact a pathway may lean on, and whether the message says so outright."""
    said = {each for hit in reading.hits if hit.how is How.SAID for each in hit.facts}
    return {name: name in said for name in FACTS}


def reasons(reading: Reading, text: str) -> tuple[Reason, ...]:
    """Why the callback was raised, most pressing first, in the patient's own words.

    Nothing heard is no all-clear: then it says that nobody has looked.
    """
    pressing = [(SEVERITY.index(hit.level), hit) for hit in reading.hits if hit.level]
    hits = [hit for _, hit in sorted(pressing, key=itemgetter(0))]
    heard = (_because(HEARD[hit.how], hit, text) for hit in hits)
    asked = (_because(ASKED, ask, text) for ask in reading.asks)
    found = (*([reading.failed] if reading.failed else ()), *heard, *asked)
    return found or (Reason(code="not_checked", words=NOT_CHECKED),)


def _because(words: str, hit: Hit | Ask, text: str) -> Reason:
    said = " ".join(text[hit.start : hit.end].split())
    return Reason(code=hit.code, words=words, values=(("what", hit.words), ("said", said)))


def _some(found: Iterable[Found]) -> Iterator[Found]:
    for _, each in zip(range(MOST_HITS), found, strict=False):
        yield each


def _cues(
    found: Iterable[Found], words: Sequence[Word], lexicon: Lexicon
) -> tuple[Cues, dict[int, set[str]]]:
    """The small words; and for each place of harmless words, the groups they hide there."""
    cues = Cues()
    hidden: dict[int, set[str]] = defaultdict(set)
    for each in found:
        group = lexicon.phrases[each.phrase].group
        if group.kind is Kind.HARMLESS:
            for place in each.places:
                hidden[place] |= group.hides or {EVERY_GROUP}
        elif group.kind not in {Kind.FLAG, Kind.ASK}:
            cues.add(group.kind, each.places, words)
    return cues, hidden


EVERY_GROUP: Final = "*"


def _looks_only(group: Group, found: Found, hidden: Mapping[int, set[str]]) -> bool:
    """Whether one of its words belongs to words that only look like a flag."""
    return any(
        not hidden.get(at, _NOTHING).isdisjoint({EVERY_GROUP, group.code}) for at in found.places
    )


_NOTHING: Final[frozenset[str]] = frozenset()


def _hit(group: Group, found: Found, words: Sequence[Word], how: How) -> Hit:
    how = How.SAID if group.firm and how is How.IF else how
    return Hit(
        code=group.code,
        words=group.words,
        how=how,
        level=SOFTENED[group.level][how] if group.level else None,
        start=words[found.places[0]].start,
        end=words[found.places[-1]].end,
        facts=group.facts,
    )


def _ask(group: Group, found: Found, words: Sequence[Word]) -> Ask:
    return Ask(
        code=group.code,
        words=group.words,
        level=group.level,
        start=words[found.places[0]].start,
        end=words[found.places[-1]].end,
    )


def _reading(
    lexicon: Lexicon, hits: Sequence[Hit], asks: Sequence[Ask], failed: Reason | None
) -> Reading:
    said = {hit.code: hit for hit in reversed(hits) if hit.how is How.SAID}
    together = [found for each in lexicon.together if (found := _together(each, said))]
    everything = _once([*hits, *together])
    levels = [hit.level for hit in everything] + [ask.level for ask in asks]
    levels += [Level.URGENT] if failed else []
    pressing = [level for level in levels if level]
    return Reading(
        version=lexicon.version,
        level=min(pressing, key=SEVERITY.index, default=None),
        hits=everything,
        asks=_once(asks),
        failed=failed,
    )


def _together(rule: Together, said: dict[str, Hit]) -> Hit | None:
    """The first part's hit, when every part was said."""
    parts = [[hit for code, hit in said.items() if code in each] for each in rule.all_of]
    if not all(parts):
        return None
    return replace(
        parts[0][0], code=rule.code, words=rule.words, level=rule.level, facts=rule.facts
    )


Heard = TypeVar("Heard", Hit, Ask)


def _once(heard: Iterable[Heard]) -> tuple[Heard, ...]:
    """Overlapping ones of one group are one: the most pressing, then the longest."""

    def order(each: Heard) -> tuple[int, int]:
        return (SEVERITY.index(each.level or Level.ROUTINE), each.start - each.end)

    kept: dict[str, list[Heard]] = {}
    for each in sorted(heard, key=lambda each: (each.start, each.end)):
        same = kept.setdefault(each.code, [])
        if same and each.start < same[-1].end:
            same[-1] = min(same[-1], each, key=order)
        else:
            same.append(each)
    found = [each for same in kept.values() for each in same]
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.code)))
