"""Whose turn it is, and who may work on what."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import queue
from ringback.rules.lifecycle import Stage
from ringback.rules.queue import RANK, Group, Holding, Level

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
MIDNIGHT = NOW + timedelta(hours=12)
MINE, THEIRS = UUID(int=1), UUID(int=2)
SECOND = timedelta(seconds=1)


def held(
    stage: Stage = Stage.OWNED,
    owner: UUID | None = THEIRS,
    lease: timedelta | None = timedelta(minutes=1),
) -> Holding:
    until = None if lease is None or owner is None else NOW + lease
    return Holding(stage=stage, owner_id=owner, owner_name="Vik", lease_until=until, fence=3)


def codes(reasons: tuple[queue.Reason, ...]) -> list[str]:
    return [each.code for each in reasons]


def test_emergency_stands_before_urgent_and_urgent_before_the_rest() -> None:
    assert RANK == {
        Level.EMERGENCY: 0,
        Level.URGENT: 1,
        Level.CLINICAL: 2,
        Level.ROUTINE: 2,
    }


@pytest.mark.parametrize(
    ("rank", "away", "group"),
    [
        (0, timedelta(days=3), Group.NOW),
        (1, timedelta(days=3), Group.NOW),
        (2, timedelta(0), Group.OVERDUE),
        (2, SECOND, Group.WITHIN_THE_HOUR),
        (2, timedelta(hours=1), Group.WITHIN_THE_HOUR),
        (2, timedelta(hours=1) + SECOND, Group.LATER_TODAY),
        (2, timedelta(hours=12) - SECOND, Group.LATER_TODAY),
        (2, timedelta(hours=12), Group.NEXT_DAYS),
    ],
)
def test_each_row_stands_under_its_heading(rank: int, away: timedelta, group: Group) -> None:
    found = queue.group_of(rank=rank, due_at=NOW + away, now=NOW, day_ends_at=MIDNIGHT)
    assert found == group


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-2000, 5000)), max_size=20))
def test_headings_never_come_twice_down_the_list(places: list[tuple[int, int]]) -> None:
    ordered = sorted(places)
    groups = [
        queue.group_of(
            rank=rank, due_at=NOW + timedelta(minutes=due), now=NOW, day_ends_at=MIDNIGHT
        )
        for rank, due in ordered
    ]
    assert [list(Group).index(each) for each in groups] == sorted(
        list(Group).index(each) for each in groups
    )


@pytest.mark.parametrize(
    ("holding", "expected"),
    [
        (held(owner=None), False),
        (held(owner=MINE), False),
        (held(owner=THEIRS), True),
        (held(owner=THEIRS, lease=timedelta(0)), False),
        (held(owner=THEIRS, lease=SECOND), True),
        (held(stage=Stage.ON_HOLD, owner=THEIRS, lease=None), True),
    ],
)
def test_somebody_else_holds_it_until_their_time_ends(holding: Holding, expected: bool) -> None:
    assert queue.held_by_another(holding, MINE, NOW) == expected


def test_the_refusal_says_who_has_it_and_until_when() -> None:
    (reason,) = queue.claim_refusals(held(), MINE, NOW, "10:57")
    assert (reason.code, str(reason)) == ("held", "Vik has this one until 10:57.")


def test_what_is_held_without_an_end_is_said_without_one() -> None:
    (reason,) = queue.claim_refusals(held(stage=Stage.ON_HOLD, lease=None), MINE, NOW, "")
    assert (reason.code, str(reason)) == ("held", "Vik has this one.")


@pytest.mark.parametrize(
    ("holding", "expected"),
    [
        (held(stage=Stage.WAITING, owner=None), []),
        (held(stage=Stage.UNSORTED, owner=None), []),
        (held(owner=MINE), []),
        (held(stage=Stage.SCHEDULED, owner=THEIRS, lease=-SECOND), []),
        (held(stage=Stage.ESCALATED, owner=None), ["escalated"]),
        (held(stage=Stage.CLOSED, owner=None), ["closed"]),
    ],
)
def test_taking_is_refused_only_where_nobody_may_take(
    holding: Holding, expected: list[str]
) -> None:
    assert codes(queue.claim_refusals(holding, MINE, NOW)) == expected


@pytest.mark.parametrize(
    ("holding", "expected"),
    [
        (held(owner=MINE), []),
        (held(owner=MINE, lease=-SECOND), []),
        (held(owner=THEIRS), ["held"]),
        (held(owner=THEIRS, lease=-SECOND), ["not_yours"]),
        (held(stage=Stage.WAITING, owner=None), ["not_yours"]),
        (held(stage=Stage.ESCALATED, owner=None), ["escalated"]),
        (held(stage=Stage.CLOSED, owner=None), ["closed"]),
    ],
)
def test_nobody_writes_to_what_is_not_theirs(holding: Holding, expected: list[str]) -> None:
    assert codes(queue.work_refusals(holding, MINE, NOW)) == expected


@given(
    st.sampled_from([each for each in Stage if each is not Stage.CLOSED]),
    st.sampled_from([None, MINE, THEIRS]),
    st.sampled_from([-SECOND, SECOND]),
)
def test_two_people_may_never_both_write(
    stage: Stage, owner: UUID | None, lease: timedelta
) -> None:
    holding = held(stage=stage, owner=owner, lease=lease)
    writers = [who for who in (MINE, THEIRS) if not queue.work_refusals(holding, who, NOW)]
    assert writers == ([] if owner is None else [owner])


def test_whoever_comes_second_is_told_who_has_it_and_until_when_where_it_is_known() -> None:
    for refusals in (queue.claim_refusals, queue.work_refusals):
        assert [str(each) for each in refusals(held(), MINE, NOW)] == ["Vik has this one."]
        told = refusals(held(), MINE, NOW, "10:57")
        assert [str(each) for each in told] == ["Vik has this one until 10:57."]


def test_nobody_works_on_what_they_have_not_taken() -> None:
    found = queue.work_refusals(held(Stage.WAITING, owner=None), MINE, NOW)
    assert [str(each) for each in found] == ["Take it first: nobody works on what is not theirs."]
