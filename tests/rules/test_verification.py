"""How the check of one call goes, try by try."""

import tomllib
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules import identifier, verification
from ringback.rules.access import Role
from ringback.rules.identifier import (
    WAYS,
    Identifier,
    OfSpeaker,
    Policy,
    VerificationError,
    Way,
)
from ringback.rules.reason import Missing
from ringback.rules.verification import (
    ALLOWED,
    ALWAYS,
    CHECKED,
    THIRD_PARTIES,
    Caller,
    Check,
    Compared,
    Lift,
    May,
    Stake,
    Standing,
    WhyNot,
)
from tests.rules.pathways import DEFAULTS
from tests.rules.reasons import codes, places

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

DATA: dict[str, Any] = tomllib.loads(
    (DEFAULTS / "practice" / "verification.toml").read_text("utf-8")
)
POLICY = identifier.read(DATA)
NOW, DANA = datetime(2026, 11, 23, 15, tzinfo=UTC), UUID(int=1)
NAME, BORN, ADDRESS, PHONE = (
    Identifier.NAME,
    Identifier.BIRTH_DATE,
    Identifier.ADDRESS,
    Identifier.PHONE,
)
PARENT: dict[str, Any] = {"needed": 3, "identifiers": ["name", "birth_date", "address"]}
NOTHING: tuple[Missing, ...] = ()
LEAD = frozenset({Role.MANAGER})


def way(kind: Identifier) -> Way:
    return Way.SAID if kind is NAME else Way.MATCHED_HERE


def compared(kind: Identifier, *, agreed: bool = True, **changes: Any) -> Compared:
    given: dict[str, Any] = {"way": way(kind), "agreed": agreed, "at": NOW, "by": DANA}
    return Compared(identifier=kind, **(given | changes))


def after(check: Check, *kinds: Identifier, agreed: bool = True) -> Check:
    for kind in kinds:
        check = verification.after(check, compared(kind, agreed=agreed), POLICY)
    return check


def checked(caller: Caller, *kinds: Identifier, **changes: Any) -> Check:
    return after(Check(caller=caller, **changes), *kinds)


def wrong(times: int, check: Check | None = None) -> Check:
    return after(check or Check(caller=Caller.PATIENT), *[BORN] * times, agreed=False)


def standing(check: Check, authority: tuple[Missing, ...] = NOTHING) -> Standing:
    return verification.standing(check, POLICY, authority)


# How many must agree


@pytest.mark.parametrize(
    ("caller", "stakes", "expected"),
    [
        (Caller.PATIENT, [], 2),
        (Caller.PATIENT, [Stake.NEW_NUMBER], 3),
        (Caller.PATIENT, [Stake.CONTACT_CHANGE], 3),
        (Caller.PATIENT, list(Stake), 3),
        (Caller.PARENT, [], 3),
        (Caller.GUARDIAN, [], 3),
        (Caller.AUTHORISED, list(Stake), 3),
    ],
)
def test_two_must_agree_and_three_with_special_care(
    caller: Caller, stakes: list[Stake], expected: int
) -> None:
    check = checked(caller, NAME, BORN, stakes=frozenset(stakes))
    assert verification.needed(check, POLICY) == expected
    assert codes(verification.missing(check, POLICY, NOTHING)) == ["identifiers"] * (expected - 2)
    third = after(check, ADDRESS)
    assert verification.missing(third, POLICY, NOTHING) == ()
    assert standing(third) is Standing.VERIFIED


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ([], "2 more details must agree. Ask for each and compare."),
        ([BORN], "One more detail must agree. Ask for it and compare."),
    ],
)
def test_what_is_missing_is_said_in_words(kinds: list[Identifier], words: str) -> None:
    check = checked(Caller.PATIENT, *kinds)
    (found,) = verification.missing(check, POLICY, NOTHING)
    assert (found.code, str(found)) == ("identifiers", words)
    assert verification.left_to_ask(check, POLICY) == tuple(
        each for each in POLICY.identifiers if each not in kinds
    )


def test_the_name_alone_is_never_enough() -> None:
    check = checked(Caller.PATIENT, NAME, NAME, NAME)
    assert check == checked(Caller.PATIENT, NAME)
    assert standing(check) is Standing.NOT_YET


def test_what_authority_lacks_is_missing_too() -> None:
    lacks = (Missing(code="over", words="x"),)
    check = checked(Caller.PARENT, NAME, BORN)
    assert codes(verification.missing(check, POLICY, lacks)) == ["identifiers", "over"]
    assert verification.missing(after(check, ADDRESS), POLICY, lacks) == lacks
    assert standing(after(check, ADDRESS), lacks) is Standing.NOT_YET


@pytest.mark.parametrize(
    ("caller", "expected", "now"),
    [
        (Caller.UNKNOWN, ["who_is_it"], Standing.NOT_YET),
        (Caller.OTHER_OFFICE, ["offices_hear_nothing"], Standing.OFFICE),
        (Caller.NEW_TO_US, ["new_to_us"], Standing.NEW_TO_US),
    ],
)
def test_callers_nothing_is_compared_with_hear_nothing(
    caller: Caller, expected: list[str], now: Standing
) -> None:
    check = verification.as_caller(checked(Caller.PATIENT, NAME, BORN, ADDRESS), caller)
    assert codes(verification.missing(check, POLICY, NOTHING)) == expected
    assert standing(check) is now


# What counts as a comparison


@pytest.mark.parametrize(
    ("change", "policy", "expected"),
    [
        ({}, POLICY, []),
        ({"way": Way.AGAINST_CHART}, POLICY, []),
        ({"way": Way.SAID}, POLICY, ["not_this_way"]),
        ({"identifier": NAME}, POLICY, ["not_this_way"]),
        ({"identifier": NAME, "way": Way.SAID}, POLICY, []),
        ({"identifier": PHONE, "this_line": True}, POLICY, ["this_line"]),
        ({"identifier": PHONE, "this_line": True, "agreed": False}, POLICY, ["this_line"]),
        ({"identifier": PHONE}, POLICY, []),
        (
            {},
            Policy(needed=2, needed_with_care=2, identifiers=(NAME, ADDRESS), age_of_majority=18),
            ["not_asked_here"],
        ),
    ],
)
def test_a_comparison_counts_only_where_it_proves_something(
    change: dict[str, Any], policy: Policy, expected: list[str]
) -> None:
    given: dict[str, Any] = {"identifier": BORN, "way": Way.MATCHED_HERE, "agreed": True}
    one = Compared(**(given | {"at": NOW, "by": DANA} | change))
    check = Check(caller=Caller.PATIENT)
    assert codes(verification.refusals(check, one, policy)) == expected
    assert (verification.after(check, one, policy) == check) == bool(expected)


def test_what_has_agreed_is_not_compared_again() -> None:
    check = checked(Caller.PATIENT, BORN)
    for agreed in (True, False):
        again = compared(BORN, agreed=agreed)
        assert codes(verification.refusals(check, again, POLICY)) == ["already_agreed"]
        assert verification.after(check, again, POLICY) == check


def test_a_slip_may_be_said_again() -> None:
    check = after(wrong(1), BORN, NAME)
    assert (standing(check), check.wrong) == (Standing.VERIFIED, 1)


@pytest.mark.parametrize("caller", [Caller.NEW_TO_US, Caller.OTHER_OFFICE])
def test_nothing_is_compared_for_an_office_or_somebody_new(caller: Caller) -> None:
    check = Check(caller=caller)
    assert codes(verification.refusals(check, compared(BORN), POLICY)) == ["nothing_to_check"]


def test_before_they_said_who_they_are_comparisons_count_already() -> None:
    check = verification.as_caller(after(Check(), NAME, BORN), Caller.PATIENT)
    assert standing(check) is Standing.VERIFIED


# The lock


def test_the_fifth_wrong_answer_locks_the_check_and_leaves_the_rest_open() -> None:
    assert standing(wrong(4)) is Standing.NOT_YET
    assert standing(after(wrong(4), NAME, BORN)) is Standing.VERIFIED
    locked = wrong(5)
    assert standing(locked) is Standing.LOCKED
    assert codes(verification.missing(locked, POLICY, NOTHING)) == ["locked"]
    assert codes(verification.refusals(locked, compared(BORN), POLICY)) == ["locked"]
    assert after(locked, NAME, BORN, ADDRESS) == locked
    assert ALLOWED[Standing.LOCKED] == {May.TAKE_WORDS, May.ROUTE, May.CLOSE_SAFELY}


def test_the_lock_closes_also_what_had_been_verified() -> None:
    check = after(checked(Caller.PATIENT, NAME, BORN), *[ADDRESS] * 5, agreed=False)
    assert standing(check) is Standing.LOCKED


def test_a_wrong_name_is_a_wrong_answer_like_any_other() -> None:
    assert standing(after(wrong(4), NAME, agreed=False)) is Standing.LOCKED


@pytest.mark.parametrize("caller", Caller)
def test_saying_to_be_somebody_else_opens_no_lock(caller: Caller) -> None:
    assert standing(verification.as_caller(wrong(5), caller)) is Standing.LOCKED


@pytest.mark.parametrize(
    ("check", "reason", "roles", "expected"),
    [
        (wrong(5), "It was our typing.", [Role.MANAGER], []),
        (wrong(5), "It was our typing.", [Role.CLINICIAN, Role.FRONT_DESK], []),
        (wrong(5), "It was our typing.", [Role.FRONT_DESK, Role.ASSISTANT], ["lead_lifts"]),
        (wrong(5), "It was our typing.", [Role.ADMIN, Role.AUDITOR], ["lead_lifts"]),
        (wrong(5), "It was our typing.", [], ["lead_lifts"]),
        (wrong(5), "  ", [Role.MANAGER], ["reason_needed"]),
        (wrong(5), "", [Role.ASSISTANT], ["lead_lifts", "reason_needed"]),
        (wrong(4), "It was our typing.", [Role.MANAGER], ["not_locked"]),
    ],
)
def test_a_lead_lifts_the_lock_with_a_reason(
    check: Check, reason: str, roles: list[Role], expected: list[str]
) -> None:
    lift = Lift(at=NOW, by=DANA, reason=reason)
    assert codes(verification.lift_refusals(check, reason, frozenset(roles), POLICY)) == expected
    found = verification.lifted(check, lift, frozenset(roles), POLICY)
    assert (found == check) == bool(expected)
    if not expected:
        assert (found.wrong, found.lifts, found.compared) == (0, (lift,), check.compared)
        assert standing(after(found, NAME, BORN)) is Standing.VERIFIED
        assert standing(wrong(5, found)) is Standing.LOCKED


# An end without disclosure


@pytest.mark.parametrize("why", WhyNot)
def test_not_verified_and_nothing_disclosed_is_an_end_of_its_own(why: WhyNot) -> None:
    check = verification.ended(checked(Caller.PATIENT, NAME, BORN), why)
    assert (check.ended, standing(check)) == (why, Standing.NOT_VERIFIED)
    assert codes(verification.missing(check, POLICY, NOTHING)) == ["ended"]
    assert codes(verification.refusals(check, compared(ADDRESS), POLICY)) == ["ended"]
    assert after(check, ADDRESS) == check
    assert verification.as_caller(check, Caller.PARENT) == check
    assert verification.ended(check, WhyNot.CALL_ENDED) == check
    assert ALLOWED[Standing.NOT_VERIFIED] == ALWAYS


def test_a_locked_check_can_be_ended() -> None:
    assert standing(verification.ended(wrong(5), WhyNot.DID_NOT_AGREE)) is Standing.NOT_VERIFIED


def test_words_routing_and_the_safe_close_are_always_open_and_disclosure_once_verified() -> None:
    assert set(ALLOWED) == set(Standing)
    assert all(allowed >= ALWAYS for allowed in ALLOWED.values())
    assert [at for at, allowed in ALLOWED.items() if May.DISCLOSE in allowed] == [Standing.VERIFIED]
    assert ALLOWED[Standing.NEW_TO_US] == ALWAYS | {May.BEGIN_RECORD}
    assert ALLOWED[Standing.OFFICE] == ALWAYS | {May.CONNECT}


# What is kept


def test_the_note_says_how_each_was_compared() -> None:
    check = after(wrong(1), NAME)
    by_chart = compared(BORN, way=Way.AGAINST_CHART)
    check = verification.after(check, by_chart, POLICY)
    assert verification.how_verified(check) == (
        (NAME, Way.SAID),
        (BORN, Way.AGAINST_CHART),
    )


def test_an_outcome_has_no_room_for_what_was_said() -> None:
    assert [each.name for each in fields(Compared)] == [
        "identifier",
        "way",
        "agreed",
        "at",
        "by",
        "this_line",
    ]


# Whatever happens in whatever order

TRIES = st.builds(
    lambda kind, agreed, line, how: compared(kind, agreed=agreed, this_line=line, way=how),
    st.sampled_from(Identifier),
    st.booleans(),
    st.sampled_from([False, False, False, True]),
    st.sampled_from(Way),
)
STEPS = st.one_of(
    TRIES,
    TRIES,
    TRIES,
    st.sampled_from(Caller),
    st.sampled_from(Stake),
    st.sampled_from(WhyNot),
    st.sampled_from(Role),
)


def step(check: Check, what: object) -> Check:
    if isinstance(what, Compared):
        return verification.after(check, what, POLICY)
    if isinstance(what, Caller):
        return verification.as_caller(check, what)
    if isinstance(what, Stake):
        return verification.with_stake(check, what)
    if isinstance(what, WhyNot):
        return verification.ended(check, what)
    assert isinstance(what, Role)
    lift = Lift(at=NOW, by=DANA, reason="asked")
    return verification.lifted(check, lift, frozenset({what}), POLICY)


@UNHURRIED
@given(st.lists(STEPS, max_size=25))
def test_no_order_of_tries_verifies_with_less_than_is_needed(steps: list[object]) -> None:
    """Counted apart from the rule: what truly agreed, in a way that proves it, while open."""
    check, proven, wrong_since, ended = Check(), set(), 0, False
    for what in steps:
        before, check = check, step(check, what)
        open_now = wrong_since < 5 and not ended
        asks = before.caller not in {Caller.NEW_TO_US, Caller.OTHER_OFFICE}
        ended = ended or isinstance(what, WhyNot)
        if isinstance(what, Compared) and open_now and asks:
            real = what.way in WAYS[what.identifier] and not what.this_line
            if real and what.identifier not in proven:
                wrong_since += not what.agreed
                proven |= {what.identifier} if what.agreed else set()
        if what in {Role.MANAGER, Role.CLINICIAN} and wrong_since >= 5:
            wrong_since = 0
        with_care = check.caller in THIRD_PARTIES or check.stakes
        verified = (
            not ended
            and wrong_since < 5
            and check.caller in CHECKED
            and len(proven) >= (3 if with_care else 2)
        )
        assert (standing(check) is Standing.VERIFIED) == verified
        assert (verification.missing(check, POLICY, NOTHING) == ()) == verified


@UNHURRIED
@given(st.lists(STEPS.filter(lambda each: not isinstance(each, (Role, WhyNot))), max_size=20))
def test_nothing_but_a_lead_passes_the_lock(steps: list[object]) -> None:
    check = wrong(5)
    for what in steps:
        check = step(check, what)
        assert standing(check) is Standing.LOCKED


# What the practice sets


def test_what_the_product_comes_with() -> None:
    assert identifier.mistakes(DATA) == ()
    asked = OfSpeaker(needed=3, identifiers=tuple(Identifier))
    assert identifier.read(DATA) == Policy(
        needed=2,
        needed_with_care=3,
        identifiers=tuple(Identifier),
        age_of_majority=18,
        speakers={"parent": asked, "guardian": asked, "authorised": asked},
    )
    assert {Caller(each) for each in identifier.SPEAKERS} == THIRD_PARTIES
    assert set(identifier.IN_WORDS) == set(Identifier)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"needed": 1}, ["too_few needed"]),
        ({"needed": True}, ["too_few needed"]),
        ({"needed": "2"}, ["too_few needed"]),
        ({"needed": None}, ["too_few needed"]),
        ({"needed": 3}, []),
        (
            {"needed": 4},
            [
                "less_care needed_with_care",
                "less_care callers.parent.needed",
                "less_care callers.guardian.needed",
                "less_care callers.authorised.needed",
            ],
        ),
        ({"needed": 4, "needed_with_care": 4, "callers": {}}, []),
        ({"needed_with_care": None}, ["too_little_care needed_with_care"]),
        ({"needed_with_care": 2}, ["too_little_care needed_with_care"]),
        ({"needed_with_care": 6}, []),
        ({"needed_with_care": 7}, ["not_enough_kinds identifiers"]),
        ({"identifiers": ["name", "birth_date"]}, ["not_enough_kinds identifiers"]),
        ({"identifiers": ["name", "name", "phone"]}, ["not_enough_kinds identifiers"]),
        ({"identifiers": None}, ["not_enough_kinds identifiers"]),
        ({"identifiers": ["name", "phone", "shoe size"]}, ["unknown_kind identifiers"]),
        ({"identifiers": ["name", "phone", ["x"]]}, ["unknown_kind identifiers"]),
        ({"age_of_majority": 13}, ["not_an_age age_of_majority"]),
        ({"age_of_majority": 14}, []),
        ({"age_of_majority": 25}, []),
        ({"age_of_majority": 26}, ["not_an_age age_of_majority"]),
        ({"age_of_majority": "18"}, ["not_an_age age_of_majority"]),
        ({"wrong_tries": 1}, ["not_tries wrong_tries"]),
        ({"wrong_tries": 2}, []),
        ({"wrong_tries": 5}, []),
        ({"wrong_tries": 6}, ["not_tries wrong_tries"]),
        ({"wrong_tries": None}, ["not_tries wrong_tries"]),
        ({"only_in_chart": ["address", "record_number"]}, []),
        ({"only_in_chart": ["name"]}, ["only_said only_in_chart"]),
        ({"only_in_chart": ["shoe size"]}, ["unknown_kind only_in_chart"]),
        ({"only_in_chart": "address"}, ["unknown_kind only_in_chart"]),
        ({"callers": {}}, []),
        ({"callers": {"parent": PARENT}}, []),
        (
            {"callers": {"parent": PARENT | {"needed": 2}}},
            ["too_little_care callers.parent.needed"],
        ),
        (
            {"callers": {"parent": PARENT | {"needed": 4}}},
            ["not_enough_kinds callers.parent.identifiers"],
        ),
        ({"callers": {"neighbour": PARENT}}, ["unknown_caller callers.neighbour"]),
        ({"callers": {"parent": 3}}, ["a_table callers.parent"]),
        ({"callers": ["parent"]}, ["a_table callers"]),
    ],
)
def test_every_mistake_in_the_practices_rules_names_its_place(
    change: dict[str, object], expected: list[str]
) -> None:
    found = identifier.mistakes(DATA | change)
    assert places(found) == expected


def test_a_mistake_is_an_error_in_words() -> None:
    with pytest.raises(VerificationError) as error:
        identifier.read(DATA | {"identifiers": ["name", "phone", "shoe size"]})
    assert str(error.value) == "identifiers: shoe size is nothing we can compare. Take it out."
    nothing = codes(identifier.mistakes({}))
    assert nothing == ["too_few", "too_little_care", "not_enough_kinds", "not_an_age"]


def test_what_an_earlier_version_left_out_is_as_the_product_has_it() -> None:
    short = {
        name: each
        for name, each in DATA.items()
        if name not in {"callers", "wrong_tries", "only_in_chart"}
    }
    assert identifier.read(short) == POLICY
    assert identifier.whole(short) == identifier.whole(DATA) == DATA


# What a practice asks beside that

STRICT = identifier.read(
    DATA
    | {
        "wrong_tries": 3,
        "only_in_chart": ["address"],
        "callers": {"parent": PARENT | {"needed": 3, "identifiers": ["name", "phone", "address"]}},
    }
)


def test_a_practice_says_of_what_and_how_many_for_each_kind_of_caller() -> None:
    parent = Check(caller=Caller.PARENT)
    assert verification.left_to_ask(parent, STRICT) == (NAME, PHONE, ADDRESS)
    assert codes(verification.refusals(parent, compared(BORN), STRICT)) == ["not_asked_here"]
    guardian = Check(caller=Caller.GUARDIAN)
    assert verification.left_to_ask(guardian, STRICT) == tuple(Identifier)
    assert verification.needed(guardian, STRICT) == 3


def test_what_agreed_for_the_patient_counts_for_a_parent_only_where_it_is_asked_of_them() -> None:
    check = verification.as_caller(checked(Caller.PATIENT, NAME, BORN, PHONE), Caller.PARENT)
    assert verification.counts(check, STRICT) == (NAME, PHONE)
    assert verification.standing(check, STRICT, NOTHING) is Standing.NOT_YET
    assert verification.standing(check, POLICY, NOTHING) is Standing.VERIFIED


def test_with_a_stake_a_speaker_is_asked_for_the_larger_number() -> None:
    many = identifier.read(DATA | {"needed_with_care": 4})
    check = Check(caller=Caller.PARENT)
    assert verification.needed(check, many) == 3
    assert verification.needed(verification.with_stake(check, Stake.NEW_NUMBER), many) == 4


def test_what_is_compared_in_the_chart_only_is_never_matched_here() -> None:
    check = Check(caller=Caller.PATIENT)
    assert codes(verification.refusals(check, compared(ADDRESS), STRICT)) == ["only_in_chart"]
    by_chart = compared(ADDRESS, way=Way.AGAINST_CHART)
    assert verification.refusals(check, by_chart, STRICT) == ()


def test_a_check_locks_after_as_many_wrong_answers_as_the_practice_says() -> None:
    check = Check(caller=Caller.PATIENT)
    for count in (1, 2, 3):
        check = verification.after(check, compared(BORN, agreed=False), STRICT)
        assert verification.locked(check, STRICT) == (count == 3)
    assert verification.after(check, compared(BORN, agreed=False), STRICT) == check


@pytest.mark.parametrize(
    ("lifted", "since"),
    [(None, NOW - timedelta(hours=24)), (-30, NOW - timedelta(hours=24)),
     (-2, NOW - timedelta(hours=2))],
)  # fmt: skip
def test_wrong_answers_count_for_a_day_or_since_a_lead_lifted_the_lock(
    lifted: int | None, since: datetime
) -> None:
    at = None if lifted is None else NOW + timedelta(hours=lifted)
    assert verification.counts_since(NOW, at) == since
