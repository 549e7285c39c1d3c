"""What "morning" means here is the practice's to say, in its hours."""

import tomllib
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ringback.rules import hoursfile, partsofday
from ringback.rules.partsofday import AS_USUAL, DayPart, Parts
from tests.rules.pathways import DEFAULTS, NEW_YORK

HOURS: dict[str, Any] = tomllib.loads((DEFAULTS / "hours.toml").read_text("utf-8"))


def parts(**said: object) -> Parts:
    return hoursfile.parts_of_day(HOURS | {"parts_of_day": said})


def told(said: object) -> list[tuple[tuple[str | int, ...], str]]:
    found = hoursfile.mistakes(HOURS | {"parts_of_day": said})
    return [(each.path, str(each)) for each in found]


def test_the_parts_of_the_day_the_product_comes_with_are_the_usual_ones() -> None:
    assert set(HOURS["parts_of_day"]) == set(partsofday.PARTS)
    assert hoursfile.mistakes(HOURS) == ()
    assert hoursfile.parts_of_day(HOURS) == AS_USUAL == Parts(
        morning=(480, 720), lunch=(720, 780), afternoon=(720, 1020), evening=(1020, 1260)
    )  # fmt: skip


def test_hours_that_do_not_say_mean_the_usual_parts() -> None:
    assert hoursfile.parts_of_day({}) == AS_USUAL
    assert parts() == AS_USUAL


def test_a_part_of_the_day_may_begin_and_end_at_any_minute() -> None:
    found = parts(morning="08:30-11:45", evening="17:00-24:00")
    assert (found.morning, found.lunch, found.evening) == ((510, 705), (720, 780), (1020, 1440))


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("morning", "8-12"),
        ("morning", 8),
        ("morning", "12:00-08:00"),
        ("morning", "08:00-08:00"),
        ("evening", "17:00-24:30"),
    ],
)
def test_what_is_no_part_of_a_day_is_told_at_its_place(part: str, value: object) -> None:
    words = f"{value!r} is no part of a day from-to such as 08:00-12:00"
    assert told({part: value}) == [(("parts_of_day", part), words)]


def test_a_part_of_the_day_nobody_knows_is_told() -> None:
    words = "there is no dawn here; it may be afternoon, evening, lunch, morning"
    assert told({"dawn": "05:00-06:00"}) == [(("parts_of_day", "dawn"), words)]
    assert told("early") == [(("parts_of_day",), "parts_of_day must be a table")]


SPLIT = Parts(morning=(420, 600), lunch=(780, 840), afternoon=(840, 1020), evening=(1080, 1200))
"""A practice whose named parts leave time between them."""


@pytest.mark.parametrize(
    ("clock", "parts", "expected"),
    [
        ("07:59", AS_USUAL, DayPart.MORNING),
        ("08:00", AS_USUAL, DayPart.MORNING),
        ("11:59", AS_USUAL, DayPart.MORNING),
        ("12:00", AS_USUAL, DayPart.LUNCH),
        ("12:59", AS_USUAL, DayPart.LUNCH),
        ("13:00", AS_USUAL, DayPart.AFTERNOON),
        ("16:59", AS_USUAL, DayPart.AFTERNOON),
        ("17:00", AS_USUAL, DayPart.EVENING),
        ("21:00", AS_USUAL, DayPart.EVENING),
        ("06:30", SPLIT, DayPart.MORNING),
        ("10:00", SPLIT, DayPart.MORNING),
        ("12:59", SPLIT, DayPart.MORNING),
        ("13:00", SPLIT, DayPart.LUNCH),
        ("17:30", SPLIT, DayPart.AFTERNOON),
        ("22:00", SPLIT, DayPart.EVENING),
    ],
)
def test_every_moment_falls_in_one_part_of_the_practices_day(
    clock: str, parts: Parts, expected: DayPart
) -> None:
    zone = ZoneInfo(NEW_YORK)
    at = datetime.fromisoformat(f"2026-11-23T{clock}").replace(tzinfo=zone)
    assert partsofday.part_at(at, zone, parts) is expected
    assert partsofday.part_at(at.astimezone(ZoneInfo("UTC")), zone, parts) is expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (AS_USUAL, [510, 750, 810, 1050]),
        (SPLIT, [450, 810, 870, 1110]),
        (
            Parts(morning=(480, 500), lunch=(720, 780), afternoon=(720, 780), evening=(800, 801)),
            [490, 750, None, 800],
        ),
    ],
)
def test_a_try_is_planned_well_into_the_time_that_is_a_parts_own(
    parts: Parts, expected: list[int | None]
) -> None:
    assert [partsofday.well_into(part, parts) for part in DayPart] == expected
