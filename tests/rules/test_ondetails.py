"""Who may change how a patient is reached, as a table, and what is owed after."""

import pytest

from ringback.rules.contact import Flag
from ringback.rules.ondetails import (
    CHANGED,
    TOLD,
    Asker,
    confirming_refusals,
    number_refusals,
    owed,
    refusals,
)
from ringback.rules.patientrule import Level, Rule, Topic
from ringback.rules.verification import Caller, Stake, Standing

VERIFIED = Standing.VERIFIED


@pytest.mark.parametrize("caller", list(Caller))
@pytest.mark.parametrize("standing", [None, *Standing])
def test_only_the_patient_verified_or_who_stands_for_them_settles_it(
    standing: Standing | None, caller: Caller
) -> None:
    codes = [each.code for each in refusals(Asker(standing=standing, caller=caller))]
    theirs = caller in {Caller.PATIENT, Caller.PARENT, Caller.GUARDIAN}
    verified = [] if theirs else ["not_theirs_to_say"]
    assert codes == (verified if standing is VERIFIED else ["not_verified_yet"])
    assert refusals(Asker(manager=True, standing=standing, caller=caller)) == ()


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        (Rule(topic=Topic.VOICEMAIL, said="none", confirmed=False, level=Level.NONE), []),
        (Rule(topic=Topic.NAME, said="Tommy", confirmed=False), []),
        (Rule(topic=Topic.NAME, said="Tommy", confirmed=True), ["no_longer"]),
        (Rule(topic=Topic.NUMBER, said="not at work", confirmed=False), ["not_clear"]),
        (Rule(topic=Topic.UNCLEAR, said="be careful", confirmed=False), ["not_clear"]),
    ],
)
def test_what_is_not_understood_is_not_confirmed(rule: Rule, codes: list[str]) -> None:
    assert [each.code for each in confirming_refusals(rule)] == codes


@pytest.mark.parametrize(
    ("flag", "preferred", "codes"),
    [
        (None, False, []),
        (None, True, []),
        (Flag.ALLOWED, True, []),
        (Flag.ALLOWED, False, ["on_file_already"]),
        (Flag.PREFERRED, True, ["on_file_already"]),
        (Flag.PREFERRED, False, ["on_file_already"]),
        (Flag.WRONG, False, []),
        (Flag.GREETING_MISMATCH, False, []),
        (Flag.NOT_ON_FILE, False, []),
        (Flag.BLOCKED, True, ["blocked_by_them"]),
    ],
)
def test_a_number_is_written_once_and_none_they_had_blocked(
    flag: Flag | None, preferred: bool, codes: list[str]
) -> None:
    stakes = frozenset({Stake.CONTACT_CHANGE})
    who = Asker(standing=VERIFIED, caller=Caller.PATIENT, stakes=stakes)
    assert [each.code for each in number_refusals(who, flag, preferred=preferred)] == codes


def test_a_number_needs_the_one_detail_more_and_a_call_even_of_a_manager() -> None:
    verified = Asker(standing=VERIFIED, caller=Caller.PATIENT)
    found = [
        [each.code for each in number_refusals(who, None, preferred=False)]
        for who in (verified, Asker(manager=True))
    ]
    assert found == [["one_more_first"], ["not_verified_yet"]]


@pytest.mark.parametrize(
    ("verbs", "expected"),
    [
        ([], False),
        (["claimed"], False),
        (["claimed", CHANGED, "noted"], True),
        ([CHANGED, TOLD, "noted"], False),
        ([CHANGED, TOLD, CHANGED], True),
    ],
)
def test_the_old_contact_is_owed_word_until_it_was_told(verbs: list[str], expected: bool) -> None:
    assert owed(verbs) == expected
