"""Closing early, closing for a day, and opening after all."""

from datetime import date
from typing import Any

import pytest

from ringback.rules import closure, hoursfile
from ringback.rules.clock import Calendar
from ringback.rules.closure import Closure

MONDAY = date(2026, 11, 23)
THANKSGIVING = date(2026, 11, 26)
WEEK: dict[str, Any] = {day: ["08:00-12:00", "13:00-17:00"] for day in hoursfile.WEEKDAYS[:5]} | {
    "saturday": ["20:00-02:00"]
}


def calendar(written: dict[str, Any] = WEEK) -> Calendar:
    return hoursfile.read(written, zone="America/New_York", holidays=[THANKSGIVING])


def closing(day: date = MONDAY, minute: int | None = 14 * 60, why: str = "snow") -> Closure:
    return Closure(day=day, minute=minute, why=why)


def wrong(each: Closure, today: date = MONDAY) -> list[tuple[str, str]]:
    return [(one.code, str(one)) for one in closure.refusals(each, calendar(), today=today)]


def test_a_day_may_end_early_or_not_begin() -> None:
    assert (wrong(closing()), wrong(closing(minute=None))) == ([], [])


@pytest.mark.parametrize(
    ("each", "expected"),
    [
        (
            closing(day=date(2026, 11, 22)),
            [("day", "That day is over. Choose today or a day to come.")],
        ),
        (
            closing(day=date(2026, 11, 29)),
            [("day", "The practice is closed on that day anyway.")],
        ),
        (
            closing(day=THANKSGIVING, minute=None),
            [("day", "The practice is closed on that day anyway.")],
        ),
        (
            closing(minute=17 * 60),
            [("at", "It closes at 17:00 on that day. Write an earlier time.")],
        ),
        (closing(why="  "), [("why", "Say why it closes: patients will ask.")]),
    ],
)
def test_what_would_take_no_time_away_is_refused(
    each: Closure, expected: list[tuple[str, str]]
) -> None:
    assert wrong(each) == expected


def test_a_shift_past_midnight_may_end_before_its_morning() -> None:
    saturday = date(2026, 11, 28)
    assert wrong(closing(day=saturday, minute=23 * 60)) == []
    assert closure.closed(WEEK, closing(day=saturday, minute=23 * 60), calendar())["different"] == [
        {"on": "2026-11-28", "hours": ["20:00-23:00"], "why": "snow"}
    ]


@pytest.mark.parametrize(
    ("minute", "hours"),
    [
        (14 * 60, ["08:00-12:00", "13:00-14:00"]),
        (13 * 60, ["08:00-12:00"]),
        (7 * 60, []),
        (None, []),
    ],
)
def test_the_day_becomes_one_that_is_different(minute: int | None, hours: list[str]) -> None:
    written = closure.closed(WEEK, closing(minute=minute), calendar())
    expected = {"on": "2026-11-23", "hours": hours, "why": "snow"}
    assert (written["different"], hoursfile.mistakes(written)) == ([expected], ())


def test_closing_twice_keeps_the_later_word_and_the_other_days() -> None:
    other = {"on": "2026-12-24", "hours": [], "why": "Christmas Eve"}
    once = closure.closed({**WEEK, "different": [other]}, closing(), calendar())
    twice = closure.closed(once, closing(minute=10 * 60, why="ice"), calendar(once))
    assert twice["different"] == [
        {"on": "2026-11-23", "hours": ["08:00-10:00"], "why": "ice"},
        other,
    ]


def test_a_day_kept_in_another_way_of_writing_it_is_the_same_day() -> None:
    odd = {**WEEK, "different": [{"on": "20261123", "hours": ["08:00-12:00"], "why": "half"}]}
    found = closure.closed(odd, closing(minute=10 * 60), calendar(odd))
    snow = {"on": "2026-11-23", "hours": ["08:00-10:00"], "why": "snow"}
    assert found == {**WEEK, "different": [snow]}
    assert closure.reopened(odd, MONDAY) == {**WEEK, "different": []}


def test_opening_after_all_leaves_the_usual_hours() -> None:
    once = closure.closed(WEEK, closing(), calendar())
    assert closure.is_different(once, MONDAY)
    assert closure.reopened(once, MONDAY) == {**WEEK, "different": []}
    assert not closure.is_different(WEEK, MONDAY)
