"""What is worth a second look, and what is an ordinary day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from ringback.rules.unusual import USUAL, Limits, Seen, Unusual, Why, found

ZONE = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
DANA, VIK = UUID(int=1), UUID(int=2)
FEW = Limits(opened=3, searched=3, within=timedelta(minutes=10), lane=2, refused=2)


def opened(minute: float, subject: int, who: UUID = DANA) -> Seen:
    return Seen(person_id=who, at=NOON + timedelta(minutes=minute), subject_id=UUID(int=subject))


def searched(minute: float, who: UUID = DANA) -> Seen:
    at = NOON + timedelta(minutes=minute)
    return Seen(person_id=who, at=at, subject_id=None, searched=True)


def refused(minute: float, *codes: str, who: UUID = DANA) -> Seen:
    at = NOON + timedelta(minutes=minute)
    return Seen(person_id=who, at=at, subject_id=None, refused=codes)


def in_need(minute: float, subject: int, *codes: str) -> Seen:
    at = NOON + timedelta(minutes=minute)
    return Seen(person_id=DANA, at=at, subject_id=UUID(int=subject), refused=codes, in_need=True)


def unusual(why: Why, count: int, begins: float, ends: float, who: UUID = DANA) -> Unusual:
    first, last = NOON + timedelta(minutes=begins), NOON + timedelta(minutes=ends)
    return Unusual(why=why, person_id=who, count=count, begins=first, ends=last)


DAY = 24 * 60
TABLE: list[tuple[str, list[Seen], tuple[Unusual, ...]]] = [
    ("nothing", [], ()),
    ("one less than the limit", [opened(0, 1), opened(1, 2)], ()),
    (
        "three different ones",
        [opened(0, 1), opened(4, 2), opened(10, 3)],
        (unusual(Why.MANY_OPENED, 3, 0, 10),),
    ),
    ("three, but too far apart", [opened(0, 1), opened(4, 2), opened(10.1, 3)], ()),
    ("the same one again and again", [opened(n, 1) for n in range(9)], ()),
    ("the same two in turns", [opened(n, n % 2) for n in range(9)], ()),
    ("two searches", [searched(0), searched(1)], ()),
    ("three searches, too far apart", [searched(0), searched(5), searched(10.1)], ()),
    (
        "three searches",
        [searched(0), searched(5), searched(10)],
        (unusual(Why.MANY_SEARCHED, 3, 0, 10),),
    ),
    (
        "the busiest stretch of searching is told",
        [*(searched(n) for n in range(3)), *(searched(60 + n) for n in range(4)), searched(200)],
        (unusual(Why.MANY_SEARCHED, 4, 60, 63),),
    ),
    ("searches open nothing", [searched(0), searched(1), opened(2, 1), opened(3, 2)], ()),
    (
        "the busiest stretch is told",
        [opened(0, 1), opened(1, 2), opened(2, 3), *(opened(60 + n, n) for n in range(5))],
        (unusual(Why.MANY_OPENED, 5, 60, 64),),
    ),
    (
        "the first of two alike is told",
        [*(opened(n, n) for n in range(3)), *(opened(60 + n, n) for n in range(3))],
        (unusual(Why.MANY_OPENED, 3, 0, 2),),
    ),
    (
        "one that left the stretch and came again counts once",
        [opened(0, 1), opened(1, 1), opened(10.5, 2), opened(11, 3), opened(11.5, 1)],
        (unusual(Why.MANY_OPENED, 3, 1, 11),),
    ),
    ("two people are not one", [opened(0, 1), opened(1, 2), opened(2, 3, VIK)], ()),
    ("two days are not one", [opened(719, 1), opened(719.5, 2), opened(720.5, 3)], ()),
    (
        "tries at other lanes",
        [refused(0, "not_your_lane"), refused(90, "not_your_lane", "other")],
        (unusual(Why.NOT_THEIR_LANE, 2, 0, 90),),
    ),
    ("one try at another lane", [refused(0, "not_your_lane")], ()),
    (
        "other refusals",
        [refused(0, "not_found"), refused(30, "not_permitted")],
        (unusual(Why.MANY_REFUSED, 2, 0, 30),),
    ),
    ("one of each kind of refusal", [refused(0, "not_found"), refused(1, "not_your_lane")], ()),
    (
        "refusals open nothing",
        [opened(0, 1), opened(1, 2), refused(2, "not_found")],
        (),
    ),
    (
        "a patient opened in need, once",
        [in_need(5, 1), opened(6, 1), opened(7, 2)],
        (unusual(Why.IN_NEED, 1, 5, 5),),
    ),
    (
        "two opened in need on one day, and what was looked at by it",
        [in_need(0, 1), in_need(9, 2), opened(1, 1), opened(3, 4), opened(10, 2)],
        (unusual(Why.MANY_OPENED, 3, 1, 10), unusual(Why.IN_NEED, 2, 0, 9)),
    ),
    (
        "need that was refused is a refusal",
        [in_need(0, 1, "not_permitted"), in_need(1, 1, "not_permitted")],
        (unusual(Why.MANY_REFUSED, 2, 0, 1),),
    ),
    (
        "the latest comes first, whatever the order they are given in",
        [
            refused(50, "not_found", who=VIK), refused(40, "not_found", who=VIK),
            opened(2, 3), opened(0, 1), opened(1, 2),
        ],
        (unusual(Why.MANY_REFUSED, 2, 40, 50, VIK), unusual(Why.MANY_OPENED, 3, 0, 2)),
    ),
    (
        "each day by itself",
        [*(opened(n, n) for n in range(3)), *(opened(DAY + n, n) for n in range(4))],
        (
            unusual(Why.MANY_OPENED, 4, DAY, DAY + 3),
            unusual(Why.MANY_OPENED, 3, 0, 2),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "expected"), [row[1:] for row in TABLE], ids=lambda _: "")
def test_what_is_worth_a_look(entries: list[Seen], expected: tuple[Unusual, ...]) -> None:
    assert found(entries, ZONE, FEW) == expected


def test_the_usual_limits() -> None:
    usual = Limits(opened=30, within=timedelta(hours=1), lane=3, refused=5, in_need=1)
    assert usual == USUAL
    thirty = [opened(2 * n, n) for n in range(30)]
    assert found(thirty[:29], ZONE) == ()
    assert found(thirty, ZONE) == (unusual(Why.MANY_OPENED, 30, 0, 58),)
