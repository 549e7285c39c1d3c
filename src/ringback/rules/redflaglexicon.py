"""The words that must reach a clinician, as the practice keeps them.

The product brings the core; a practice adds phrases of its own, and only a clinician may have a
core one taken out. Every change is a new version, and a reading says which version it was made by.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from ringback.rules import redflagphrase
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.redflagphrase import Pattern, PhraseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ringback.rules.redflagphrase import Listed, Net


class Kind(StrEnum):
    """What finding a group's phrase means."""

    FLAG = "flag"
    """Something a clinician should know, or a mark such as "pregnant"."""
    ASK = "ask"
    """A wish about how, where or with whom to speak: a contact rule to confirm."""
    HARMLESS = "harmless"
    """Words that only look like a flag: "chest x-ray", "emergency contact"."""
    DENIED = "denied"
    """What follows is said not to be so, along a list: "no fever, chills or cough"."""
    DENIED_NEXT = "denied_next"
    """Only what follows at once is said not to be so: "not bleeding"."""
    ANSWERED_NO = "answered_no"
    """What came before is said not to be so."""
    BEGAN_LONG_AGO = "began_long_ago"
    """What follows happened long ago."""
    LONG_AGO = "long_ago"
    """What came before happened long ago, or is over."""
    AGAIN = "again"
    """It is not over after all."""
    IF = "if"
    """What follows has not happened: it might."""
    NEW_THOUGHT = "new_thought"
    """A new thought begins: a "no" before it says nothing about what follows."""
    OWN_NO = "own_no"
    """A flag that begins with it is not denied by a "no" before it: "can't breathe"."""
    VERB = "verb"
    """It makes a statement of a flag, and a "no" denies no statement: "the baby is limp"."""
    NOTHING_DENIED = "nothing_denied"
    """Looks like a "no", a "gone" or an "if" but is none: "not only", "no relief from"."""


FACTS: Final[dict[str, str]] = {
    "infant_fever": gettext_noop("A baby under three months has a fever."),
    "reaction_or_wrong_dose": gettext_noop("A medicine went wrong: a reaction, or a wrong dose."),
    "worse_or_worried": gettext_noop("They say it is getting worse, or that they are worried."),
    "critical_or_stat": gettext_noop("Another office reports a critical value, or says STAT."),
    "abnormal_result": gettext_noop("They speak of a result that is not normal."),
    "threat_or_violence": gettext_noop("Somebody is threatened, or hurt by somebody."),
    "privacy_breach": gettext_noop("They say something private reached the wrong person."),
    "hardship_or_collections": gettext_noop("They cannot pay, or a debt collector was named."),
    "pregnant": gettext_noop("The patient is, or may be, pregnant."),
    "recent_operation": gettext_noop("They had an operation or a procedure recently."),
    "high_risk_medicine": gettext_noop(
        "They take a medicine that must not be missed: a blood thinner, insulin, chemotherapy."
    ),
    "symptoms_in_text": gettext_noop("They speak of a symptom."),
    "urgent_referral": gettext_noop("They speak of a referral that is urgent."),
    "records_request": gettext_noop("They ask for their own records."),
    "coverage_question": gettext_noop("They ask what a visit costs, or whether it is covered."),
}
"""What the pathways may lean on, and what each says when it is true."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Phrases that say the same thing, and what that thing is in plain words.

    `level` is what it raises to when said outright; None raises nothing by itself. What is `firm`
    is not softened by an "if". Harmless words hide the groups named in `hides`; none named, all.
    """

    code: str
    words: str
    kind: Kind
    level: Level | None = None
    firm: bool = False
    facts: frozenset[str] = frozenset()
    hides: frozenset[str] = frozenset()
    core: bool = True


@dataclass(frozen=True, kw_only=True)
class Together:
    """Things that mean more together than apart: a fever, and a baby of three weeks."""

    code: str
    words: str
    level: Level
    all_of: tuple[frozenset[str], ...]
    facts: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """One phrase as written, whose group it belongs to, and whether it came with the product."""

    text: str
    group: Group
    core: bool


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """One version of all that is listened for."""

    version: str
    phrases: tuple[Phrase, ...]
    together: tuple[Together, ...]
    spelling: Mapping[str, str]
    net: Net


class LexiconError(ValueError):
    """The word lists say something that cannot be meant. Carries every reason."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__("\n".join(map(str, reasons)))
        self.reasons = reasons


NO_VERSION: Final = gettext_noop("The word lists need a version, such as 2026-01.")
NOT_A_LEVEL: Final = gettext_noop("{where}: {what} is not a level such as urgent.")
NOT_A_KIND: Final = gettext_noop("{where}: {what} is not a kind of group such as flag.")
NOT_A_FACT: Final = gettext_noop("{where}: {what} is not something a pathway can lean on.")
NO_WORDS: Final = gettext_noop("{where}: say in plain words what it is.")
NO_SUCH_GROUP: Final = gettext_noop("{where}: there is no group called {what}.")
NO_SUCH_PHRASE: Final = gettext_noop("{where}: the phrase {what} is not there to be taken out.")
NOT_A_PHRASE: Final = gettext_noop("{where}: in {what}, {why}.")
TWICE: Final = gettext_noop("{where}: this name is already taken.")


def mistakes(
    parts: Sequence[Mapping[str, Any]], own: Mapping[str, Any] | None = None
) -> tuple[Reason, ...]:
    """Everything that is wrong with the word lists; empty means they can be used."""
    return tuple(_Draft(parts, own or {}).wrong)


def read(parts: Sequence[Mapping[str, Any]], own: Mapping[str, Any] | None = None) -> Lexicon:
    """Put the product's `parts` and the practice's `own` words together.

    `own` may bring groups, phrases for groups there are, and what to `remove` (that a clinician
    said so is the caller's to know). Raises LexiconError with every mistake.
    """
    draft = _Draft(parts, own or {})
    if draft.wrong:
        raise LexiconError(tuple(draft.wrong))
    return Lexicon(
        version=draft.version,
        phrases=tuple(draft.phrases),
        together=tuple(draft.together),
        spelling=draft.spelling,
        net=redflagphrase.net(draft.patterns),
    )


def _each(
    key: str, parts: Iterable[tuple[Mapping[str, Any], bool]]
) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Every entry called `key`, and whether it came with the product."""
    return ((data, core) for part, core in parts for data in part.get(key, ()))


class _Draft:
    """The word lists while they are read: what is understood so far, and what is wrong."""

    def __init__(self, parts: Sequence[Mapping[str, Any]], own: Mapping[str, Any]) -> None:
        self.wrong: list[Reason] = []
        self.groups: dict[str, Group] = {}
        self.phrases: list[Phrase] = []
        self.patterns: list[tuple[Pattern, ...]] = []
        self.together: list[Together] = []
        self.lists: dict[str, Listed] = {}
        self.spelling: dict[str, str] = {}
        self.version = self._version(parts, own)
        everything = (*((part, True) for part in parts), (own, False))
        for part, _ in everything:
            self._lists(part.get("lists", {}))
            self.spelling.update(part.get("spelling", {}))
        for data, core in _each("group", everything):
            self._group(data, core=core)
        for data, core in _each("group", everything):
            self._phrases(data, core=core)
        for data, _ in _each("together", everything):
            self._together(data)
        for data in own.get("remove", ()):
            self._remove(data)

    def _version(self, parts: Sequence[Mapping[str, Any]], own: Mapping[str, Any]) -> str:
        versions = [str(part["version"]) for part in (*parts, own) if "version" in part]
        if not versions or (own and "version" not in own):
            self.wrong.append(Reason(code="no_version", words=NO_VERSION))
        return "+".join(dict.fromkeys(versions))

    def _say(self, code: str, words: str, where: str, what: object = "", why: object = "") -> None:
        values = (("where", where), ("what", str(what)), ("why", str(why)))
        self.wrong.append(Reason(code=code, words=words, values=values))

    def _lists(self, lists: Mapping[str, Sequence[str]]) -> None:
        for name, members in lists.items():
            try:
                self.lists[name] = redflagphrase.listed(members)
            except PhraseError as why:
                self._say("not_a_phrase", NOT_A_PHRASE, name, "this list", why)

    def _group(self, data: Mapping[str, Any], *, core: bool) -> None:
        """A new group; without `words` it only brings phrases to one there is."""
        code = str(data.get("code", ""))
        if "words" not in data:
            return
        if code in self.groups:
            self._say("twice", TWICE, code)
            return
        self.groups[code] = Group(
            code=code,
            words=str(data["words"]),
            kind=self._kind(data.get("kind", Kind.FLAG), code),
            level=self._level(data["level"], code) if "level" in data else None,
            firm=bool(data.get("firm", False)),
            facts=self._facts(data, code),
            hides=frozenset(map(str, data.get("hides", ()))),
            core=core,
        )

    def _kind(self, what: object, where: str) -> Kind:
        if what in list(Kind):
            return Kind(str(what))
        self._say("not_a_kind", NOT_A_KIND, where, what)
        return Kind.FLAG

    def _level(self, what: object, where: str) -> Level:
        if what in list(Level) and what != Level.ROUTINE:
            return Level(str(what))
        self._say("not_a_level", NOT_A_LEVEL, where, what)
        return Level.EMERGENCY

    def _facts(self, data: Mapping[str, Any], where: str) -> frozenset[str]:
        facts = frozenset(map(str, data.get("facts", ())))
        for each in sorted(facts - FACTS.keys()):
            self._say("not_a_fact", NOT_A_FACT, where, each)
        return facts

    def _phrases(self, data: Mapping[str, Any], *, core: bool) -> None:
        group = self.groups.get(code := str(data.get("code", "")))
        if group is None:
            self._say("no_words", NO_WORDS, code)
            return
        for text in data.get("phrases", ()):
            try:
                patterns = redflagphrase.patterns(text, self.lists)
            except PhraseError as why:
                self._say("not_a_phrase", NOT_A_PHRASE, group.code, repr(text), why)
                continue
            self.phrases.append(Phrase(text=text, group=group, core=core))
            self.patterns.append(patterns)

    def _together(self, data: Mapping[str, Any]) -> None:
        code = str(data.get("code", ""))
        all_of = tuple(frozenset(each) for each in data.get("all_of", ()))
        for each in sorted({each for alternatives in all_of for each in alternatives}):
            if each not in self.groups:
                self._say("no_such_group", NO_SUCH_GROUP, code, each)
        if not data.get("words") or not all_of:
            self._say("no_words", NO_WORDS, code)
            return
        self.together.append(
            Together(
                code=code,
                words=str(data["words"]),
                level=self._level(data.get("level"), code),
                all_of=all_of,
                facts=self._facts(data, code),
            )
        )

    def _remove(self, data: Mapping[str, Any]) -> None:
        code = str(data.get("code", ""))
        for text in data.get("phrases", ()):
            kept = [
                (phrase, patterns)
                for phrase, patterns in zip(self.phrases, self.patterns, strict=True)
                if (phrase.group.code, phrase.text) != (code, text)
            ]
            if len(kept) == len(self.phrases):
                self._say("no_such_phrase", NO_SUCH_PHRASE, code, repr(text))
            self.phrases = [phrase for phrase, _ in kept]
            self.patterns = [patterns for _, patterns in kept]
