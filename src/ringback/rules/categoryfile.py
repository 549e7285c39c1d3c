"""How a pathway is written down, read back, and what is wrong with one as written.

Every mistake is named with its place: an unknown key, a fact nobody can tell, a window of no time,
a kind of request nobody may handle, a chain with nobody in it, a done-fact that cannot be reached.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ringback.rules import categorycheck, condition, window
from ringback.rules.access import OF_PEOPLE, Role
from ringback.rules.category import (
    ANSWER,
    COUNTED,
    NO_LONGER_COUNTED,
    Another,
    Category,
    ChainStep,
    Fact,
    FactKind,
    FirstAction,
    Handlers,
    Kind,
    Needs,
    PlannedTry,
    Post,
    Requirement,
    Tightening,
    Unreachable,
    Voicemail,
    distinct,
)
from ringback.rules.condition import Condition, Named
from ringback.rules.queue import Level
from ringback.rules.reason import gettext_noop
from ringback.rules.table import (
    Mistake,
    MistakenError,
    Table,
    number,
    one_of,
    some_of,
    text,
    texts,
    too_long,
    yes_or_no,
)
from ringback.rules.voicemail import Template
from ringback.rules.window import Unit, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from enum import StrEnum

E = TypeVar("E", bound="StrEnum")

NO_CODE: Final = gettext_noop("a code is 2 to 20 capital letters, digits or _")
NO_SMALL_CODE: Final = gettext_noop("a code is small letters, digits and _")
KEPT_CODE: Final = gettext_noop("this code is kept for a clinician’s answer")
NO_FACTS: Final = gettext_noop("a requirement needs at least one fact to meet it")
CANNOT_COUNT: Final = gettext_noop("{code} is nothing we can count; it may be {known}")
NO_CONDITION: Final = gettext_noop("write {{ fact = true }} or {{ fact = {{ at_least = 2 }} }}")
NO_CHOICES: Final = gettext_noop("a choice needs at least two values to choose from")

DAY: Final = Window(amount=1, unit=Unit.BUSINESS_DAYS)
LONGEST: Final = 400
"""A name or a sentence of a pathway: every page of the queue prints some of them."""

LONGEST_IN_A_ROW: Final = {"tighten": 120, "done": 200}
"""What a row of the queue says of a callback: why it is due then, and what it still needs."""

_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{1,19}")
_SMALL_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")

NO_ROLES: Final[tuple[Role, ...]] = ()
NO_WORDS: Final[tuple[str, ...]] = ()
NOT_ANOTHER: Final[tuple[Another, ...]] = ()

FORMERLY: Final = "purpose"
"""What versions from before the words stood with the script alone said a kind of request was."""

TEMPLATES: Final = ("none", *map(str, Template))
"""The voicemail templates a pathway may permit; their words stand with the scripts."""

_CONDITION_KIND: Final = {
    FactKind.TICK: condition.Kind.FLAG,
    FactKind.NUMBER: condition.Kind.NUMBER,
    FactKind.CHOICE: condition.Kind.CHOICE,
}


class PathwayError(ValueError):
    """A pathway says something that cannot be understood. `mistakes` names each with its place."""

    def __init__(self, name: str, mistakes: Sequence[Mistake]) -> None:
        super().__init__(f"{name}: " + "; ".join(_placed(each) for each in mistakes))
        self.mistakes = tuple(mistakes)


def _placed(mistake: Mistake) -> str:
    return f"{'.'.join(str(part) for part in mistake.path)}: {mistake}"


def read(data: Mapping[str, Any]) -> Category:
    """Turn one pathway's data into rules. Raises PathwayError naming what cannot be read.

    A version that was kept is read as it stands, whatever is asked of a new one since.
    """
    category, mistakes = _read(data)
    if mistakes:
        raise PathwayError(str(data.get("name", "a pathway without a name")), mistakes)
    return category


def mistakes(data: Mapping[str, Any]) -> tuple[Mistake, ...]:
    """Everything that is wrong with a pathway as written; empty means it can be kept."""
    category, found = _read(data)
    long = (*too_long(data, LONGEST), *_too_long_for_a_row(data))
    return (*(found or categorycheck.mistakes(category)), *long)


def _too_long_for_a_row(data: Mapping[str, Any]) -> Iterator[Mistake]:
    for key, most in LONGEST_IN_A_ROW.items():
        listed = data.get(key)
        for index, each in enumerate(listed if isinstance(listed, list) else ()):
            said = each.get("words") if isinstance(each, dict) else None
            if isinstance(said, str) and len(said) <= LONGEST:
                yield from too_long(said, most, (key, index, "words"))


def _read(data: Mapping[str, Any]) -> tuple[Category, list[Mistake]]:
    table = Table(data={key: each for key, each in data.items() if key != FORMERLY})
    done = tuple(_requirement(each) for each in table.each("done"))
    ask = tuple(_fact(each) for each in table.each("ask"))
    asked = recorded((*ask, *distinct(done)))
    category = Category(
        name=table.need("name", text, ""),
        code=table.need("code", _code, ""),
        kind=table.need("kind", _enum(Kind), Kind.ROUTINE),
        never_named=table.may("never_named", yes_or_no, otherwise=False),
        script=table.may("script", text, "callback"),
        first_try=table.may("first_try", _window, None),
        first_action=table.need("first_action", _window, DAY),
        first_action_is=table.may("first_action_is", _enum(FirstAction), FirstAction.ATTEMPT),
        resolve=table.need("resolve", _window, DAY),
        without_visit=_without_visit(table.inner("without_visit")),
        needs_note=table.need("needs_note", yes_or_no, instead=True),
        needs_contact=table.may("needs_contact", yes_or_no, otherwise=True),
        chart=table.may("chart", yes_or_no, otherwise=False),
        handlers=_handlers(table.inner("handlers")),
        tighten=tuple(_tightening(each, asked) for each in table.each("tighten")),
        ask=ask,
        done=_conditional(table, done, asked),
        attempts=tuple(_planned(each) for each in table.each("attempts")),
        voicemail=_voicemail(table.inner("voicemail")),
        escalation=tuple(_chain_step(each) for each in table.each("escalation")),
        unreachable=_unreachable(table.inner("unreachable")),
    )
    table.end()
    return category, table.found


def _enum(kind: type[E]) -> Callable[[str, object], E]:
    return one_of(kind, [str(each) for each in kind])


def _some(kind: type[E]) -> Callable[[str, object], tuple[E, ...]]:
    return some_of(kind, [str(each) for each in kind])


_ROLES: Final = some_of(Role, [str(each) for each in OF_PEOPLE])


def _code(_: str, value: object) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise MistakenError(NO_CODE)
    return value


def _window(key: str, value: object) -> Window:
    return window.read(text(key, value))


def _without_visit(table: Table) -> tuple[Window, Window]:
    found = table.may("first_action", _window, DAY), table.may("resolve", _window, DAY)
    table.end()
    return found


def _handlers(table: Table) -> Handlers:
    found = Handlers(
        work=frozenset(table.may("work", _ROLES, NO_ROLES)),
        hand_off=frozenset(table.may("hand_off", _ROLES, NO_ROLES)),
        posts=table.may("posts", _some(Post), ()),
    )
    table.end()
    return found


def _requirement(table: Table) -> Requirement:
    groups = [tuple(_fact(each) for each in group) for group in _alternatives(table)]
    if not groups or not all(groups):
        table.mistaken("any_of", NO_FACTS)
    table.asked.add("only_when")
    return Requirement(
        code=table.need("code", _small_code, ""),
        words=table.need("words", text, ""),
        any_of=tuple(groups),
    )


def _alternatives(table: Table) -> list[list[Table]]:
    found = []
    for group in table.each("any_of"):
        found.append(group.each("all"))
        group.end()
    return found


def _fact(table: Table) -> Fact:
    fact = Fact(
        code=table.need("code", _fact_code, ""),
        words=table.need("words", text, ""),
        kind=table.need("kind", _enum(FactKind), FactKind.TICK),
        choices=table.may("choices", _choices, ()),
        needs=table.may("needs", _enum(Needs), None),
    )
    if fact.kind is FactKind.CHOICE and not fact.choices:
        table.mistaken("choices", NO_CHOICES)
    if fact.kind is FactKind.COUNTED and fact.code not in COUNTED.keys() | NO_LONGER_COUNTED:
        table.mistaken("code", CANNOT_COUNT, code=fact.code, known=", ".join(COUNTED))
    table.end()
    return fact


def _choices(key: str, value: object) -> tuple[str, ...]:
    found = texts(key, value)
    if len(found) < 2:  # noqa: PLR2004 - one is no choice
        raise MistakenError(NO_CHOICES)
    return found


def _fact_code(key: str, value: object) -> str:
    code = _small_code(key, value)
    if ANSWER.fullmatch(code):
        raise MistakenError(KEPT_CODE)
    return code


def _small_code(_: str, value: object) -> str:
    if not isinstance(value, str) or not _SMALL_CODE.fullmatch(value):
        raise MistakenError(NO_SMALL_CODE)
    return value


def recorded(facts: tuple[Fact, ...]) -> list[Named]:
    """What people record on a pathway and its conditions may lean on."""
    return [
        Named(
            code=fact.code,
            kind=_CONDITION_KIND[fact.kind],
            words=fact.words,
            choices=fact.choices,
        )
        for fact in facts
        if fact.kind in _CONDITION_KIND
    ]


def _conditional(
    table: Table, done: tuple[Requirement, ...], asked: Sequence[Named]
) -> tuple[Requirement, ...]:
    """The requirements with their conditions, which may lean on each other's facts."""
    read_again = []
    for each, written in zip(done, table.each("done"), strict=True):
        when = written.may("only_when", _condition(asked), None)
        written.asked |= {"code", "words", "any_of"}
        written.end()
        read_again.append(
            Requirement(code=each.code, words=each.words, any_of=each.any_of, only_when=when)
        )
    return tuple(read_again)


def _condition(asked: Sequence[Named]) -> Callable[[str, object], Condition | None]:
    def parse(_: str, value: object) -> Condition:
        if not isinstance(value, dict):
            raise MistakenError(NO_CONDITION)
        return condition.read(value, asked)

    return parse


def _tightening(table: Table, asked: Sequence[Named]) -> Tightening:
    found = Tightening(
        when=table.need("when", _condition(asked), None) or Condition(tests=()),
        words=table.need("words", text, ""),
        first_action=table.may("first_action", _window, None),
        resolve=table.may("resolve", _window, None),
        level=table.may("level", _enum(Level), None),
        becomes=table.may("becomes", _code, ""),
        also=table.may("also", _code, ""),
        tell=table.may("tell", _enum(Post), None),
        by_law=table.may("by_law", _window, None),
    )
    table.end()
    return found


def _planned(table: Table) -> PlannedTry:
    found = PlannedTry(
        wait=table.may("wait", _window, None),
        another=frozenset(table.may("another", _some(Another), NOT_ANOTHER)),
        within=table.may("within", _window, None),
    )
    table.end()
    return found


def _voicemail(table: Table) -> Voicemail:
    found = Voicemail(
        template=table.may("template", one_of(str, TEMPLATES), "none"),
        with_consent=table.may("with_consent", one_of(str, TEMPLATES), ""),
        never_say=table.may("never_say", texts, NO_WORDS),
    )
    table.end()
    return found


def _chain_step(table: Table) -> ChainStep:
    found = ChainStep(
        post=table.need("post", _enum(Post), Post.MANAGER),
        within=table.need("within", _window, DAY),
    )
    table.end()
    return found


def _unreachable(table: Table) -> Unreachable:
    found = Unreachable(
        decided_by=frozenset(table.may("decided_by", _ROLES, NO_ROLES)),
        after_tries=table.may("after_tries", number(0, 20), 0),
        written=table.may("written", yes_or_no, otherwise=False),
        by_rule=table.may("by_rule", yes_or_no, otherwise=False),
        instead=table.may("instead", text, ""),
    )
    table.end()
    return found
