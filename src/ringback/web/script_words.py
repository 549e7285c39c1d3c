"""The script as people read it: each line's name, when it is said, and how it sounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_noop

from ringback.rules import placeholder, script, scriptcheck
from ringback.rules.placeholder import LANGUAGES
from ringback.rules.script import Moment
from ringback.web.hours_words import Said
from ringback.web.words import _, in_words, language_words, practice_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.rules.reason import Reason
    from ringback.rules.script import Line

MOMENTS: Final[dict[Moment, str]] = {
    Moment.FIRST: gettext_noop("first of all, to whoever answers"),
    Moment.BEFORE: gettext_noop("before you know who is speaking"),
    Moment.AFTER: gettext_noop("once they are verified"),
    Moment.ANY: gettext_noop("at any time"),
}


AT_ITS_LINE: Final[dict[str, str]] = {
    scriptcheck.EMPTY: gettext_noop("Write the words."),
    scriptcheck.BRACES: gettext_noop("A brace is opened or closed and its partner is missing."),
    scriptcheck.UNKNOWN_BLANK: gettext_noop("{blank} is not a blank we can fill."),
    scriptcheck.TOO_EARLY: gettext_noop(
        "This is said before we know who is listening, so it may not say {blank}."
    ),
    scriptcheck.MUST_SAY: gettext_noop("It must say {blank}."),
    scriptcheck.NAME_NEEDED: gettext_noop("It must ask for the patient by name."),
    scriptcheck.NAME_ONLY: gettext_noop(
        "It may only ask for the name: leave out “{said}” until the patient is on the line."
    ),
    scriptcheck.NEVER_SAID: gettext_noop("“{said}” tells a stranger something about the patient."),
}
"""What is wrong with a line, on its own page: its name stands above it already."""


def at_its_line(reason: Reason) -> str:
    """What is wrong with a line's words, without its name."""
    if reason.words not in AT_ITS_LINE:
        return in_words(reason)
    return _(AT_ITS_LINE[reason.words]).format(**dict(reason.values))


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """One language of a line: as written, and as it sounds with invented values."""

    code: str
    language: str
    text: str
    preview: str


@dataclass(frozen=True, kw_only=True)
class LineWords:
    """One line of the script."""

    code: str
    name: str
    moment: str
    spoken: list[Spoken]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Lines of one sort."""

    title: str
    lines: list[LineWords]


def groups(written: Mapping[str, Any]) -> list[Group]:
    """Every line, by sort."""
    found = script.read(written)
    return [
        Group(title=_("Steps of a call"), lines=_lines(found.steps)),
        Group(title=_("What often comes up"), lines=_lines(found.situations)),
        Group(
            title=_("Said instead of what you may not do"),
            lines=_lines(each.line for each in found.refusals),
        ),
    ]


def lines(written: Mapping[str, Any]) -> list[Said]:
    """Every line in each language, as one version says it."""
    return [
        Said(label=f"{name_of(each)} · {language_words(language)}", words=each.say[language])
        for each in script.read(written).lines()
        for language in LANGUAGES
    ]


def line(written: Mapping[str, Any], code: str) -> LineWords | None:
    """One line, or None where the script has none of this name."""
    found = {each.code: each for each in script.read(written).lines()}
    return _line(found[code]) if code in found else None


def name_of(found: Line) -> str:
    """What a line is called."""
    return practice_words(found.words)


def blanks(written: Mapping[str, Any], code: str) -> list[Said]:
    """The blanks this line may have, and what each stands for."""
    found = script.read(written).line(code)
    return [
        Said(label="{" + name + "}", words=_(placeholder.PLACEHOLDERS[name].meaning))
        for name in placeholder.PLACEHOLDERS
        if name in script.may_say(found)
    ]


def _lines(found: Any) -> list[LineWords]:  # noqa: ANN401 - lines, however they come
    return [_line(each) for each in found]


def _line(found: Line) -> LineWords:
    return LineWords(
        code=found.code,
        name=name_of(found),
        moment=_(MOMENTS[found.moment]),
        spoken=[
            Spoken(
                code=language,
                language=language_words(language),
                text=found.say[language],
                preview=script.preview(found, language),
            )
            for language in LANGUAGES
        ],
    )
