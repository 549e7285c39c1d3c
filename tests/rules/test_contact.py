"""How a patient may be reached, and what stands against it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules import contact as rules
from ringback.rules.contact import Consent, Contact, Flag, Number
from ringback.rules.patientrule import (
    BY_NUMBER,
    HEARD_BLOCKS,
    NOT_CONFIRMED,
    Channel,
    Hours,
    Level,
    Rule,
    Topic,
    Use,
    Window,
    within,
)
from ringback.rules.reason import Reason
from tests.rules import pathways
from tests.rules.contacts import (
    AFTERNOONS,
    CELL,
    CONTACTS,
    HOME,
    LOS_ANGELES,
    MONDAY_NOON,
    NO,
    RULES,
    SETTINGS,
    WORK,
    YES,
    at,
    contact,
    hours,
    rule,
)
from tests.rules.reasons import codes

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

LETTERS_AND_ALL = frozenset(Channel)


def against(
    use: Use, who: Contact, *, number: str | None = CELL, now: datetime = MONDAY_NOON
) -> list[str]:
    return codes(rules.refusals(use, who, SETTINGS, now=now, number=number))


# Numbers


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        (Flag.PREFERRED, []),
        (Flag.ALLOWED, []),
        (Flag.BLOCKED, ["blocked"]),
        (Flag.WRONG, ["wrong"]),
        (Flag.GREETING_MISMATCH, ["greeting_mismatch"]),
    ],
)
@pytest.mark.parametrize("use", sorted(BY_NUMBER))
def test_a_number_is_used_unless_it_is_marked(use: Use, flag: Flag, expected: list[str]) -> None:
    assert against(use, contact(numbers=(Number(number=CELL, flag=flag),))) == expected


def test_of_two_marks_the_one_that_blocks_counts() -> None:
    twice = (Number(number=CELL), Number(number=CELL, flag=Flag.BLOCKED))
    assert against(Use.DIAL, contact(numbers=twice)) == ["blocked"]


@pytest.mark.parametrize("number", [WORK, "", None])
def test_a_number_that_is_not_on_file_is_not_called(number: str | None) -> None:
    assert against(Use.DIAL, contact(), number=number) == ["not_on_file"]


@pytest.mark.parametrize("use", [Use.PORTAL, Use.LETTER])
def test_what_rings_nowhere_needs_no_number(use: Use) -> None:
    assert against(use, contact(), number=None) == []


# What the patient asked for

RULES_AND_WHAT_THEY_BLOCK = [
    (rule(Topic.NUMBER, number=CELL), BY_NUMBER, "asked_not_this_number"),
    (rule(Topic.NUMBER, number=HOME), frozenset(), ""),
    (rule(Topic.ONLY_NUMBER, number=HOME), BY_NUMBER, "asked_only_number"),
    (rule(Topic.ONLY_NUMBER, number=CELL), frozenset(), ""),
    (
        rule(Topic.CHANNEL, channels=frozenset({Channel.PHONE})),
        frozenset({Use.DIAL, Use.VOICEMAIL}),
        "asked_not_this_way",
    ),
    (
        rule(Topic.CHANNEL, channels=frozenset({Channel.LETTER, Channel.TEXT})),
        frozenset({Use.LETTER, Use.TEXT}),
        "asked_not_this_way",
    ),
    (rule(Topic.HOURS, hours=AFTERNOONS), frozenset(), ""),
    (rule(Topic.HOURS, hours=hours(range(5), 0, 720)), BY_NUMBER, "asked_other_hours"),
    (rule(Topic.HOURS, hours=Hours(windows=(), zone=LOS_ANGELES)), BY_NUMBER, "asked_other_hours"),
    (rule(Topic.VOICEMAIL, level=Level.NONE), frozenset({Use.VOICEMAIL}), "asked_no_voicemail"),
    (rule(Topic.VOICEMAIL, level=Level.MINIMAL), frozenset(), ""),
    (rule(Topic.NAME), frozenset(), ""),
    (rule(Topic.PEOPLE), frozenset(), ""),
    (rule(Topic.UNCLEAR), frozenset(Use), "not_confirmed"),
    # confirmed, but nobody wrote down what
    (rule(Topic.NUMBER), BY_NUMBER, "not_confirmed"),
    (rule(Topic.ONLY_NUMBER), BY_NUMBER, "not_confirmed"),
    (rule(Topic.CHANNEL), frozenset(Use), "not_confirmed"),
    (rule(Topic.HOURS), BY_NUMBER, "not_confirmed"),
    (rule(Topic.VOICEMAIL), frozenset({Use.VOICEMAIL}), "not_confirmed"),
]
EMAIL_YES = Consent(channel=Channel.EMAIL, agreed=True, at=at("2026-01-05 10:00"))


@pytest.mark.parametrize(("asked", "blocked", "code"), RULES_AND_WHAT_THEY_BLOCK)
def test_a_confirmed_rule_blocks_what_it_says(
    asked: Rule, blocked: frozenset[Use], code: str
) -> None:
    who = contact(asked, consents=(YES, EMAIL_YES))
    found = {use: against(use, who) for use in Use}
    assert found == {use: [code] if use in blocked else [] for use in Use}


@pytest.mark.parametrize("topic", Topic)
def test_a_rule_only_heard_blocks_all_it_may_be_about(topic: Topic) -> None:
    heard = rule(topic, confirmed=False, number=WORK, hours=AFTERNOONS, level=Level.DETAILED)
    who = contact(heard, consents=(YES, EMAIL_YES))
    found = {use: against(use, who) for use in Use}
    assert found == {use: ["not_confirmed"] if use in HEARD_BLOCKS[topic] else [] for use in Use}


def test_what_is_heard_about_being_reached_stops_dialling_texting_or_voicemail() -> None:
    assert all(HEARD_BLOCKS[topic] & BY_NUMBER for topic in Topic)
    for topic in (Topic.HOURS, Topic.NAME, Topic.NUMBER, Topic.UNCLEAR):
        assert HEARD_BLOCKS[topic] >= BY_NUMBER


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            rule(Topic.ONLY_NUMBER, number=HOME),
            "They asked us to use only +12025550148 (as they said).",
        ),
        (
            rule(Topic.NUMBER, number=CELL),
            "They asked us not to use this number (as they said). Use another one.",
        ),
        (
            rule(Topic.HOURS, confirmed=False),
            str(Reason(code="", words=NOT_CONFIRMED, values=(("said", "as they said"),))),
        ),
    ],
)
def test_a_block_says_why_and_what_to_do(asked: Rule, words: str) -> None:
    (found,) = rules.refusals(Use.DIAL, contact(asked), SETTINGS, now=MONDAY_NOON, number=CELL)
    assert str(found) == words


def test_every_reason_is_given_at_once() -> None:
    who = contact(
        rule(Topic.NUMBER, number=CELL),
        rule(Topic.HOURS, hours=hours(range(5), 0, 600)),
        numbers=(Number(number=CELL, flag=Flag.WRONG),),
        consents=(NO,),
        zone=LOS_ANGELES,
    )
    assert against(Use.TEXT, who, now=at("2026-11-23 10:59")) == [
        "asked_not_this_number",
        "asked_other_hours",
        "wrong",
        "opted_out",
        "quiet_hours",
    ]


# Hours


@pytest.mark.parametrize(
    ("hours_asked", "now", "expected"),
    [
        (AFTERNOONS, "2026-11-23 12:00", True),
        (AFTERNOONS, "2026-11-23 11:59", False),
        (AFTERNOONS, "2026-11-23 16:59", True),
        (AFTERNOONS, "2026-11-23 17:00", False),
        (AFTERNOONS, "2026-11-28 13:00", False),
        (hours(range(5), 720, 1020, LOS_ANGELES), "2026-11-23 14:59", False),
        (hours(range(5), 720, 1020, LOS_ANGELES), "2026-11-23 15:00", True),
        (hours(range(4, 5), 0, 1440, LOS_ANGELES), "2026-11-28 02:59", True),
        (hours(range(7), 1320, 360), "2026-11-23 23:00", False),
        # the clocks jump from 02:00 to 03:00, and come back from 02:00 to 01:00
        (hours(range(7), 120, 180), "2026-03-08 03:00", False),
        (hours(range(7), 60, 120), "2026-11-01 01:30", True),
    ],
)
def test_hours_are_read_on_the_clock_they_were_said_for(
    hours_asked: Hours, now: str, expected: bool
) -> None:
    assert within(hours_asked, at(now)) is expected


def test_hours_hold_also_in_the_second_of_two_hours() -> None:
    first = at("2026-11-01 01:30")
    assert [within(hours(range(7), 60, 120), first + timedelta(hours=n)) for n in range(3)] == [
        True,
        True,
        False,
    ]


def test_any_of_several_windows_will_do_and_every_rule_must_hold() -> None:
    two = Hours(
        windows=(
            Window(weekdays=frozenset({0}), start=0, end=600),
            Window(weekdays=frozenset({0}), start=700, end=800),
        ),
        zone=pathways.NEW_YORK,
    )
    assert against(Use.DIAL, contact(rule(Topic.HOURS, hours=two))) == []
    both = contact(
        rule(Topic.HOURS, hours=two), rule(Topic.HOURS, hours=hours(range(1, 5), 0, 1440))
    )
    assert against(Use.DIAL, both) == ["asked_other_hours"]


# Consent, texts, opting out


@pytest.mark.parametrize(
    ("consents", "expected"),
    [
        ((), ["no_consent"]),
        ((YES,), []),
        ((NO,), ["opted_out"]),
        ((YES, NO), ["opted_out"]),
        ((NO, YES), ["opted_out"]),
        ((YES, NO, Consent(channel=Channel.TEXT, agreed=True, at=at("2026-03-01 09:00"))), []),
        ((NO, Consent(channel=Channel.TEXT, agreed=True, at=NO.at)), ["opted_out"]),
        ((Consent(channel=Channel.TEXT, agreed=True, at=NO.at), NO), ["opted_out"]),
        ((Consent(channel=Channel.TEXT, agreed=True, at=MONDAY_NOON),), []),
        (
            (Consent(channel=Channel.TEXT, agreed=True, at=MONDAY_NOON + timedelta(minutes=1)),),
            ["no_consent"],
        ),
        ((EMAIL_YES,), ["no_consent"]),
    ],
)
def test_a_text_needs_their_latest_word_to_be_yes(
    consents: tuple[Consent, ...], expected: list[str]
) -> None:
    assert against(Use.TEXT, contact(consents=consents)) == expected


@pytest.mark.parametrize("use", [Use.DIAL, Use.VOICEMAIL, Use.PORTAL, Use.LETTER])
def test_other_ways_need_no_yes_but_heed_a_no(use: Use) -> None:
    channel = rules.CHANNEL_OF[use]
    refused = Consent(channel=channel, agreed=False, at=at("2026-02-05 10:00"))
    assert against(use, contact(consents=())) == []
    assert against(use, contact(consents=(refused,))) == ["opted_out"]


def test_an_e_mail_needs_a_yes() -> None:
    assert against(Use.EMAIL, contact(), number=None) == ["no_consent"]
    assert against(Use.EMAIL, contact(consents=(EMAIL_YES,)), number=None) == []


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        (None, "2026-11-23 07:59", ["quiet_hours"]),
        (None, "2026-11-23 08:00", []),
        (None, "2026-11-23 08:05", []),
        (None, "2026-11-23 20:59", []),
        (None, "2026-11-23 21:00", ["quiet_hours"]),
        (LOS_ANGELES, "2026-11-23 10:59", ["quiet_hours"]),
        (LOS_ANGELES, "2026-11-23 11:00", []),
        (LOS_ANGELES, "2026-11-23 23:59", []),
        ("America/Phoenix", "2026-07-06 10:59", ["quiet_hours"]),
        ("America/Phoenix", "2026-07-06 11:00", []),
    ],
)
def test_texts_are_quiet_at_night_where_the_patient_lives(
    zone: str | None, now: str, expected: list[str]
) -> None:
    assert against(Use.TEXT, contact(zone=zone), now=at(now)) == expected
    assert against(Use.DIAL, contact(zone=zone), now=at(now)) == []


def test_quiet_hours_say_what_time_it_is_there() -> None:
    (found,) = rules.refusals(
        Use.TEXT, contact(zone=LOS_ANGELES), SETTINGS, now=at("2026-11-23 09:05"), number=CELL
    )
    assert (
        str(found) == "It is 06:05 where they are. Texts go out from 08:00 to 21:00. Send it then."
    )


# What to do instead


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (contact(), f"Call {CELL} instead."),
        (contact(rule(Topic.NUMBER, number=CELL)), f"Call {HOME} instead."),
        (
            contact(rule(Topic.CHANNEL, channels=frozenset({Channel.PHONE}))),
            "No number may be called now. Write to them in the portal.",
        ),
        (
            contact(rule(Topic.CHANNEL, channels=frozenset({Channel.PHONE, Channel.PORTAL}))),
            "No number may be called now. Send them a text.",
        ),
        (
            contact(
                rule(Topic.CHANNEL, channels=frozenset({Channel.PHONE, Channel.PORTAL})),
                consents=(EMAIL_YES,),
            ),
            "No number may be called now. Send them an e-mail.",
        ),
        (
            contact(rule(Topic.CHANNEL, channels=LETTERS_AND_ALL - {Channel.LETTER})),
            "No number may be called now. Send them a letter.",
        ),
        (
            contact(rule(Topic.UNCLEAR)),
            "There is no way left that they allow now. Wait for one, or ask a lead.",
        ),
        (
            contact(numbers=()),
            "No number may be called now. Write to them in the portal.",
        ),
    ],
)
def test_what_can_be_done_instead_is_named(who: Contact, words: str) -> None:
    found = rules.instead(who, SETTINGS, MONDAY_NOON)
    assert str(found) == words
    assert (
        found.code
        == {"Call": "call_instead", "No": "write_instead", "There": "nothing_left"}[
            words.split(maxsplit=1)[0]
        ]
    )


# Whatever they ask for

MOMENTS = st.integers(0, 60 * 24 * 330).map(
    lambda minutes: at("2026-01-05 00:00") + timedelta(minutes=minutes)
)
USES = st.sampled_from(Use)


def with_rule(who: Contact, more: Rule, position: int) -> Contact:
    cut = position % (len(who.rules) + 1)
    changes: dict[str, Any] = vars(who) | {"rules": (*who.rules[:cut], more, *who.rules[cut:])}
    return Contact(**changes)


@UNHURRIED
@given(CONTACTS, RULES, USES, MOMENTS, st.sampled_from([None, CELL, HOME, WORK]), st.integers(0, 9))
def test_no_rule_opens_what_another_one_closes(
    who: Contact, more: Rule, use: Use, now: datetime, number: str | None, position: int
) -> None:
    before = rules.refusals(use, who, SETTINGS, now=now, number=number)
    after = rules.refusals(use, with_rule(who, more, position), SETTINGS, now=now, number=number)
    assert set(before) <= set(after)


@UNHURRIED
@given(CONTACTS, RULES, USES, MOMENTS, st.sampled_from([None, CELL, HOME]))
def test_what_is_heard_blocks_at_least_as_much_as_once_it_is_confirmed(
    who: Contact, asked: Rule, use: Use, now: datetime, number: str | None
) -> None:
    heard, confirmed = (
        with_rule(who, Rule(**(vars(asked) | {"confirmed": confirmed})), 0)
        for confirmed in (False, True)
    )
    if rules.refusals(use, confirmed, SETTINGS, now=now, number=number):
        assert rules.refusals(use, heard, SETTINGS, now=now, number=number)


@UNHURRIED
@given(CONTACTS, MOMENTS)
def test_what_is_named_instead_is_truly_allowed(who: Contact, now: datetime) -> None:
    found = rules.instead(who, SETTINGS, now)
    if found.code == "call_instead":
        number = dict(found.values)["number"]
        assert rules.refusals(Use.DIAL, who, SETTINGS, now=now, number=number) == ()
    else:
        for each in who.numbers:
            assert rules.refusals(Use.DIAL, who, SETTINGS, now=now, number=each.number)
