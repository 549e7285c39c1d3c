"""When a callback may be called done: what is still missing, in words, and nothing else decides.

The same answer stands on the screen, in the API, in bulk actions, the import and the command line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from ringback.rules import note
from ringback.rules.category import FactKind
from ringback.rules.reason import Missing, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ringback.rules.category import Category, Fact, Requirement

CONTACT: Final = gettext_noop("what happened when you called")
UNKNOWN: Final = gettext_noop("something was given that this kind of request does not ask for")
UNREADABLE: Final = gettext_noop("{words}: what was given cannot be read")


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What is true of a callback so far. `counted` holds the facts worked out from its tries."""

    facts: Mapping[str, object]
    counted: frozenset[str]
    tries: int
    note: str


def missing_for_done(category: Category, progress: Progress) -> tuple[Missing, ...]:
    """Everything still missing, most telling first; empty means it may be closed as done."""
    missing = [
        Missing(code=each.code, words=each.words)
        for each in category.done
        if not _met(each, progress)
    ]
    if progress.tries == 0:
        missing.append(Missing(code="contact", words=CONTACT))
    if category.needs_note:
        missing += note.missing_in_note(progress.note)
    return tuple(missing)


def outcome_needed(category: Category, progress: Progress) -> str:
    """The first thing still missing, in the practice's words, or "" when only the note is left."""
    return next((each.words for each in category.done if not _met(each, progress)), "")


def unreadable(category: Category, given: Mapping[str, object]) -> tuple[Missing, ...]:
    """Facts that were given but mean nothing here: an unknown code or a value of another kind.

    An unknown code is not repeated: it came from outside and may hold anything.
    """
    known = {fact.code: fact for fact in category.facts() if fact.kind is not FactKind.COUNTED}
    wrong = []
    for code, value in given.items():
        fact = known.get(code)
        if fact is None:
            wrong.append(Missing(code="unknown_fact", words=UNKNOWN))
        elif not _READABLE[fact.kind](value):
            wrong.append(Missing(code=code, words=UNREADABLE, values=(("words", fact.words),)))
    return tuple(wrong)


def _met(requirement: Requirement, progress: Progress) -> bool:
    return any(
        all(_true(fact, progress) for fact in alternative) for alternative in requirement.any_of
    )


def _true(fact: Fact, progress: Progress) -> bool:
    if fact.kind is FactKind.COUNTED:
        return fact.code in progress.counted
    return fact.code in progress.facts and _holds(fact, progress.facts[fact.code])


def _holds(fact: Fact, value: object) -> bool:
    return value is True if fact.kind is FactKind.TICK else _READABLE[fact.kind](value)


def _is_date(value: object) -> bool:
    return isinstance(value, str) and _parses(date.fromisoformat, value)


def _is_moment(value: object) -> bool:
    return isinstance(value, str) and _parses(datetime.fromisoformat, value)


def _parses(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


_READABLE: Final[dict[FactKind, Callable[[object], bool]]] = {
    FactKind.TICK: lambda v: isinstance(v, bool),
    FactKind.TEXT: lambda v: isinstance(v, str) and bool(v.strip()) and note.keepable(v),
    FactKind.DATE: _is_date,
    FactKind.MOMENT: _is_moment,
}
