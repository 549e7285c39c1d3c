"""What a pathway may say and still not mean: a promise nobody can keep, a rule with no effect.

The single values of such a pathway can be read; together they cannot be worked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.rules.access import Role
from ringback.rules.arrival import UNSORTED
from ringback.rules.category import (
    CLINICAL_POSTS,
    CLOSE_BY_RULE,
    NO_LONGER_COUNTED,
    SORTED_INTO,
    FactKind,
    Kind,
    Needs,
)
from ringback.rules.queue import Level
from ringback.rules.reason import gettext_noop
from ringback.rules.table import Mistake
from ringback.rules.window import Unit
from ringback.rules.windowcompare import longer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringback.rules.category import Category, Fact, Requirement, Tightening
    from ringback.rules.table import Path

NOBODY: Final = gettext_noop("nobody may handle this: name at least one role that works it")
NO_OWNER: Final = gettext_noop("whoever hands this on needs a post that takes it")
NO_CHAIN: Final = gettext_noop("nobody is asked when it cannot be settled: name at least one post")
NO_DONE: Final = gettext_noop("nothing says when this is done")
RESOLVED_FIRST: Final = gettext_noop(
    "the end ({resolve}) is sooner than the first action ({first_action})"
)
NO_EFFECT: Final = gettext_noop("this changes nothing: say what it moves, raises or tells")
LOWERS: Final = gettext_noop("a rule may only raise: leave this out, or choose a higher level")
LATER: Final = gettext_noop("{window} is later than {usual}: a rule may only move things earlier")
TWO_MEANINGS: Final = gettext_noop("{code} is already used here for something else")
NO_CLINICIAN: Final = gettext_noop("only a clinician can say this, and no clinician handles it")
NO_CALL: Final = gettext_noop("this is only known from a call, and this kind needs none")
NOT_THEIRS: Final = gettext_noop(
    "a virtual medical assistant hands a clinical request on, and never settles it"
)
WORKED_BY: Final = gettext_noop("a clinical request needs a clinician among those who work it")
CLINICAL_CHAIN: Final = gettext_noop("somebody clinical must be asked: name at least one such post")
EASED: Final = gettext_noop("a clinical request is never closed without a clinician")
VISIT_ONLY: Final = gettext_noop("this counts back from a visit: say what holds without one")
NEVER_TRUE: Final = gettext_noop("nothing here can make this true: let a person say it instead")
DECIDED: Final = gettext_noop("only a missed call is closed without anybody deciding it")
NO_TRIES: Final = gettext_noop("at least one try is made before anybody is out of reach")
UNDECIDED: Final = gettext_noop("say who may decide this, or what happens instead")


def mistakes(category: Category) -> Iterator[Mistake]:
    """Everything in a readable pathway that cannot be worked."""
    yield from _handled(category)
    yield from _timed(category)
    yield from _reachable(category)
    yield from _tightened(category)
    yield from _clinical(category)
    yield from _ended(category)
    yield from _never_true(category)


def _mistake(path: Path, words: str, **values: str) -> Mistake:
    return Mistake(code="mistake", words=words, values=tuple(values.items()), path=path)


def _handled(category: Category) -> Iterator[Mistake]:
    if not category.handlers.roles():
        yield _mistake(("handlers", "work"), NOBODY)
    elif not category.handlers.work and not category.handlers.posts:
        yield _mistake(("handlers", "posts"), NO_OWNER)
    if not category.escalation:
        yield _mistake(("escalation",), NO_CHAIN)
    if not category.done:
        yield _mistake(("done",), NO_DONE)


def _timed(category: Category) -> Iterator[Mistake]:
    first, resolve = category.first_action, category.resolve
    if longer(first, resolve):
        values = {"first_action": str(first), "resolve": str(resolve)}
        yield _mistake(("resolve",), RESOLVED_FIRST, **values)
    for key, window in zip(("first_action", "resolve"), category.without_visit, strict=True):
        if window.unit is Unit.BEFORE_VISIT:
            yield _mistake(("without_visit", key), VISIT_ONLY)


def _reachable(category: Category) -> Iterator[Mistake]:
    first: dict[str, Fact] = {}
    for path, fact in _facts(category.done):
        before = first.setdefault(fact.code, fact)
        if before != fact:
            yield _mistake(path, TWO_MEANINGS, code=fact.code)
        if fact.needs is Needs.CLINICIAN and not _has_clinician(category):
            yield _mistake(path, NO_CLINICIAN)
        called = fact.needs in _OF_A_CALL or fact.code == "two_tries"
        if called and not category.needs_contact:
            yield _mistake(path, NO_CALL)


def _never_true(category: Category) -> Iterator[Mistake]:
    """Facts that nobody gives and nothing counts on this kind."""
    for path, fact in _facts(category.done):
        unread_only = fact.code == SORTED_INTO and category.code != UNSORTED
        if fact.kind is FactKind.COUNTED and (fact.code in NO_LONGER_COUNTED or unread_only):
            yield _mistake((*path, "code"), NEVER_TRUE)


_OF_A_CALL: Final = frozenset({Needs.REACHED, Needs.REACHED_OR_DECLINED})


def _facts(done: tuple[Requirement, ...]) -> Iterator[tuple[Path, Fact]]:
    for index, requirement in enumerate(done):
        for group, alternative in enumerate(requirement.any_of):
            for place, fact in enumerate(alternative):
                yield ("done", index, "any_of", group, "all", place), fact


def _has_clinician(category: Category) -> bool:
    return Role.CLINICIAN in category.handlers.roles() or any(
        post in CLINICAL_POSTS for post in category.handlers.posts
    )


def _tightened(category: Category) -> Iterator[Mistake]:
    for index, rule in enumerate(category.tighten):
        path: Path = ("tighten", index)
        if not _has_effect(rule):
            yield _mistake(path, NO_EFFECT)
        elif rule.level is Level.ROUTINE:
            yield _mistake((*path, "level"), LOWERS)
        for key, window, usual in (
            ("first_action", rule.first_action, category.first_action),
            ("resolve", rule.resolve, category.resolve),
        ):
            if window is not None and longer(window, usual):
                yield _mistake((*path, key), LATER, window=str(window), usual=str(usual))


def _has_effect(rule: Tightening) -> bool:
    moves = rule.first_action is not None or rule.resolve is not None
    raises = rule.level not in {None, Level.ROUTINE}
    leads = bool(rule.becomes or rule.also) or rule.tell is not None
    return moves or raises or leads or rule.by_law is not None


def _clinical(category: Category) -> Iterator[Mistake]:
    if category.kind is Kind.ROUTINE:
        return
    facts = category.facts()
    if category.unreachable.by_rule:
        yield _mistake(("unreachable", "by_rule"), EASED)
    if category.unreachable.decided_by - {Role.CLINICIAN}:
        yield _mistake(("unreachable", "decided_by"), EASED)
    if not any(fact.needs is Needs.CLINICIAN or fact.code == "accepted" for fact in facts):
        yield _mistake(("done",), EASED)
    yield from _worked_clinically(category)


def _worked_clinically(category: Category) -> Iterator[Mistake]:
    """Who settles a clinical request, and who is asked when nobody does."""
    work, asked = category.handlers.work, {step.post for step in category.escalation}
    if Role.ASSISTANT in work:
        yield _mistake(("handlers", "work"), NOT_THEIRS)
    settled = Role.CLINICIAN in work if work else CLINICAL_POSTS & set(category.handlers.posts)
    if category.handlers.roles() and not settled:
        yield _mistake(("handlers", "work"), WORKED_BY)
    if asked and not asked & CLINICAL_POSTS:
        yield _mistake(("escalation",), CLINICAL_CHAIN)


def _ended(category: Category) -> Iterator[Mistake]:
    rule = category.unreachable
    decided = rule.by_rule or rule.decided_by
    if category.needs_contact and not decided and not rule.instead:
        yield _mistake(("unreachable",), UNDECIDED)
    if category.needs_contact and decided and not rule.after_tries:
        yield _mistake(("unreachable", "after_tries"), NO_TRIES)
    if rule.by_rule and category.code not in CLOSE_BY_RULE:
        yield _mistake(("unreachable", "by_rule"), DECIDED)
