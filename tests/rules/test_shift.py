"""When somebody is back, what is kept until then, and what goes to anyone by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import clock, shift
from ringback.rules.clock import Calendar
from ringback.rules.lifecycle import Stage
from ringback.rules.queue import Level
from ringback.rules.roster import Shift
from ringback.rules.shift import Colleague, Held, Next

ANA, BEN = UUID(int=1), UUID(int=2)
ZONE = ZoneInfo("America/New_York")
DAY = (8 * 60, 17 * 60)
WEEK = ((DAY,),) * 5 + ((),) * 2
THANKSGIVING = date(2026, 11, 26)
CALENDAR = Calendar(zone="America/New_York", week=WEEK, closed=frozenset({THANKSGIVING}))
HOURS = clock.open_hours(CALENDAR, first=date(2026, 11, 1), last=date(2026, 12, 31))
MONDAY_NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def shifts(*days: int, owner: UUID = ANA, deputy: UUID | None = None) -> list[Shift]:
    return [
        Shift(weekday=each, start=8 * 60, end=16 * 60, owner_id=owner, deputy_id=deputy)
        for each in days
    ]


@pytest.mark.parametrize(
    ("theirs", "back"),
    [
        (shifts(0, 1), at(24, 8)),  # tomorrow
        (shifts(0), at(30, 8)),  # the same day next week
        (shifts(3), at(3, 8, month=12)),  # Thursday is a holiday: the week after
        (shifts(1, owner=BEN, deputy=ANA), at(24, 8)),  # standing in
        (shifts(1, owner=BEN), at(24, 8)),  # in no shift: the next opening of another day
        ([], at(24, 8)),
        (shifts(6), None),  # only ever when we are closed
    ],
)
def test_when_somebody_is_back(theirs: list[Shift], back: datetime | None) -> None:
    assert shift.back_at(theirs, ANA, MONDAY_NOON, HOURS) == back


def test_beyond_the_calendar_a_shift_counts_and_an_opening_does_not() -> None:
    late = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    friday = shifts(4)  # 1 January is one
    assert shift.back_at(friday, ANA, late, HOURS) == datetime(2027, 1, 1, 8, tzinfo=ZONE)
    assert shift.back_at([], ANA, late, HOURS) is None


@pytest.mark.parametrize(
    ("theirs", "now", "since"),
    [
        (shifts(0), MONDAY_NOON, None),  # it runs
        (shifts(0), at(23, 16), at(23, 16)),
        (shifts(0), at(24, 9), at(23, 16)),
        (shifts(0), at(23, 7), at(16, 16)),  # before it begins, the one a week ago
        (shifts(0, owner=BEN), at(24, 9), None),
        (shifts(0, owner=BEN, deputy=ANA), at(24, 9), at(23, 16)),
    ],
)
def test_since_when_a_shift_is_over(
    theirs: list[Shift], now: datetime, since: datetime | None
) -> None:
    assert shift.over_since(theirs, ANA, now, ZONE) == since


BACK = at(24, 8)


def held(**changed: Any) -> Held:
    usual = {"stage": Stage.OWNED, "level": Level.ROUTINE, "due_at": at(24, 12)}
    return Held(**{**usual, **changed})


BEFORE = {"due_at": at(23, 16)}
ON_DUTY = [
    Colleague(person_id=BEN, name="Ben", until=at(23, 17)),
    Colleague(person_id=UUID(int=3), name="Cy", until=at(23, 13)),
]


@pytest.mark.parametrize(
    ("changed", "colleagues", "assists", "proposed"),
    [
        ({}, ON_DUTY, True, (Next.KEEP, None, "not_needed_before")),
        (BEFORE, ON_DUTY, True, (Next.PERSON, BEN, "needed_before")),
        (BEFORE, [], True, (Next.ANYONE, None, "needed_before")),
        ({**BEFORE, "level": Level.CLINICAL}, ON_DUTY, True, (Next.ANYONE, None, "needed_before")),
        ({**BEFORE, "level": Level.CLINICAL}, ON_DUTY, False, (Next.PERSON, BEN, "needed_before")),
        ({**BEFORE, "stage": Stage.ESCALATED}, ON_DUTY, False,
         (Next.ANYONE, None, "needed_before")),
        ({"stage": Stage.UNSORTED}, ON_DUTY, False, (Next.ANYONE, None, "unread")),
        ({"stage": Stage.ON_HOLD, "review_at": at(23, 15)}, [], False,
         (Next.ANYONE, None, "needed_before")),
        ({"stage": Stage.ON_HOLD, "review_at": at(25, 9), **BEFORE}, [], False,
         (Next.KEEP, None, "not_needed_before")),
    ],
)  # fmt: skip
def test_what_is_proposed(
    changed: dict[str, Any],
    colleagues: list[Colleague],
    assists: bool,
    proposed: tuple[Next, UUID | None, str],
) -> None:
    found = shift.propose(held(**changed), BACK, colleagues, assists=assists)
    assert (found.next, found.to, found.reason.code) == proposed


def test_of_somebody_absent_it_is_said_so() -> None:
    words = [
        shift.propose(held(**each), BACK, [], assists=False, absent=True).reason.words
        for each in ({}, BEFORE)
    ]
    assert words == [shift.WITH_THEM, shift.NEEDED_ABSENT]


@pytest.mark.parametrize(
    ("changed", "back", "codes"),
    [
        ({}, BACK, []),
        ({}, None, ["needed_before"]),
        (BEFORE, BACK, ["needed_before"]),
        ({"due_at": BACK}, BACK, []),
        ({"stage": Stage.UNSORTED}, BACK, ["unread"]),
    ],
)
def test_what_can_be_kept(changed: dict[str, Any], back: datetime | None, codes: list[str]) -> None:
    assert [each.code for each in shift.keep_refusals(held(**changed), back)] == codes


@pytest.mark.parametrize(
    ("changed", "over", "worked", "now", "goes"),
    [
        (BEFORE, at(23, 16), False, at(23, 17), True),
        (BEFORE, at(23, 16), False, at(23, 16), False),  # they finish what they are at
        (BEFORE, at(23, 16), True, at(23, 17), False),
        (BEFORE, None, False, at(23, 17), False),
        ({}, at(23, 16), False, at(23, 17), False),
        ({"stage": Stage.ON_HOLD, "review_at": at(23, 20)}, at(23, 16), False, at(23, 17), False),
        ({"stage": Stage.ON_HOLD, "review_at": at(23, 17)}, at(23, 16), False, at(23, 17), True),
    ],
)
def test_what_goes_to_anyone_by_itself(
    changed: dict[str, Any], over: datetime | None, worked: bool, now: datetime, goes: bool
) -> None:
    found = shift.goes_back(held(**changed), over=over, back=BACK, worked_since=worked, now=now)
    assert found is goes


MOMENTS = st.datetimes(datetime(2026, 11, 20), datetime(2026, 11, 28), timezones=st.just(UTC))  # noqa: DTZ001


@given(due=MOMENTS, back=st.none() | MOMENTS, stage=st.sampled_from(Stage))
def test_what_is_proposed_to_be_kept_can_be_kept_and_never_goes_by_itself(
    due: datetime, back: datetime | None, stage: Stage
) -> None:
    it = held(due_at=due, stage=stage)
    found = shift.propose(it, back, [], assists=False)
    if found.next is Next.KEEP:
        assert shift.keep_refusals(it, back) == ()
        long_over = due - timedelta(days=30)
        assert not shift.goes_back(
            it, over=long_over, back=back, worked_since=False, now=due + timedelta(days=30)
        )


def test_a_draft_goes_to_a_lead() -> None:
    assert shift.lead_refusals(leads=True) == ()
    assert [each.code for each in shift.lead_refusals(leads=False)] == ["no_lead"]
