"""What is said on a call: the steps, the approved sentences, and where each question goes.

A script is the practice's data (defaults/scripts.toml, edited on a page); what each step may say is
the code here. Voicemails are set with the contact rules. Whatever could go wrong on the phone is
found when the script is saved: see rules/scriptcheck.py. On the phone a sentence always comes out
whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ringback.rules import placeholder
from ringback.rules.category import Kind as Touches
from ringback.rules.placeholder import LANGUAGES, PLACEHOLDERS
from ringback.rules.reason import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ringback.rules.category import Category

T = TypeVar("T")


class Moment(StrEnum):
    """When a sentence is said, and so what it may give away."""

    FIRST = "first"
    BEFORE = "before"
    AFTER = "after"
    ANY = "any"


class MayNot(StrEnum):
    """What may never be done at the desk, whoever asks."""

    DIAGNOSE = "diagnose"
    INTERPRET_SYMPTOMS = "interpret_symptoms"
    EXPLAIN_RESULTS = "explain_results"
    PROMISE_COVERAGE = "promise_coverage"
    RECOMMEND_TREATMENT = "recommend_treatment"
    PRESSURE = "pressure"
    LOWER_URGENCY = "lower_urgency"


MAY_NOTS: Final[dict[MayNot, str]] = {
    MayNot.DIAGNOSE: gettext_noop("Naming an illness or a cause"),
    MayNot.INTERPRET_SYMPTOMS: gettext_noop("Saying how serious something is"),
    MayNot.EXPLAIN_RESULTS: gettext_noop("Explaining a result"),
    MayNot.PROMISE_COVERAGE: gettext_noop("Promising what is covered"),
    MayNot.RECOMMEND_TREATMENT: gettext_noop("Recommending a treatment"),
    MayNot.PRESSURE: gettext_noop("Pressing somebody"),
    MayNot.LOWER_URGENCY: gettext_noop("Making something less urgent"),
}
"""What each is called where the practice wrote no words of its own for it."""


@dataclass(frozen=True, kw_only=True)
class StepRule:
    """What one step is called, when it is said, and the blanks it is worth nothing without."""

    words: str
    moment: Moment
    must: frozenset[str] = frozenset()


def _step(words: str, moment: Moment, *must: str) -> StepRule:
    return StepRule(words=words, moment=moment, must=frozenset(must))


STEPS: Final[dict[str, StepRule]] = {
    "ask_by_name": _step(gettext_noop("Ask for the patient by name"), Moment.FIRST),
    "who_is_calling": _step(
        gettext_noop("Say who is calling, and from where"),
        Moment.BEFORE,
        "caller_name",
        "safe_practice_name",
    ),
    "why": _step(gettext_noop("Say why you call"), Moment.BEFORE, "kind_of_request"),
    "missed_call": _step(
        gettext_noop("Return a missed call"),
        Moment.BEFORE,
        "caller_name",
        "safe_practice_name",
        "identifiers",
    ),
    "verify": _step(gettext_noop("Ask them to verify"), Moment.BEFORE, "identifiers"),
    "verify_more": _step(
        gettext_noop("Ask for one more detail"), Moment.BEFORE, "one_more_identifier"
    ),
    "new_to_us": _step(gettext_noop("They are new to us"), Moment.BEFORE),
    "not_verified": _step(
        gettext_noop("Close without verification"), Moment.BEFORE, "practice_phone"
    ),
    "someone_else": _step(gettext_noop("Someone else answered"), Moment.BEFORE, "practice_phone"),
    "third_party": _step(gettext_noop("Somebody speaks for the patient"), Moment.BEFORE),
    "minor": _step(gettext_noop("The patient is a minor"), Moment.BEFORE),
    "interpreter": _step(gettext_noop("Bring in an interpreter"), Moment.BEFORE),
    "relay": _step(gettext_noop("A relay operator is on the line"), Moment.BEFORE),
    "office_who": _step(
        gettext_noop("Another office: their name and organization"), Moment.BEFORE, "caller_name"
    ),
    "office_reference": _step(gettext_noop("Another office: the reference"), Moment.BEFORE),
    "office_read_back": _step(gettext_noop("Another office: read it back"), Moment.BEFORE),
    "scope": _step(gettext_noop("Say what you can help with"), Moment.AFTER),
    "escalate": _step(gettext_noop("Hand a clinical question over"), Moment.ANY),
    "emergency": _step(
        gettext_noop("Send them to the emergency number"), Moment.ANY, "emergency_line"
    ),
    "next_step": _step(gettext_noop("Say what happens next"), Moment.AFTER, "next_step"),
    "close": _step(gettext_noop("Close, with the next step said back"), Moment.AFTER, "next_step"),
}
"""Every step a script has; none may be left out."""

OPEN: Final = frozenset(name for name, each in PLACEHOLDERS.items() if not each.protected)

_DEFAULT_PATH: Final = (
    "ask_by_name", "who_is_calling", "why", "verify", "scope", "next_step", "close"
)  # fmt: skip
_CLINICAL_PATH: Final = (
    "ask_by_name", "who_is_calling", "why", "verify", "escalate", "next_step", "close"
)  # fmt: skip

_PATHS: Final[dict[str, tuple[str, ...]]] = {
    "missed_call": ("ask_by_name", "missed_call", "scope", "next_step", "close"),
    "other_office": ("office_who", "office_reference", "office_read_back"),
    "emergency": ("ask_by_name", "who_is_calling", "emergency", "escalate"),
}

CALLBACK: Final = "callback"
SCRIPTS: Final = (CALLBACK, *_PATHS)
"""The scripts a pathway may ask for, the usual one first."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One sentence: its name for people, when it is said, and its words by language."""

    code: str
    words: str
    moment: Moment
    say: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """What is said instead of something that may not be done, and the post it goes to."""

    line: Line
    goes_to: str
    instead: Mapping[str, str]

    def post(self, category: str) -> str:
        """The post it goes to for this kind of request."""
        return self.instead.get(category, self.goes_to)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How one kind of request is named: before verification (or not at all), and after."""

    code: str
    before: Mapping[str, str] = field(default_factory=dict)
    topic: Mapping[str, str] = field(default_factory=dict)
    help_with: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Script:
    """Everything a practice says on the phone, as one version of it was written."""

    steps: tuple[Line, ...]
    situations: tuple[Line, ...]
    refusals: tuple[Refusal, ...]
    kinds: tuple[Kind, ...]
    posts: Mapping[str, Mapping[str, str]]
    never_said: Mapping[str, tuple[str, ...]]

    def lines(self) -> tuple[Line, ...]:
        """Every sentence that may be said."""
        refused = tuple(each.line for each in self.refusals)
        return self.steps + self.situations + refused

    def line(self, code: str) -> Line:
        """The sentence of this name. Raises KeyError when the script has none."""
        return {each.code: each for each in self.lines()}[code]


class ScriptError(ValueError):
    """A script says something that cannot be understood. The message names the place."""


def read(data: Mapping[str, Any]) -> Script:
    """Turn a script's data into lines. Raises ScriptError naming the place that has no meaning.

    Only the shape is read here; what a practice may get wrong is in scriptcheck.mistakes.
    """
    return Script(
        steps=_every(data, "step", _step_line),
        situations=_every(data, "situation", _situation),
        refusals=_every(data, "may_not", _refusal),
        kinds=_every(data, "kind", _kind),
        posts=dict(_every(data, "post", lambda each: (_text(each, "code"), _said(each)))),
        never_said=_never_said(data.get("never_said", {})),
    )


def _every(
    data: Mapping[str, Any], name: str, read_one: Callable[[Mapping[str, Any]], T]
) -> tuple[T, ...]:
    listed = data.get(name, [])
    if not isinstance(listed, list):
        raise ScriptError(f"{name}: this is not a list")
    return tuple(_one(each, f"{name} {place}", read_one) for place, each in enumerate(listed, 1))


def _one(each: object, place: str, read_one: Callable[[Mapping[str, Any]], T]) -> T:
    if not isinstance(each, dict):
        raise ScriptError(f"{place}: this is not a table")
    try:
        return read_one(each)
    except KeyError as missing:
        raise ScriptError(f"{_named(each, place)}: {missing.args[0]} is missing") from None
    except (TypeError, ValueError) as wrong:
        raise ScriptError(f"{_named(each, place)}: {wrong}") from None


def _named(each: Mapping[str, Any], place: str) -> str:
    code = each.get("code")
    return f"{place} ({code})" if code else place


def _step_line(data: Mapping[str, Any]) -> Line:
    """A line whose name and moment the product knows; one it does not know keeps its code."""
    code = _text(data, "code")
    rule = STEPS.get(code, StepRule(words=code, moment=Moment.BEFORE))
    return Line(code=code, words=rule.words, moment=rule.moment, say=_said(data))


def _situation(data: Mapping[str, Any]) -> Line:
    return _line(data, Moment(data["when"]))


def _line(data: Mapping[str, Any], moment: Moment) -> Line:
    return Line(
        code=_text(data, "code"), words=_text(data, "words"), moment=moment, say=_said(data)
    )


def _refusal(data: Mapping[str, Any]) -> Refusal:
    instead = _table(data, "instead")
    return Refusal(
        line=_line(data, Moment.ANY),
        goes_to=_text(data, "goes_to"),
        instead={code: _text(instead, code) for code in instead},
    )


def _kind(data: Mapping[str, Any]) -> Kind:
    said = {name: _said(_table(data, name)) for name in ("before", "topic", "help_with")}
    return Kind(code=_text(data, "code"), **said)


def _text(data: Mapping[str, Any], key: str) -> str:
    found = data[key]
    if not isinstance(found, str):
        raise TypeError(f"{key} is not text")
    return found


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = data.get(key, {})
    if not isinstance(found, dict):
        raise TypeError(f"{key} is not a table")
    return found


def _said(data: Mapping[str, Any]) -> dict[str, str]:
    """The words by language; a language left out is empty, and found when the script is saved."""
    return {language: _text({language: "", **data}, language).strip() for language in LANGUAGES}


def _never_said(found: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(found, dict):
        raise ScriptError("never_said: this is not a table")
    for language, words in found.items():
        if not isinstance(words, list) or not all(isinstance(each, str) for each in words):
            raise ScriptError(f"never_said: {language} is not a list of words")
    return {language: tuple(words) for language, words in found.items()}


def may_say(line: Line) -> frozenset[str]:
    """The blanks this line may fill with what they stand for."""
    match line.moment:
        case Moment.FIRST:
            return frozenset({"patient_first_name", "patient_name"})
        case Moment.AFTER:
            return frozenset(PLACEHOLDERS)
        case _:
            return OPEN


def filled(line: Line, values: Mapping[str, str], language: str) -> str:
    """The sentence to say now. What is not known, or not allowed yet, has words of its own.

    A language scripts are not said in is answered in the first one.
    """
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    return placeholder.fill(line.say[spoken], values, spoken, may_say=may_say(line))


def preview(line: Line, language: str) -> str:
    """The sentence with an example in every blank, while it is being written."""
    return filled(line, placeholder.examples(language), language)


def values_of_kind(script: Script, category: Category, language: str) -> dict[str, str]:
    """The words a kind of request brings to its sentences; empty ones are said otherwise.

    What may not be named is not, whatever an older script says.
    """
    code = category.code
    kind = next((each for each in script.kinds if each.code == code), Kind(code=code))
    return {
        "kind_of_request": kind.before.get(language, "") if category.may_be_named else "",
        "topic": kind.topic.get(language, ""),
        "help_with": kind.help_with.get(language, ""),
    }


def path(category: Category) -> tuple[str, ...]:
    """The steps of a call about this kind of request, in the order they are said."""
    usual = _DEFAULT_PATH if category.kind is Touches.ROUTINE else _CLINICAL_PATH
    return _PATHS.get(category.script, usual)
