"""Who is on the line and where the check stands decide what is said next, and what never is."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from ringback.rules import script
from ringback.rules.calling import Situation
from ringback.rules.callsteps import Talk, Turn, ends_here, steps
from ringback.rules.verification import THIRD_PARTIES, Caller, Standing
from tests.rules.pathways import pathway

if TYPE_CHECKING:
    from ringback.rules.category import Category

APPT, MISSED, CLIN, PRO, EMERG = (
    pathway(name) for name in ("appointment", "missed", "clinical", "professional", "emergency")
)
ON = Talk(on=True)


def said(category: Category, talk: Talk) -> list[tuple[str, ...]]:
    return [each.lines for each in steps(category, talk)]


def now(category: Category, talk: Talk) -> list[tuple[str, ...]]:
    return [each.lines for each in steps(category, talk) if each.turn is Turn.NOW]


OPENING = [("ask_by_name",), ("who_is_calling", "why")]
ENDING = [("next_step",), ("close",)]


def test_before_the_call_its_first_step_asks_for_the_patient() -> None:
    found = steps(APPT, Talk())
    assert [each.lines for each in found] == [*OPENING, ("verify",), ("scope",), *ENDING]
    assert [each.turn for each in found] == [Turn.NOW, *[Turn.LATER] * 5]
    assert [each.checks for each in found] == [False, False, True, False, False, False]


def test_in_the_call_the_check_is_what_comes_now() -> None:
    assert now(APPT, ON) == [("verify",)]
    assert now(MISSED, ON) == [("missed_call",)]
    assert [each.turn for each in steps(APPT, ON)][:3] == [Turn.PAST, Turn.PAST, Turn.NOW]


@pytest.mark.parametrize("standing", [Standing.LOCKED, Standing.NOT_VERIFIED])
def test_whoever_was_not_verified_hears_the_safe_close_and_nothing_else(standing: Standing) -> None:
    talk = Talk(on=True, standing=standing)
    assert said(APPT, talk) == [*OPENING, ("not_verified",)]
    assert now(APPT, talk) == [("not_verified",)]


def test_once_verified_the_matter_itself_comes() -> None:
    talk = Talk(on=True, standing=Standing.VERIFIED)
    assert now(APPT, talk) == [("scope",)]
    assert now(CLIN, talk) == [("next_step",)]


def test_one_detail_more_is_part_of_the_check() -> None:
    assert now(APPT, Talk(on=True, one_more=True)) == [("verify", "verify_more")]
    assert said(APPT, Talk(one_more=True))[2] == ("verify",)


def test_somebody_else_who_answers_hears_one_sentence() -> None:
    talk = Talk(on=True, situations=frozenset({Situation.SOMEONE_ELSE}))
    assert said(APPT, talk) == [("ask_by_name",), ("someone_else",)]
    assert now(APPT, talk) == [("someone_else",)]


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (Situation.RELAY, [("relay", "ask_by_name"), OPENING[1]]),
        (Situation.MINOR, [("minor",), OPENING[1]]),
        (Situation.INTERPRETER, [*OPENING, ("interpreter",)]),
    ],
)
def test_a_situation_changes_the_steps(
    situation: Situation, expected: list[tuple[str, ...]]
) -> None:
    talk = Talk(on=True, situations=frozenset({situation}))
    assert said(APPT, talk) == [*expected, ("verify",), ("scope",), *ENDING]
    assert said(APPT, Talk(situations=frozenset({situation}))) == said(APPT, Talk())


@pytest.mark.parametrize("caller", sorted(THIRD_PARTIES))
def test_whoever_speaks_for_the_patient_says_who_they_are(caller: Caller) -> None:
    assert said(APPT, Talk(on=True, caller=caller))[2:4] == [("third_party",), ("verify",)]


def test_another_office_has_steps_of_its_own() -> None:
    office = [("office_who",), ("office_reference",), ("office_read_back",)]
    talk = Talk(on=True, caller=Caller.OTHER_OFFICE, standing=Standing.OFFICE)
    assert said(APPT, talk) == said(PRO, ON) == said(PRO, Talk()) == office
    assert (now(APPT, talk), now(PRO, ON)) == ([office[0]], [office[1]])
    assert now(PRO, Talk(on=True, standing=Standing.VERIFIED)) == [office[2]]


def test_who_is_new_to_us_is_welcomed_and_not_checked() -> None:
    talk = Talk(on=True, caller=Caller.NEW_TO_US, standing=Standing.NEW_TO_US)
    assert said(APPT, talk) == [*OPENING, ("new_to_us",), *ENDING]
    assert now(APPT, talk) == [("new_to_us",)]
    assert not any(each.checks for each in steps(APPT, talk))


def test_an_emergency_is_never_kept_waiting_for_a_check() -> None:
    assert now(EMERG, ON) == [("who_is_calling",)]
    assert said(EMERG, ON)[-1] == ("emergency",)


@pytest.mark.parametrize("category", [APPT, MISSED, CLIN, PRO, EMERG])
def test_whatever_is_known_one_step_comes_now_and_nothing_protected_before_the_check(
    category: Category,
) -> None:
    for caller, standing, situation in product(Caller, Standing, [None, *Situation]):
        found = frozenset({situation} if situation else ())
        talk = Talk(on=True, caller=caller, standing=standing, situations=found)
        turns = [each.turn for each in steps(category, talk)]
        assert turns.count(Turn.NOW) == 1
        assert turns == sorted(turns, key=[Turn.PAST, Turn.NOW, Turn.LATER].index)
        if standing is Standing.NOT_YET:
            up_to_now = [each for each in steps(category, talk) if each.turn is not Turn.LATER]
            moments = {script.STEPS[line].moment for each in up_to_now for line in each.lines}
            assert script.Moment.AFTER not in moments


@pytest.mark.parametrize(
    ("talk", "ends"),
    [
        (Talk(standing=Standing.LOCKED), False),
        (ON, False),
        (Talk(on=True, standing=Standing.VERIFIED), False),
        (Talk(on=True, standing=Standing.LOCKED), True),
        (Talk(on=True, standing=Standing.NOT_VERIFIED), True),
        (Talk(on=True, situations=frozenset({Situation.SOMEONE_ELSE})), True),
        (Talk(on=True, situations=frozenset({Situation.RELAY})), False),
        (Talk(on=True, caller=Caller.OTHER_OFFICE, standing=Standing.NOT_VERIFIED), False),
    ],
)
def test_a_call_in_which_nothing_more_may_be_said_ends_here(talk: Talk, *, ends: bool) -> None:
    assert ends_here(talk) is ends
