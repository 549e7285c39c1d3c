"""A lane has room for so many, and no kind of request is in no lane."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from ringback.rules import lane
from ringback.rules.access import Role
from ringback.rules.lane import Lane

CALLS = Lane(name="Calls", categories=frozenset({"MISSED", "NEWPT"}), room=3, people=2)
PAPERS = Lane(name="Papers", categories=frozenset({"INTAKE"}), people=1)


@pytest.mark.parametrize(
    ("where", "open_now", "expected"),
    [
        (CALLS, 2, []),
        (
            CALLS,
            3,
            [
                "Calls has 3 open, and room for 3. Finish some first, or ask a manager for more.",
            ],
        ),
        (CALLS, 0, []),
        (PAPERS, 10_000, []),
    ],
)
def test_a_full_lane_says_so_before_more_is_put_into_it(
    where: Lane, open_now: int, expected: list[str]
) -> None:
    assert [str(each) for each in lane.full(where, open_now)] == expected


@pytest.mark.parametrize(
    ("roles", "only", "expected"),
    [
        ({Role.MANAGER}, None, True),
        ({Role.ASSISTANT}, {"MISSED", "NEWPT", "CLIN"}, True),
        ({Role.ASSISTANT}, {"MISSED"}, False),
        ({Role.AUDITOR, Role.ADMIN}, None, False),
        (set(), None, False),
    ],
)
def test_a_queue_is_somebodys_who_works_and_sees_all_of_it(
    roles: set[Role], only: set[str] | None, *, expected: bool
) -> None:
    assert lane.may_have_it(roles, only, {"MISSED", "NEWPT"}) is expected


KINDS = [("MISSED", "Missed call"), ("NEWPT", "New patient"), ("INTAKE", "Incomplete form")]


@pytest.mark.parametrize(
    ("lanes", "expected"),
    [
        ([CALLS, PAPERS], []),
        ([CALLS], ["Incomplete form is in no lane, so nobody is asked to work it"]),
        (
            [],
            [
                "Missed call is in no lane, so nobody is asked to work it",
                "New patient is in no lane, so nobody is asked to work it",
                "Incomplete form is in no lane, so nobody is asked to work it",
            ],
        ),
        (
            [CALLS, PAPERS, Lane(name="Billing", categories=frozenset({"BILL"}))],
            ["Nobody works in Billing"],
        ),
    ],
)
def test_what_nobody_would_work_is_named(lanes: list[Lane], expected: list[str]) -> None:
    assert [str(each) for each in lane.uncovered(lanes, KINDS)] == expected


EVERY = frozenset({"MISSED", "NEWPT", "BILL", "CLIN", "URGENT", "EMERG"})
HANDED_ON = frozenset({"CLIN", "URGENT", "EMERG"})
DESK, HELPER, DOCTOR, BOSS, PRIVACY = (
    Role.FRONT_DESK,
    Role.ASSISTANT,
    Role.CLINICIAN,
    Role.MANAGER,
    Role.AUDITOR,
)


@pytest.mark.parametrize(
    ("roles", "lanes", "expected"),
    [
        ({HELPER}, [], HANDED_ON),
        ({HELPER}, [{"MISSED"}], {"MISSED"} | HANDED_ON),
        ({HELPER}, [{"MISSED"}, {"BILL"}], {"MISSED", "BILL"} | HANDED_ON),
        ({HELPER}, [EVERY], None),
        ({HELPER, PRIVACY}, [], HANDED_ON),
        ({DESK}, [], None),
        ({DESK}, [{"MISSED"}], {"MISSED"} | HANDED_ON),
        ({DESK}, [{"MISSED", "NEWPT"}, EVERY], None),
        ({DESK, HELPER}, [], None),
        ({DOCTOR}, [], None),
        ({DOCTOR}, [{"NEWPT"}], {"NEWPT"} | HANDED_ON),
        ({DOCTOR}, [EVERY], None),
        ({BOSS, HELPER}, [], None),
        ({BOSS, HELPER}, [{"MISSED"}], {"MISSED"} | HANDED_ON),
        ({PRIVACY}, [], None),
    ],
)
def test_somebody_sees_what_belongs_to_their_lanes_and_whatever_anybody_hands_on(
    roles: set[Role], lanes: list[set[str]], expected: set[str] | None
) -> None:
    assert lane.worked(roles, lanes, EVERY) == expected


FINE = lane.Drawn(
    name="Calls",
    categories=frozenset({"MISSED"}),
    room=None,
    check_minutes=30,
    check_from=time(8),
    check_until=time(17),
)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"room": 9999}, []),
        ({"room": 10_000}, ["room"]),
        ({"room": -1}, ["room"]),
        ({"name": "", "categories": frozenset()}, ["name", "categories"]),
        ({"check_minutes": None, "check_from": None, "check_until": None}, []),
        ({"check_minutes": None}, ["check_minutes"]),
        ({"check_from": None}, ["check_minutes"]),
        ({"check_until": None}, ["check_minutes"]),
        ({"check_minutes": 0}, ["check_minutes"]),
        ({"check_minutes": 1}, []),
        ({"check_minutes": 720}, []),
        ({"check_minutes": 721}, ["check_minutes"]),
        ({"check_until": time(8)}, ["check_until"]),
        ({"check_until": time(8, 1)}, []),
        ({"check_until": time(0)}, []),
        ({"check_from": time(0), "check_until": time(0)}, []),
        ({"name": "x" * 60}, []),
        ({"name": "x" * 61}, ["name"]),
        ({"name": "two\nlines"}, ["name"]),
        ({"name": " Calls"}, ["name"]),
    ],
)
def test_a_lane_has_a_name_kinds_of_request_and_a_whole_rhythm(
    changed: dict[str, Any], expected: list[str]
) -> None:
    assert [each.code for each in lane.drawn_refusals(replace(FINE, **changed))] == expected


FILED: dict[str, Any] = {
    "name": "Calls",
    "categories": ["MISSED"],
    "room": 12,
    "check_minutes": 30,
    "check_from": "08:00",
    "check_until": "17:00",
}
WHOLE = "Say how often it is looked at, from when and until when; or leave all three empty."


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"room": 9999, "check_minutes": 720, "check_until": "00:00", "name": "x" * 60}, []),
        ({"room": 10_000}, [("room", "room is a whole number from 0 to 9999")]),
        ({"check_minutes": 721},
         [("check_minutes", "check_minutes is a whole number from 1 to 720")]),
        ({"name": "x" * 61}, [("name", "A lane’s name has at most 60 letters, in one line.")]),
        ({"name": ""}, [("name", "write name in words")]),
        ({"categories": []}, [("categories", "Choose at least one kind of request for it.")]),
        ({"categories": [3]}, [("categories", "write categories in words")]),
        ({"check_until": "07:00"},
         [("check_until", "The looking has to end later than it begins.")]),
        ({"check_until": "24:00"}, [("check_until", "'24:00' is no time such as 08:00")]),
        ({"check_from": 8}, [("check_from", "8 is no time such as 08:00")]),
        ({"check_from": None}, [("check_minutes", WHOLE)]),
        ({"colour": "red"},
         [("colour", ("there is no colour here; it may be categories, check_from, check_minutes, "
                      "check_until, name, room"))]),
    ],
)  # fmt: skip
def test_a_file_may_say_of_a_lane_what_its_form_may(
    changed: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    written = {key: each for key, each in {**FILED, **changed}.items() if each is not None}
    found = lane.mistakes(written, ("lanes", 3))
    assert [(each.path, str(each)) for each in found] == [
        (("lanes", 3, key), words) for key, words in expected
    ]
