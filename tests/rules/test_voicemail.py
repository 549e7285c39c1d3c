"""What may be left on a voicemail."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules import voicemail
from ringback.rules.contact import Contact, Flag, Number
from ringback.rules.patientrule import Channel, Level, Rule, Topic
from ringback.rules.voicemail import LEVELS, OPENS, Answer, Template
from tests.rules.contacts import (
    CELL,
    CONTACTS,
    MONDAY_NOON,
    RULES,
    SETTINGS,
    at,
    contact,
    rule,
)
from tests.rules.reasons import codes

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

VM_1, VM_2, VM_A, VM_E = Template
NEUTRAL = replace(SETTINGS, neutral_name="Elm Street")


def left(who: Contact, *permitted: Template, **changes: Any) -> Answer:
    given: dict[str, Any] = {
        "number": CELL,
        "permitted": permitted or (VM_1,),
        "greeting_matched": True,
        "left_at": (),
        "now": MONDAY_NOON,
    }
    settings = changes.pop("settings", SETTINGS)
    return voicemail.may_leave(who, settings, **(given | changes))


@pytest.mark.parametrize(
    ("level", "permitted", "template", "expected"),
    [
        (Level.NONE, [VM_1], None, ["level_too_low"]),
        (Level.NONE, [VM_E], None, ["level_too_low"]),
        (Level.MINIMAL, [VM_1], VM_1, []),
        (Level.MINIMAL, [VM_E], VM_E, []),
        (Level.MINIMAL, [VM_A], None, ["level_too_low"]),
        (Level.MINIMAL, [VM_A, VM_1], VM_1, []),
        (Level.MINIMAL, [VM_2], None, ["level_too_low"]),
        (Level.APPOINTMENT, [VM_A, VM_1], VM_A, []),
        (Level.APPOINTMENT, [VM_1, VM_A], VM_1, []),
        (Level.APPOINTMENT, [VM_2], None, ["level_too_low"]),
        (Level.DETAILED, [VM_2], VM_2, []),
        (Level.DETAILED, [VM_A, VM_1], VM_A, []),
        (Level.DETAILED, [], None, ["not_this_kind"]),
        (None, [VM_A, VM_1], VM_1, []),
        (None, [], None, ["not_this_kind"]),
    ],
)
def test_the_text_is_the_first_of_the_categorys_that_the_patient_agreed_to(
    level: Level | None, permitted: list[Template], template: Template | None, expected: list[str]
) -> None:
    found = left(contact(level=level), permitted=permitted)
    assert (found.template, codes(found.reasons)) == (template, expected)


def test_the_levels_open_more_and_more() -> None:
    assert LEVELS == (Level.NONE, Level.MINIMAL, Level.APPOINTMENT, Level.DETAILED)
    for lower, higher in pairwise(LEVELS):
        assert OPENS[lower] < OPENS[higher]
    assert set(voicemail.IN_WORDS) == set(Template)


@pytest.mark.parametrize(
    ("matched", "expected"),
    [(True, []), (False, ["not_their_greeting"]), (None, ["ask_the_greeting"])],
)
def test_nothing_is_left_before_the_greeting_is_known_to_be_theirs(
    matched: bool | None, expected: list[str]
) -> None:
    found = left(contact(), greeting_matched=matched)
    assert (found.template, codes(found.reasons)) == (None if expected else VM_1, expected)


@pytest.mark.parametrize(
    ("left_at", "expected"),
    [
        (["2026-11-22 12:00"], []),
        (["2026-11-22 23:59"], []),
        (["2026-11-23 00:00"], ["one_a_day"]),
        (["2026-11-20 09:00", "2026-11-23 09:00"], ["one_a_day"]),
        (["2026-11-20 09:00", "2026-11-22 09:00"], []),
    ],
)
def test_at_most_one_is_left_a_day_of_the_practices(
    left_at: list[str], expected: list[str]
) -> None:
    found = left(contact(), left_at=[at(each) for each in left_at])
    assert (found.template, codes(found.reasons)) == (None if expected else VM_1, expected)


def test_late_in_the_evening_it_is_still_the_practices_own_day() -> None:
    late = at("2026-11-23 22:00")
    assert codes(left(contact(), left_at=[at("2026-11-23 09:00")], now=late).reasons) == [
        "one_a_day"
    ]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (contact(rule(Topic.VOICEMAIL, level=Level.NONE)), ["asked_no_voicemail", "level_too_low"]),
        (contact(rule(Topic.VOICEMAIL, confirmed=False)), ["not_confirmed", "level_too_low"]),
        (contact(rule(Topic.PEOPLE, confirmed=False)), ["not_confirmed"]),
        (contact(rule(Topic.UNCLEAR)), ["not_confirmed"]),
        (contact(rule(Topic.NUMBER, number=CELL)), ["asked_not_this_number"]),
        (
            contact(rule(Topic.CHANNEL, channels=frozenset({Channel.PHONE}))),
            ["asked_not_this_way"],
        ),
        (contact(numbers=(Number(number=CELL, flag=Flag.BLOCKED),)), ["blocked"]),
    ],
)
def test_what_the_patient_asked_for_holds_for_voicemail_too(
    who: Contact, expected: list[str]
) -> None:
    found = left(who)
    assert (found.template, codes(found.reasons)) == (None, expected)


@pytest.mark.parametrize(
    ("who", "level"),
    [
        (contact(), Level.MINIMAL),
        (contact(level=Level.DETAILED), Level.DETAILED),
        (contact(rule(Topic.VOICEMAIL, level=Level.DETAILED)), Level.MINIMAL),
        (
            contact(rule(Topic.VOICEMAIL, level=Level.APPOINTMENT), level=Level.DETAILED),
            Level.APPOINTMENT,
        ),
        (contact(rule(Topic.VOICEMAIL), level=Level.DETAILED), Level.NONE),
        (contact(level=Level.DETAILED, part2=True), Level.MINIMAL),
        (contact(rule(Topic.NAME), level=Level.DETAILED), Level.MINIMAL),
        (contact(level=Level.NONE, part2=True), Level.NONE),
        (contact(rule(Topic.PEOPLE), level=Level.DETAILED), Level.DETAILED),
    ],
)
def test_the_least_that_anything_allows_is_said(who: Contact, level: Level) -> None:
    assert voicemail.level(who, SETTINGS) is level


@pytest.mark.parametrize("who", [contact(part2=True), contact(rule(Topic.NAME))])
def test_without_a_neutral_name_nothing_is_left_for_who_must_not_be_linked_to_us(
    who: Contact,
) -> None:
    assert codes(left(who).reasons) == ["no_neutral_name"]
    assert left(who, VM_A, VM_1, settings=NEUTRAL) == Answer(template=VM_1)


LEFT = st.lists(st.sampled_from([at("2026-11-22 12:00"), at("2026-11-23 09:00")]), max_size=2).map(
    tuple
)


@UNHURRIED
@given(
    CONTACTS,
    RULES,
    st.lists(st.sampled_from(Template), max_size=4),
    st.sampled_from([True, False, None]),
    LEFT,
)
def test_more_rules_never_leave_a_fuller_voicemail(
    who: Contact,
    more: Rule,
    permitted: list[Template],
    matched: bool | None,
    left_at: tuple[datetime, ...],
) -> None:
    given_now: dict[str, Any] = {
        "permitted": permitted,
        "greeting_matched": matched,
        "left_at": left_at,
        "settings": NEUTRAL,
    }
    before = left(who, **given_now)
    after = left(replace(who, rules=(*who.rules, more)), **given_now)
    assert LEVELS.index(voicemail.level(replace(who, rules=(more,)), NEUTRAL)) <= LEVELS.index(
        voicemail.level(replace(who, rules=()), NEUTRAL)
    )
    assert after.template is None or before.template is not None
    for found in (before, after):
        assert (found.template is None) == bool(found.reasons)
    if before.template:
        assert matched is True
        assert before.template in permitted
        assert before.template in OPENS[voicemail.level(who, NEUTRAL)]
        if who.part2:
            assert before.template in {VM_1, VM_E}
