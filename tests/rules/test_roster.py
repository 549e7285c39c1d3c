"""Who fills which post, where the gaps are, and whose queue it is now."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from ringback.rules import roster
from ringback.rules.category import Post
from ringback.rules.roster import Checking, Gap, OnCall, OnDuty, Places, Shift
from tests.rules.pathways import NEW_YORK, pathway

ZONE = ZoneInfo(NEW_YORK)
DANA, VIK, OSEI, MARA = (UUID(int=number) for number in range(1, 5))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=ZONE).astimezone(UTC)


def on_call(start: str, end: str, person: UUID = OSEI, post: Post = Post.NURSE) -> OnCall:
    return OnCall(post=post, person_id=person, starts_at=at(start), ends_at=at(end))


TONIGHT = on_call("23 17:00", "24 08:00", MARA)
PLACES = Places(always={Post.NURSE: (OSEI, DANA)}, on_call=(TONIGHT,))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("23 16:59", (OSEI, DANA)),
        ("23 17:00", (MARA,)),
        ("24 07:59", (MARA,)),
        ("24 08:00", (OSEI, DANA)),
    ],
)
def test_whoever_is_on_call_comes_before_whoever_always_fills_a_post(
    moment: str, expected: tuple[UUID, ...]
) -> None:
    assert PLACES.people(Post.NURSE, at(moment)) == expected


def test_a_post_nobody_fills_has_nobody() -> None:
    assert PLACES.people(Post.BILLING, at("23 10:00")) == ()


def test_somebody_rostered_twice_is_one_person() -> None:
    twice = Places(always={}, on_call=(TONIGHT, TONIGHT))
    assert twice.people(Post.NURSE, at("23 18:00")) == (MARA,)


def test_a_chain_names_its_people_step_by_step_and_shows_who_is_missing() -> None:
    found = roster.chain(pathway("urgent"), PLACES, at("23 10:00"))
    assert [(each.step.post, each.people) for each in found] == [
        (Post.NURSE, (OSEI, DANA)),
        (Post.CLINICIAN_ON_DUTY, ()),
        (Post.MEDICAL_DIRECTOR, ()),
    ]


@pytest.mark.parametrize(
    ("rostered", "expected"),
    [
        ([], [("23 08:00", "24 08:00")]),
        ([("23 08:00", "24 08:00")], []),
        ([("22 08:00", "25 08:00")], []),
        ([("23 10:00", "23 12:00")], [("23 08:00", "23 10:00"), ("23 12:00", "24 08:00")]),
        (
            [("23 12:00", "23 18:00"), ("23 08:00", "23 14:00")],
            [("23 18:00", "24 08:00")],
        ),
        ([("23 08:00", "23 14:00"), ("23 09:00", "23 10:00")], [("23 14:00", "24 08:00")]),
        ([("24 08:00", "24 10:00")], [("23 08:00", "24 08:00")]),
        ([("22 08:00", "23 08:00")], [("23 08:00", "24 08:00")]),
    ],
)
def test_a_gap_is_told_before_it_is_needed(
    rostered: list[tuple[str, str]], expected: list[tuple[str, str]]
) -> None:
    other_post = on_call("23 08:00", "24 08:00", post=Post.BILLING)
    places = Places(always={}, on_call=(other_post, *(on_call(*each) for each in rostered)))
    found = roster.gaps(Post.NURSE, places, since=at("23 08:00"), until=at("24 08:00"))
    assert found == tuple(
        Gap(post=Post.NURSE, starts_at=at(start), ends_at=at(end)) for start, end in expected
    )


def test_where_somebody_always_fills_a_post_there_is_no_gap() -> None:
    assert roster.gaps(Post.NURSE, PLACES, since=at("23 08:00"), until=at("25 08:00")) == ()


SHIFTS = (
    Shift(weekday=0, start=480, end=780, owner_id=MARA, deputy_id=DANA),
    Shift(weekday=0, start=780, end=1020, owner_id=DANA),
    Shift(weekday=0, start=1320, end=1800, owner_id=VIK),
    Shift(weekday=1, start=300, end=720, owner_id=MARA),
)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("23 07:59", None),
        ("23 08:00", (MARA, DANA, "23 13:00")),
        ("23 12:59", (MARA, DANA, "23 13:00")),
        ("23 13:00", (DANA, None, "23 17:00")),
        ("23 17:00", None),
        ("24 02:00", (VIK, None, "24 06:00")),
        ("24 05:30", (MARA, None, "24 12:00")),
        ("24 12:00", None),
        ("25 09:00", None),
    ],
)
def test_a_queue_has_one_owner_by_shift_also_past_midnight(
    moment: str, expected: tuple[UUID, UUID | None, str] | None
) -> None:
    found = roster.on_duty(SHIFTS, at(moment), ZONE)
    if expected is None:
        assert found is None
    else:
        owner, deputy, until = expected
        assert found == OnDuty(owner_id=owner, deputy_id=deputy, until=at(until))


HALF_HOURLY = Checking(every=timedelta(minutes=30), start=time(8), end=time(17))


@pytest.mark.parametrize(
    ("looked", "now", "expected", "late"),
    [
        (None, "23 07:00", "23 08:00", False),
        (None, "23 08:05", "23 08:00", False),
        (None, "23 08:06", "23 08:00", True),
        ("22 16:50", "23 09:00", "23 08:00", True),
        ("23 08:10", "23 08:20", "23 08:40", False),
        ("23 08:10", "23 08:45", "23 08:40", False),
        ("23 08:10", "23 08:46", "23 08:40", True),
        ("23 16:50", "23 16:59", "23 17:00", False),
        ("23 16:50", "23 18:00", "24 08:00", False),
        (None, "23 18:00", "24 08:00", False),
    ],
)
def test_a_queue_is_looked_at_in_the_agreed_rhythm(
    looked: str | None, now: str, expected: str, late: bool
) -> None:
    looked_at = at(looked) if looked else None
    assert roster.next_look(HALF_HOURLY, looked_at, at(now), ZONE) == at(expected)
    assert roster.overdue(HALF_HOURLY, looked_at, at(now), ZONE) is late


def test_a_rhythm_until_midnight_goes_on_until_midnight() -> None:
    all_day = Checking(every=timedelta(hours=1), start=time(8), end=time(0))
    assert roster.next_look(all_day, at("23 23:30"), at("23 23:40"), ZONE) == at("24 00:00")


def shift(day: int, start: int, end: int, *, deputy: UUID | None = None) -> Shift:
    return Shift(weekday=day, start=start * 60, end=end * 60, owner_id=VIK, deputy_id=deputy)


STANDING = (shift(0, 8, 13), shift(6, 20, 32))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (shift(0, 13, 17), []),
        (shift(0, 12, 17), ["shift_overlaps"]),
        (shift(0, 7, 9), ["shift_overlaps"]),
        (shift(0, 9, 10), ["shift_overlaps"]),
        (shift(0, 0, 8), ["shift_overlaps"]),  # Sunday's runs until Monday 8:00
        (shift(1, 8, 13), []),
        (shift(6, 18, 20), []),
        (shift(5, 20, 45), ["shift_overlaps"]),
        (shift(5, 20, 44), []),
        (shift(2, 9, 9), ["shift_empty"]),
        (shift(2, 10, 9), ["shift_empty"]),
        (shift(2, 24, 25), ["shift_empty"]),
        (shift(2, 23, 48), []),
        (shift(2, 23, 49), ["shift_empty"]),
        (shift(2, -1, 9), ["shift_empty"]),
        (shift(2, 8, 9, deputy=VIK), ["same_person"]),
        (shift(2, 8, 9, deputy=DANA), []),
        (shift(0, 9, 9, deputy=VIK), ["shift_empty", "same_person"]),
    ],
)
def test_a_shift_is_some_time_and_no_time_is_two_shifts(new: Shift, expected: list[str]) -> None:
    assert [each.code for each in roster.shift_refusals(new, STANDING)] == expected


def test_sunday_night_runs_into_monday() -> None:
    assert [
        [each.code for each in roster.shift_refusals(new, [STANDING[1]])]
        for new in (shift(0, 7, 9), shift(0, 8, 9))
    ] == [["shift_overlaps"], []]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (on_call("24 08:00", "25 08:00"), []),
        (on_call("24 08:00", "24 08:00"), ["ends"]),
        (on_call("22 08:00", "23 12:00"), ["ends"]),
        (on_call("22 08:00", "23 12:01"), []),
        (on_call("23 07:00", "24 07:00", MARA), ["person"]),
        (on_call("24 07:59", "24 09:00", MARA), ["person"]),
        (on_call("24 08:00", "24 09:00", MARA), []),
        (on_call("23 16:00", "23 17:00", MARA), []),
        (on_call("24 07:00", "24 09:00", MARA, Post.BILLING), []),
        (on_call("24 07:00", "24 09:00", OSEI), []),
    ],
)
def test_somebody_is_on_call_for_some_time_to_come_and_once(
    new: OnCall, expected: list[str]
) -> None:
    found = roster.on_call_refusals(new, "Mara", [TONIGHT], at("23 12:00"))
    assert [each.code for each in found] == expected


def test_a_roster_reaches_a_year_ahead() -> None:
    now = at("23 12:00")
    ends = (now + roster.FURTHEST, now + roster.FURTHEST + timedelta(minutes=1))
    new = [OnCall(post=Post.NURSE, person_id=OSEI, starts_at=now, ends_at=end) for end in ends]
    found = [roster.on_call_refusals(each, "Osei", [], now) for each in new]
    assert [[reason.code for reason in each] for each in found] == [[], ["ends"]]


def test_a_roster_reaches_a_year_back() -> None:
    now = at("23 12:00")
    ends = now + timedelta(hours=1)
    starts = (now - roster.FURTHEST, now - roster.FURTHEST - timedelta(minutes=1))
    new = [OnCall(post=Post.NURSE, person_id=OSEI, starts_at=each, ends_at=ends) for each in starts]
    found = [roster.on_call_refusals(each, "Osei", [], now) for each in new]
    assert [[reason.code for reason in each] for each in found] == [[], ["starts"]]


ON = OnDuty(owner_id=VIK, deputy_id=DANA, until=at("23 13:00"))


@pytest.mark.parametrize(
    ("on", "who", "leads", "expected"),
    [
        (ON, VIK, False, []),
        (ON, DANA, False, []),
        (ON, OSEI, False, ["not_your_queue"]),
        (ON, OSEI, True, []),
        (None, VIK, False, ["not_your_queue"]),
        (None, MARA, True, []),
    ],
)
def test_whoever_has_the_shift_stands_in_or_leads_says_that_a_queue_was_looked_through(
    on: OnDuty | None, who: UUID, *, leads: bool, expected: list[str]
) -> None:
    found = roster.look_refusals(on, who, leads=leads)
    assert [each.code for each in found] == expected


def test_a_pathway_leans_on_whoever_owns_it_is_asked_or_told() -> None:
    assert roster.leaned_on(pathway("urgent")) == (
        Post.NURSE,
        Post.CLINICIAN_ON_DUTY,
        Post.MEDICAL_DIRECTOR,
    )


def test_a_post_only_told_by_a_rule_counts_too() -> None:
    chain = tuple(each for each in pathway("billing").escalation if each.post is Post.BILLING)
    told_only = replace(pathway("billing"), escalation=chain)
    assert roster.leaned_on(told_only) == (Post.BILLING, Post.BILLING_LEAD)
