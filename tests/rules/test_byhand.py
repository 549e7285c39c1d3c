"""What may be written to a patient by hand, and when it is what is next."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from ringback.rules import byhand
from ringback.rules.attempt import Result, Try
from ringback.rules.byhand import Rhythm, Way
from ringback.rules.contact import Consent, Contact, Flag, Number
from ringback.rules.patientrule import Channel, Level, Topic
from ringback.rules.voicemail import LEVELS, OPENS, Template
from tests.rules.contacts import (
    CELL,
    CONTACTS,
    HOME,
    MONDAY_NOON,
    SETTINGS,
    WORK,
    at,
    contact,
    rule,
)
from tests.rules.pathways import pathway
from tests.rules.reasons import codes

UNHURRIED = settings(deadline=None)  # a busy machine is no failure
VM_1, VM_2, VM_A, VM_E = Template
EMAIL = Consent(channel=Channel.EMAIL, agreed=True, at=at("2026-01-05 10:00"))


def ways(who: Contact, *permitted: Template, **given: Any) -> dict[Channel, Way]:
    settings = given.pop("settings", SETTINGS)
    found = byhand.ways(who, settings, permitted, **{"now": MONDAY_NOON, **given})
    return {each.channel: each for each in found}


def off(found: dict[Channel, Way]) -> dict[str, list[str]]:
    return {str(way): codes(each.refusals) for way, each in found.items()}


def test_portal_and_letter_are_open_and_the_rest_asks_for_their_yes() -> None:
    silent = contact(consents=())
    assert off(ways(silent, VM_1)) == {
        "portal": [], "letter": [], "text": ["no_consent"], "email": ["no_consent"],
    }  # fmt: skip


def test_a_text_holds_the_kinds_own_words_and_goes_to_a_number_that_may_be_used() -> None:
    found = ways(contact(consents=(*contact().consents, EMAIL)), VM_1, number=HOME)
    assert (found[Channel.TEXT].template, found[Channel.TEXT].number) == (VM_1, HOME)
    assert (found[Channel.EMAIL].template, found[Channel.EMAIL].number) == (VM_1, "")
    assert (found[Channel.LETTER].template, found[Channel.LETTER].number) == (None, "")
    assert off(found) == {"portal": [], "letter": [], "text": [], "email": []}


def test_where_the_number_wanted_may_not_be_used_it_is_another_one() -> None:
    numbers = (Number(number=HOME, flag=Flag.WRONG), Number(number=CELL))
    assert ways(contact(numbers=numbers), VM_1, number=HOME)[Channel.TEXT].number == CELL
    none = ways(contact(numbers=numbers[:1]), VM_1)[Channel.TEXT]
    assert (none.number, codes(none.refusals)) == (HOME, ["wrong"])
    nowhere = ways(contact(numbers=()), VM_1)[Channel.TEXT]
    assert (nowhere.number, codes(nowhere.refusals)) == ("", ["not_on_file"])


@pytest.mark.parametrize(
    ("level", "permitted", "template", "expected"),
    [
        (Level.NONE, [VM_1], VM_1, []),
        (Level.MINIMAL, [VM_A, VM_1], VM_1, []),
        (Level.APPOINTMENT, [VM_A, VM_1], VM_A, []),
        (Level.MINIMAL, [VM_2], None, ["level_too_low"]),
        (Level.DETAILED, [VM_2], VM_2, []),
        (Level.DETAILED, [], None, ["not_this_kind"]),
    ],
)
def test_which_text_is_sent(
    level: Level, permitted: list[Template], template: Template | None, expected: list[str]
) -> None:
    found = ways(contact(level=level), *permitted)[Channel.TEXT]
    assert (found.template, codes(found.refusals)) == (template, expected)


def test_what_they_asked_for_blocks_its_own_way() -> None:
    no_letters = rule(Topic.CHANNEL, channels=frozenset({Channel.LETTER}))
    assert off(ways(contact(no_letters), VM_1)) == {
        "portal": [], "letter": ["asked_not_this_way"], "text": [], "email": ["no_consent"],
    }  # fmt: skip


def test_the_practices_name_stands_on_no_letter_where_it_must_not_be_said() -> None:
    hidden = contact(part2=True, consents=(*contact().consents, EMAIL))
    assert off(ways(hidden, VM_1)) == {
        "portal": [], "letter": ["no_neutral_name"], "text": ["no_neutral_name"],
        "email": ["no_neutral_name"],
    }  # fmt: skip
    neutral = replace(SETTINGS, neutral_name="Elm Street")
    assert off(ways(hidden, VM_1, settings=neutral))["letter"] == []


def test_a_text_at_night_waits() -> None:
    assert off(ways(contact(), VM_1, now=at("2026-11-23 22:30")))["text"] == ["quiet_hours"]


def test_ones_own_words_are_written_down_with_it() -> None:
    assert codes(byhand.unsaid(Channel.LETTER, " \n")) == ["say_what"]
    assert byhand.unsaid(Channel.LETTER, "Please call us about your form.") == ()
    assert byhand.unsaid(Channel.TEXT, "") == ()


@UNHURRIED
@given(who=CONTACTS)
def test_no_text_says_more_than_they_agreed_to(who: Contact) -> None:
    for each in ways(who, *reversed(Template), number=WORK).values():
        if each.template is not None and not each.refusals:
            allowed = who.level if who.level not in {None, Level.NONE} else SETTINGS.level
            assert each.template in OPENS[max(allowed or Level.MINIMAL, Level.MINIMAL,
                                              key=LEVELS.index)]  # fmt: skip


def call(result: Result = Result.NO_ANSWER, channel: str = "phone") -> Try:
    return Try(result=result, happened_at=MONDAY_NOON, channel=channel)


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        ([], Rhythm(made=0, of=3, owed=False)),
        ([call()], Rhythm(made=1, of=3, owed=False)),
        ([call()] * 3, Rhythm(made=3, of=3, owed=True)),
        ([call()] * 5, Rhythm(made=3, of=3, owed=True)),
        ([call()] * 3 + [call(Result.SENT, "letter")], None),
        ([call()] * 3 + [call(Result.REACHED_PATIENT)], None),
    ],
)
def test_after_its_calls_a_request_is_answered_in_writing(
    tries: list[Try], expected: Rhythm | None
) -> None:
    assert byhand.rhythm_of(pathway("appointment"), tries) == expected


@pytest.mark.parametrize(
    ("name", "asked"),
    [("appointment", True), ("missed", True), ("referral", True), ("access", False)],
)
def test_which_kinds_ask_for_something_written(name: str, asked: bool) -> None:
    assert byhand.asked_in_writing(pathway(name)) is asked
    if not asked:
        assert byhand.rhythm_of(pathway(name), [call()] * 9) is None
