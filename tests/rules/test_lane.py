"""A lane has room for so many, and no kind of request is in no lane."""

import pytest

from ringback.rules import lane
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
