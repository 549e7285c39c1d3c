"""Unable to reach is a decision: after what comes first, by whom it is, with a reason."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ringback.rules import categoryfile, unreachable
from ringback.rules.access import Role
from ringback.rules.attempt import Result, Try
from ringback.rules.category import Kind
from ringback.rules.partsofday import AS_USUAL
from ringback.rules.queue import Level
from ringback.rules.unreachable import Tried
from tests.rules.pathways import NEW_YORK, PATHWAYS, data, pathway

NAMES = sorted(path.stem for path in PATHWAYS.glob("*.toml"))
NOW = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
WHY = "Rang three times at different times, nobody answered; letter sent, they may call any time."
DESK, CLINICIAN, MANAGER = {Role.FRONT_DESK}, {Role.CLINICIAN}, {Role.MANAGER}
EVERYBODY = set(Role)


def silent(days_ago: int, hours: int = 0, channel: str = "phone") -> Try:
    at = NOW - timedelta(days=days_ago) + timedelta(hours=hours)
    return Try(result=Result.NO_ANSWER, happened_at=at, channel=channel)


THREE = (silent(3), silent(2, 2), silent(1, -3))
LETTER = silent(0, -1, "letter")


def tried(*tries: Try, level: Level = Level.ROUTINE, promised: datetime | None = None) -> Tried:
    return Tried(tries=tries, level=level, zone=NEW_YORK, parts=AS_USUAL, promised_at=promised)


def refused(name: str, made: Tried, roles: set[Role], reason: str = WHY) -> list[str]:
    found = unreachable.refusals(pathway(name), made, roles=roles, reason=reason, now=NOW)
    return [each.code for each in found]


WHOLE = tried(*THREE, LETTER)


@pytest.mark.parametrize(
    ("name", "made", "roles", "expected"),
    [
        ("appointment", WHOLE, DESK, []),
        ("appointment", WHOLE, {Role.AUDITOR}, ["not_yours_to_decide"]),
        ("appointment", tried(*THREE), DESK, ["write_first"]),
        ("appointment", tried(*THREE[:2], LETTER), DESK, ["too_few_tries"]),
        ("appointment", tried(), DESK, ["too_few_tries", "write_first"]),
        ("appointment", tried(silent(3), silent(2), silent(1), LETTER), DESK, ["one_time_of_day"]),
        ("access", tried(*THREE), DESK, []),
        ("billing", WHOLE, {Role.ASSISTANT}, ["not_yours_to_decide"]),
        ("clinical", WHOLE, CLINICIAN, []),
        ("clinical", WHOLE, DESK, ["not_yours_to_decide"]),
        ("clinical", WHOLE, MANAGER, ["not_yours_to_decide"]),
        ("professional", tried(silent(0, -3), silent(0, -2), silent(0, -1)), CLINICIAN, []),
        ("concern", WHOLE, MANAGER, []),
        ("unsorted", WHOLE, EVERYBODY, ["never"]),
        ("emergency", WHOLE, EVERYBODY, ["never"]),
        ("intake", WHOLE, EVERYBODY, ["never"]),
    ],
)
def test_what_comes_first_and_whose_it_is(
    name: str, made: Tried, roles: set[Role], expected: list[str]
) -> None:
    assert refused(name, made, roles) == expected


def test_what_is_marked_pressing_is_a_clinicians_to_decide_on_any_pathway() -> None:
    pressing = replace(WHOLE, level=Level.URGENT)
    assert refused("appointment", pressing, DESK) == ["clinician_decides"]
    assert refused("appointment", pressing, CLINICIAN) == []


@pytest.mark.parametrize("result", [Result.REACHED_PATIENT, Result.DECLINED])
def test_who_was_spoken_to_last_was_reached(result: Result) -> None:
    spoke = Try(result=result, happened_at=NOW - timedelta(minutes=1))
    assert refused("appointment", tried(*THREE, LETTER, spoke), DESK) == ["reached"]
    assert refused("appointment", tried(spoke, *THREE, LETTER), DESK) == []


@pytest.mark.parametrize(("ahead", "expected"), [(1, ["promised"]), (0, []), (-1, [])])
def test_a_time_they_were_told_is_kept_first(ahead: int, expected: list[str]) -> None:
    told = replace(WHOLE, promised_at=NOW + timedelta(minutes=ahead))
    assert refused("appointment", told, DESK) == expected


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("", ["note"]), ("   ", ["note"]), ("left message", ["note"]), (WHY, [])],
)
def test_the_reason_is_a_note_a_colleague_can_act_on(reason: str, expected: list[str]) -> None:
    assert refused("appointment", WHOLE, DESK, reason) == expected


def test_a_missed_call_ends_by_the_rule_once_its_two_tries_are_made() -> None:
    two = tried(silent(1), silent(0, -3))
    assert refused("missed", two, {Role.ASSISTANT}, "") == []
    assert refused("missed", tried(silent(1)), {Role.ASSISTANT}, "") == ["too_few_tries"]
    assert refused("missed", replace(two, level=Level.CLINICAL), CLINICIAN, "") == ["note"]


@pytest.mark.parametrize("level", Level)
def test_only_a_routine_missed_call_ends_by_the_rule(level: Level) -> None:
    found = [name for name in NAMES if unreachable.by_rule(pathway(name), level)]
    assert found == (["missed"] if level is Level.ROUTINE else [])


def test_whatever_a_pathway_says_no_other_kind_and_nothing_clinical_ends_by_the_rule() -> None:
    routine = pathway("missed")
    others = [
        replace(routine, code="BILL"),
        replace(routine, kind=Kind.CLINICAL),
        replace(routine, unreachable=replace(routine.unreachable, by_rule=False)),
    ]
    assert [unreachable.by_rule(each, Level.ROUTINE) for each in others] == [False] * 3


@pytest.mark.parametrize("name", [name for name in NAMES if pathway(name).kind is not Kind.ROUTINE])
def test_nobody_but_a_clinician_calls_a_clinical_matter_unreachable(name: str) -> None:
    assert refused(name, WHOLE, EVERYBODY - CLINICIAN) != []
    assert "note" in refused(name, WHOLE, CLINICIAN, "") or refused(name, WHOLE, CLINICIAN) == [
        "never"
    ]


def test_a_refusal_says_what_to_do() -> None:
    found = unreachable.refusals(
        pathway("appointment"), tried(silent(1)), roles=DESK, reason="", now=NOW
    )
    assert [str(each) for each in found] == [
        "1 of 3 tries so far.",
        "Write to them first, in a way they allow.",
        "Say in the note why: what was tried, and what happens if they call.",
    ]
    never = unreachable.refusals(pathway("unsorted"), WHOLE, roles=DESK, reason=WHY, now=NOW)
    assert [str(each) for each in never] == [
        "This kind of request is never closed as not reached: it is sorted, never closed."
    ]


def test_a_pathway_that_says_nothing_of_it_never_ends_so() -> None:
    silent_one = {**data("documentation"), "unreachable": {}}
    category = categoryfile.read(silent_one)
    found = unreachable.refusals(category, WHOLE, roles=EVERYBODY, reason=WHY, now=NOW)
    assert [str(each) for each in found] == ["This kind of request is never closed as not reached."]


def test_no_pathway_but_that_of_a_missed_call_may_say_it_closes_by_rule() -> None:
    billing = data("billing")
    billing["unreachable"] = {**billing["unreachable"], "by_rule": True}
    words = "only a missed call is closed without anybody deciding it"
    found = [(each.path, str(each)) for each in categoryfile.mistakes(billing)]
    assert found == [(("unreachable", "by_rule"), words)]
    assert categoryfile.read(billing).unreachable.by_rule is True
