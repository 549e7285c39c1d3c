"""Who fills which post, where the gaps are, and whose queue it is now."""

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


def test_every_post_a_pathway_leans_on_is_looked_at_once() -> None:
    assert roster.unfilled(pathway("concern"), PLACES, at("23 10:00")) == (
        Post.MANAGER,
        Post.PRIVACY_OFFICER,
        Post.MEDICAL_DIRECTOR,
    )
    filled = Places(always=dict.fromkeys(Post, (OSEI,)))
    assert roster.unfilled(pathway("concern"), filled, at("23 10:00")) == ()


def test_a_post_only_told_by_a_rule_counts_too() -> None:
    assert Post.BILLING_LEAD in roster.unfilled(pathway("billing"), PLACES, at("23 10:00"))


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
