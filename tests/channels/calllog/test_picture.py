"""The audited day in words, numbers and drawings."""

import re
from typing import Any

import pytest

from ringback.channels.calllog import picture
from ringback.channels.calllog.audited import Audited, audit_log
from ringback.channels.calllog.picture import NOT_COUNTED, draw, minutes
from ringback.channels.calllog.report import as_html
from ringback.rules.clock import Calendar
from ringback.rules.week import parse_week
from tests.channels.calllog import make_logs

NY = "America/New_York"


def audited(text: str = "", **more: Any) -> Audited:
    return audit_log((text or make_logs.freepbx_day()).encode(), **{"zone": NY, **more})


def test_the_words_tell_the_day() -> None:
    drawn = draw(audited())
    assert drawn.title == "Tuesday, November 17, 2026"
    assert drawn.sentences == (
        "15 calls came in: a person answered 6, and 9 were missed.",
        (
            "The missed calls came from 6 people with a number: 2 were called back and reached, "
            "1 got through later by calling again, and 3 are still without a callback."
        ),
        "Calling back took 62.5 minutes at the median and 75 minutes at the slowest.",
        "2 people were still waiting when the practice closed.",
        "3 missed calls went past 60 minutes of opening time without contact.",
    )


def test_the_words_of_a_day_without_trouble_are_short() -> None:
    drawn = draw(audited("start,from,to,result\n2026-11-17 09:00,2025550101,201,answered\n"))
    assert drawn.sentences == ("1 call came in: a person answered 1, and 0 were missed.",)


def test_what_no_file_was_given_for_is_not_counted_rather_than_nought() -> None:
    assert [value for _, value in draw(audited()).counts][-3:] == [NOT_COUNTED] * 3


def test_people_never_called_back_are_listed_with_when() -> None:
    rows = [(row.number, row.missed, row.first) for row in draw(audited()).waiting]
    assert rows == [
        ("(202) 555-0108", 1, "Tue Nov 17 13:00"),
        ("(202) 555-0102", 1, "Tue Nov 17 15:00"),
        ("(202) 555-0109", 1, "Tue Nov 17 18:20"),
    ]


def test_the_bars_of_an_hour_stand_on_each_other_and_add_up() -> None:
    bars = draw(audited()).hours
    assert [(bar.hour, bar.answered, bar.missed) for bar in bars if bar.hour in {7, 9, 14}] == [
        (7, 0, 1),
        (9, 2, 3),
        (14, 0, 0),
    ]
    for bar in bars:
        assert round(bar.missed_y + bar.missed_height, 1) == bar.answered_y
    assert sum(bar.answered + bar.missed for bar in bars) == 15


@pytest.mark.parametrize(
    ("most", "numbers"),
    [
        (0, [0, 1, 2]),
        (3, [0, 1, 2, 3]),
        (12, [0, 2, 4, 6, 8, 10, 12]),
        (13, [0, 5, 10, 15]),
        (20, [0, 5, 10, 15, 20]),
        (61, [0, 20, 40, 60, 80]),
        (1_000_000, [0, 200_000, 400_000, 600_000, 800_000, 1_000_000]),
    ],
)
def test_the_grid_ends_at_the_next_round_number(most: int, numbers: list[int]) -> None:
    lines = picture._lines(most)
    assert [line.value for line in lines] == numbers
    assert (lines[0].y, lines[-1].y) == (picture.BOTTOM, picture.TOP)


def test_the_hours_it_was_counted_by_are_said_given_or_assumed() -> None:
    given = audited(
        calendar=Calendar(zone=NY, week=parse_week("Mon-Fri 09:00-16:00; Sat 9:00-12:00"))
    )
    assert draw(given).notes[0] == (
        "Counted by these opening hours: Mon-Fri 09:00-16:00; Sat 09:00-12:00."
    )
    assumed = draw(audited()).notes[0]
    assert assumed == "Opening hours were not given; Mon-Fri 08:00-17:00 is assumed."
    never = audited(calendar=Calendar(zone=NY, week=((),) * 7))
    assert draw(never).notes[0] == "Counted by these opening hours: closed every day."


def test_lengths_are_written_as_one_says_them() -> None:
    assert [minutes(value) for value in (1, 0.5, 62.5, 125, 1500, 2880)] == [
        "1 minute",
        "0.5 minutes",
        "62.5 minutes",
        "2 h 05 min",
        "1 day 1 h 00 min",
        "2 days",
    ]


def test_the_page_needs_no_other_file_and_names_its_drawings() -> None:
    page = as_html(audited())
    assert "15 calls came in" in page
    assert re.findall(r"<(?:link|script|img|iframe)|https?://|url\(", page) == []
    assert page.count('role="img"') == page.count("<title id=") == 2
    assert page.count("<table>") == 5


def test_the_page_escapes_what_the_log_says() -> None:
    log = "start,from,result\n2026-11-17 09:00,R&D,missed\n"
    assert "R&amp;D" in as_html(audited(log))


def test_one_day_of_several_can_be_asked_for() -> None:
    rows = "2026-11-16 09:00,2025550101,missed\n2026-11-17 09:00,2025550102,missed\n"
    day = make_logs.datetime(2026, 11, 16).date()  # a day
    assert audited("start,from,result\n" + rows, day=day).day.calls == 1
