"""Opening hours as a practice writes them."""

from datetime import date
from typing import Any

import pytest

from ringback.rules import hoursfile, walltime
from ringback.rules.clock import Calendar, Interval
from ringback.rules.hoursfile import HoursError

WEEK: dict[str, Any] = {"monday": ["08:00-12:00", "13:00-17:00"], "friday": ["22:00-06:00"]}
A_LIST = "write the hours of a day as a list, such as 08:00-12:00"
NO_TIMES = "is no time from-to such as 08:00-12:00"
NO_KEY = "there is no mondays here; it may be different, friday, holidays, monday, parts_of_day, "
CHRISTMAS, EVE = date(2026, 12, 25), date(2026, 12, 24)


def read(**more: Any) -> Calendar:
    return hoursfile.read({**WEEK, **more}, zone="America/New_York", holidays=[CHRISTMAS])


def test_a_week_is_read_day_by_day_and_what_is_left_out_is_closed() -> None:
    found = read()
    assert found.week == (((480, 720), (780, 1020)), (), (), (), ((1320, 1800),), (), ())
    assert (found.closed, found.special, found.zone) == ({CHRISTMAS}, (), "America/New_York")


def test_a_practice_may_work_on_holidays() -> None:
    assert read(holidays=False).closed == frozenset()


def test_a_day_of_its_own_wins_over_the_holiday() -> None:
    found = read(different=[{"on": "2026-12-25", "hours": ["09:00-12:00"], "why": "we are here"}])
    assert (found.closed, found.special) == (frozenset(), ((CHRISTMAS, ((540, 720),)),))


def test_a_day_may_still_say_the_place_it_was_once_written_for() -> None:
    day = {"on": "2026-12-25", "hours": ["09:00-12:00"], "why": "we are here", "location": ""}
    assert read(different=[day]).special == ((CHRISTMAS, ((540, 720),)),)


def test_a_day_without_hours_is_closed_and_dates_may_be_dates() -> None:
    found = read(different=[{"on": EVE, "hours": [], "why": "the boiler"}])
    assert found.closed == {CHRISTMAS, EVE}


@pytest.mark.parametrize("on", ["20261224", "2026-W52-4"])
def test_a_day_is_written_in_one_way_and_read_in_any(on: str) -> None:
    different = [{"on": on, "hours": [], "why": "the boiler"}]
    found = hoursfile.mistakes({**WEEK, "different": different})
    words = f"'{on}' is not a day such as 2026-12-24"
    assert [(each.path, str(each)) for each in found] == [(("different", 0, "on"), words)]
    assert read(different=different).closed == {CHRISTMAS, EVE}


@pytest.mark.parametrize(
    ("more", "path", "words"),
    [
        ({"monday": "08:00-17:00"}, ("monday",), A_LIST),
        ({"monday": ["8-17"]}, ("monday",), f"'8-17' {NO_TIMES}"),
        ({"monday": ["08:00-24:30"]}, ("monday",), f"'08:00-24:30' {NO_TIMES}"),
        ({"monday": ["08:60-17:00"]}, ("monday",), f"'08:60-17:00' {NO_TIMES}"),
        ({"monday": [8]}, ("monday",), f"8 {NO_TIMES}"),
        ({"monday": ["08:00-08:00"]}, ("monday",), "'08:00-08:00' is open for no time at all"),
        (
            {"monday": ["13:00-17:00", "08:00-13:30"]},
            ("monday",),
            "08:00-13:30 and 13:00-17:00 overlap: join them",
        ),
        (
            {"different": [{"on": EVE, "hours": [], "why": "x", "location": 7}]},
            ("different", 0, "location"),
            "write location in words",
        ),
        ({"holidays": "yes"}, ("holidays",), "holidays is true or false"),
        ({"different": [{"hours": [], "why": "x"}]}, ("different", 0, "on"), "on is missing"),
        (
            {"different": [{"on": "Christmas", "hours": [], "why": "x"}]},
            ("different", 0, "on"),
            "'Christmas' is not a day such as 2026-12-24",
        ),
        ({"different": [{"on": EVE, "hours": []}]}, ("different", 0, "why"), "why is missing"),
        (
            {"different": [{"on": EVE, "hours": [], "why": "x"}] * 2},
            ("different", 1, "on"),
            "2026-12-24 stands here twice",
        ),
        ({"mondays": []}, ("mondays",), f"{NO_KEY}saturday, sunday, thursday, tuesday, wednesday"),
        ({"monday": [], "friday": []}, (), "the practice would never be open"),
    ],
)
def test_hours_that_cannot_be_meant_are_named_with_their_place(
    more: dict[str, Any], path: tuple[str | int, ...], words: str
) -> None:
    found = hoursfile.mistakes({**WEEK, **more})
    assert [(each.path, str(each)) for each in found] == [(path, words)]
    with pytest.raises(HoursError) as error:
        read(**more)
    assert str(error.value) == words


NIGHT = {"on": "2026-11-24", "hours": ["22:00-06:00"], "why": "a night"}
AFTER = {"on": "2026-11-25", "hours": ["05:00-12:00"], "why": "the day after"}
INTO = "22:00-06:00 runs past midnight into {} of the next day: end one where the other begins"


@pytest.mark.parametrize(
    ("more", "paths", "other"),
    [
        ({"saturday": ["05:00-17:00"]}, [("friday",)], "05:00-17:00"),
        ({"saturday": ["06:00-17:00"]}, [], ""),
        ({"sunday": ["22:00-09:00"]}, [("sunday",)], "08:00-12:00"),
        ({"different": [NIGHT]}, [], ""),
        ({"different": [NIGHT, AFTER]}, [("different", 0, "hours")], "05:00-12:00"),
        ({"wednesday": ["05:00-06:00"], "different": [NIGHT]}, [("different", 0, "hours")], ""),
        (
            {"different": [{**AFTER, "on": "2026-11-28"}]},
            [("different", 0, "hours")],
            "05:00-12:00",
        ),
        ({"different": [{**NIGHT, "on": "0001-01-01"}, {**NIGHT, "on": "9999-12-31"}]}, [], ""),
    ],
)
def test_a_night_that_runs_into_the_next_day_is_a_mistake(
    more: dict[str, Any], paths: list[tuple[str | int, ...]], other: str
) -> None:
    found = hoursfile.mistakes({**WEEK, **more})
    assert [each.path for each in found] == paths
    if other and paths != [("sunday",)]:
        assert [str(each) for each in found] == [INTO.format(other)]


def test_a_night_kept_before_it_was_a_mistake_is_still_read() -> None:
    assert read(saturday=["05:00-17:00"]).week[4:6] == (((1320, 1800),), ((300, 1020),))


def test_hours_without_a_mistake_have_none() -> None:
    assert hoursfile.mistakes(WEEK) == ()


@pytest.mark.parametrize(
    ("interval", "text"),
    [((480, 720), "08:00-12:00"), ((1320, 1800), "22:00-06:00"), ((0, 1440), "00:00-24:00")],
)
def test_an_interval_is_written_the_way_it_is_read(interval: Interval, text: str) -> None:
    assert walltime.stretch(interval) == text
    calendar = hoursfile.read({"monday": [text]}, zone="UTC")
    assert calendar.week[0] == (interval,)


@pytest.mark.parametrize(
    ("day", "minute", "expected"),
    [
        (date(2026, 11, 23), 840, ((480, 720), (780, 840))),
        (date(2026, 11, 23), 780, ((480, 720),)),
        (date(2026, 11, 23), 480, ()),
        (date(2026, 11, 23), 1100, ((480, 720), (780, 1020))),
        (CHRISTMAS, 840, ()),
        (EVE, 700, ((600, 700),)),
    ],
)
def test_a_day_that_closes_early_keeps_its_hours_until_then(
    day: date, minute: int, expected: tuple[Interval, ...]
) -> None:
    half_day = {"on": "2026-12-24", "hours": ["10:00-14:00"], "why": "half day"}
    assert hoursfile.closing_at(read(different=[half_day]), day, minute) == expected


def test_the_same_hours_are_always_written_in_the_same_way() -> None:
    days = {"monday": ["08:00-12:00", "13:00-17:00"], "friday": ["22:00-06:00"]}
    closed = {day: [] for day in ("tuesday", "wednesday", "thursday", "saturday", "sunday")}
    eve = {"why": "eve", "on": "2026-12-24", "hours": []}
    late = {"on": date(2026, 12, 31), "hours": [], "why": "late", "location": "north"}
    found = hoursfile.whole({**WEEK, "different": [late, eve]})
    assert found == {
        **days, **closed, "holidays": True, "parts_of_day": {},
        "different": [eve, {**late, "on": "2026-12-31"}],
    }  # fmt: skip
    assert list(found) == [*hoursfile.WEEKDAYS, "holidays", "parts_of_day", "different"]
    assert hoursfile.whole(found) == found
    assert hoursfile.whole({}) == {}


def test_what_a_file_leaves_out_of_the_hours_stays_as_it_is() -> None:
    eve = {"on": "2026-12-24", "hours": [], "why": "eve"}
    before = {
        **WEEK, "holidays": False, "different": [eve],
        "parts_of_day": {"morning": "07:00-11:00", "evening": "18:00-20:00"},
    }  # fmt: skip
    year = {"on": "2027-01-01", "hours": ["10:00-12:00"], "why": "new year"}
    filed = {"friday": [], "parts_of_day": {"evening": "17:00-21:00"}, "different": [year]}
    assert hoursfile.joined(before, {}) == hoursfile.whole(before)
    assert hoursfile.joined(before, filed) == hoursfile.whole(
        {
            "monday": WEEK["monday"], "holidays": False, "different": [eve, year],
            "parts_of_day": {"morning": "07:00-11:00", "evening": "17:00-21:00"},
        }
    )  # fmt: skip
    again = {"different": [{**eve, "hours": ["09:00-10:00"]}]}
    assert hoursfile.joined(before, again)["different"] == again["different"]


def test_only_hours_that_name_every_day_can_be_closed_on_all_of_them() -> None:
    never = {day: [] for day in hoursfile.WEEKDAYS}
    assert hoursfile.mistakes({"holidays": True}, partly=True) == ()
    for partly, hours in ((False, {"holidays": True}), (False, never), (True, never)):
        found = hoursfile.mistakes(hours, partly=partly)
        assert [str(each) for each in found] == ["the practice would never be open"]
