"""A pathway written down again, always the same way: what is as usual is left out.

Reading it gives the same pathway, so two pathways say the same where they are written the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ringback.rules.access import Role
from ringback.rules.category import Another, FirstAction
from ringback.rules.categoryfile import DAY

if TYPE_CHECKING:
    from collections.abc import Collection

    from ringback.rules.category import (
        Category,
        ChainStep,
        Fact,
        PlannedTry,
        Requirement,
        Tightening,
        Unreachable,
        Voicemail,
    )
    from ringback.rules.condition import Comparison, Condition

USUAL_SCRIPT: Final = "callback"


def written(category: Category) -> dict[str, Any]:
    """The pathway as data, its keys in the order people read them."""
    return {
        "name": category.name,
        "code": category.code,
        "kind": str(category.kind),
        **_kept(
            never_named=category.never_named,
            script=category.script if category.script != USUAL_SCRIPT else "",
            first_try=_text(category.first_try),
        ),
        "first_action": str(category.first_action),
        **_kept(first_action_is=_unless(FirstAction.ATTEMPT, category.first_action_is)),
        "resolve": str(category.resolve),
        "needs_note": category.needs_note,
        **({} if category.needs_contact else {"needs_contact": False}),
        **_kept(chart=category.chart),
        **_kept(
            handlers=_handlers(category),
            without_visit=_without_visit(category),
            tighten=[_tightening(each) for each in category.tighten],
            ask=[_fact(each) for each in category.ask],
            done=[_requirement(each) for each in category.done],
            attempts=[_planned(each) for each in category.attempts],
            voicemail=_voicemail(category.voicemail),
            escalation=[_chain_step(each) for each in category.escalation],
            unreachable=_unreachable(category.unreachable),
        ),
    }


def _kept(**values: object) -> dict[str, Any]:
    """What is not empty."""
    return {key: value for key, value in values.items() if value}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _unless(usual: object, value: object) -> str:
    return "" if value == usual else str(value)


def _roles(roles: Collection[Role]) -> list[str]:
    return [str(each) for each in Role if each in roles]


def _handlers(category: Category) -> dict[str, Any]:
    handlers = category.handlers
    return _kept(
        work=_roles(handlers.work),
        hand_off=_roles(handlers.hand_off),
        posts=[str(each) for each in handlers.posts],
    )


def _without_visit(category: Category) -> dict[str, Any]:
    first, resolve = category.without_visit
    if (first, resolve) == (DAY, DAY):
        return {}
    return {"first_action": str(first), "resolve": str(resolve)}


def condition(when: Condition) -> dict[str, Any]:
    """A condition, its facts by the alphabet: they must all hold, whatever their order."""
    return {each.fact: _test(each) for each in sorted(when.tests, key=lambda one: one.fact)}


def _test(test: Comparison) -> object:
    if test.one_of:
        return {"one_of": list(test.one_of)}
    bounds = {"at_least": test.at_least, "at_most": test.at_most}
    return {key: value for key, value in bounds.items() if value is not None} or True


def _tightening(rule: Tightening) -> dict[str, Any]:
    return {
        "when": condition(rule.when),
        "words": rule.words,
        **_kept(
            first_action=_text(rule.first_action),
            resolve=_text(rule.resolve),
            level=_text(rule.level),
            becomes=rule.becomes,
            also=rule.also,
            tell=_text(rule.tell),
            by_law=_text(rule.by_law),
        ),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "code": fact.code,
        "words": fact.words,
        "kind": str(fact.kind),
        **_kept(choices=list(fact.choices), needs=_text(fact.needs)),
    }


def _requirement(each: Requirement) -> dict[str, Any]:
    only_when = condition(each.only_when) if each.only_when is not None else {}
    return {
        "code": each.code,
        "words": each.words,
        **_kept(only_when=only_when),
        "any_of": [{"all": [_fact(fact) for fact in group]} for group in each.any_of],
    }


def _planned(planned: PlannedTry) -> dict[str, Any]:
    return _kept(
        wait=_text(planned.wait),
        another=[str(each) for each in Another if each in planned.another],
        within=_text(planned.within),
    )


def _voicemail(voicemail: Voicemail) -> dict[str, Any]:
    return _kept(
        template=_unless("none", voicemail.template),
        with_consent=voicemail.with_consent,
        never_say=list(voicemail.never_say),
    )


def _chain_step(step: ChainStep) -> dict[str, Any]:
    return {"post": str(step.post), "within": str(step.within)}


def _unreachable(rule: Unreachable) -> dict[str, Any]:
    return _kept(
        decided_by=_roles(rule.decided_by),
        after_tries=rule.after_tries,
        written=rule.written,
        by_rule=rule.by_rule,
        instead=rule.instead,
    )


FIRST_KEYS: Final = (
    "code", "name", "slug", "on", "words", "when", "why", "goes_to", "line", "every", "from",
    "until", "en", "es", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday",
)  # fmt: skip
"""The keys of the other parts that people look for first; the rest follow by the alphabet."""


def ordered(value: object) -> object:
    """Data with its keys always in the same order, however the database kept them."""
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value, key=_place)}
    return [ordered(each) for each in value] if isinstance(value, list) else value


def _place(key: str) -> tuple[int, str]:
    return (FIRST_KEYS.index(key) if key in FIRST_KEYS else len(FIRST_KEYS), key)
