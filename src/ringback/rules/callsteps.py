"""Which sentences of the script are said in this call, in what order, and which comes now.

Who is on the line, what is special about the call and where its check stands decide. Several
sentences that belong together are one step. Nothing is a step that may not be said now or later.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules import script
from ringback.rules.calling import Situation
from ringback.rules.verification import THIRD_PARTIES, Caller, Standing

if TYPE_CHECKING:
    from ringback.rules.category import Category


class Turn(StrEnum):
    """Where a step stands."""

    PAST = "past"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class Talk:
    """What is known of the call. Before it begins `on` is False and nothing else is looked at."""

    on: bool = False
    caller: Caller = Caller.PATIENT
    situations: frozenset[Situation] = frozenset()
    standing: Standing = Standing.NOT_YET
    one_more: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: its sentences by their names in the script. `checks` is where they are verified."""

    lines: tuple[str, ...]
    turn: Turn
    checks: bool = False


ASK: Final = "ask_by_name"
OPENING: Final = ("who_is_calling", "why")
VERIFIES: Final = frozenset({"verify", "missed_call"})
DONE_CHECKING: Final = frozenset({Standing.VERIFIED, Standing.NEW_TO_US, Standing.OFFICE})
NOTHING_SAID: Final = frozenset({Standing.LOCKED, Standing.NOT_VERIFIED})
ALWAYS_SHOWN: Final = frozenset({"escalate"})
"""Stands below every step, in every call: it is never one of them."""


def steps(category: Category, talk: Talk) -> tuple[Step, ...]:
    """The steps of a call about this kind of request, as it stands now."""
    groups = [each for each in _groups(category, talk) if each]
    now = _now(groups, talk)
    return tuple(
        Step(
            lines=group,
            turn=Turn.PAST if place < now else Turn.NOW if place == now else Turn.LATER,
            checks=not VERIFIES.isdisjoint(group) and talk.caller is not Caller.NEW_TO_US,
        )
        for place, group in enumerate(groups)
    )


def ends_here(talk: Talk) -> bool:
    """Whether nothing more may be said in this call: what is left is to end it kindly."""
    elsewhere = talk.caller is Caller.OTHER_OFFICE
    return talk.on and not elsewhere and _nothing_more(talk)


def _nothing_more(talk: Talk) -> bool:
    return talk.standing in NOTHING_SAID or Situation.SOMEONE_ELSE in talk.situations


def _groups(category: Category, talk: Talk) -> list[tuple[str, ...]]:
    if talk.on and talk.caller is Caller.OTHER_OFFICE:
        return [("office_who",), ("office_reference",), ("office_read_back",)]
    path = script.path(category)
    if path[0] != ASK:
        return [(each,) for each in path]
    first = [_asking(talk), tuple(each for each in path if each in OPENING)]
    if talk.on and Situation.SOMEONE_ELSE in talk.situations:
        return [first[0], ("someone_else",)]
    between = _between(talk)
    if talk.on and talk.standing in NOTHING_SAID:
        return [*first, *between, ("not_verified",)]
    rest = [each for each in path if each not in {ASK, *OPENING, *ALWAYS_SHOWN}]
    return [*first, *between, *_rest(rest, talk)]


def _asking(talk: Talk) -> tuple[str, ...]:
    """Ask for the patient: through an operator, or for the parent of a minor."""
    relay = ("relay",) if talk.on and Situation.RELAY in talk.situations else ()
    minor = talk.on and Situation.MINOR in talk.situations
    return (*relay, "minor" if minor else ASK)


def _between(talk: Talk) -> list[tuple[str, ...]]:
    if not talk.on:
        return []
    found: list[tuple[str, ...]] = []
    if Situation.INTERPRETER in talk.situations:
        found.append(("interpreter",))
    if talk.caller in THIRD_PARTIES:
        found.append(("third_party",))
    return found


def _rest(rest: list[str], talk: Talk) -> list[tuple[str, ...]]:
    if talk.on and talk.caller is Caller.NEW_TO_US:
        rest = ["new_to_us", *(each for each in rest if each not in VERIFIES | {"scope"})]
    groups = []
    for each in rest:
        more = ("verify_more",) if each in VERIFIES and talk.on and talk.one_more else ()
        groups.append((each, *more))
    return groups


def _now(groups: list[tuple[str, ...]], talk: Talk) -> int:
    """The place of the step that is said now: the first one, the check, or what follows it."""
    if not talk.on:
        return 0
    if talk.caller is Caller.OTHER_OFFICE:
        return 0
    if _nothing_more(talk):
        return len(groups) - 1
    checks = [place for place, each in enumerate(groups) if not VERIFIES.isdisjoint(each)]
    if talk.standing in DONE_CHECKING:
        after = checks[0] + 1 if checks else 2
        return min(after, len(groups) - 1)
    return checks[0] if checks else min(1, len(groups) - 1)
