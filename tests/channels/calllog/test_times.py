"""Times as logs write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ringback.channels.calllog.problems import RowError
from ringback.channels.calllog.times import Times, day_comes_first, seconds_of

NINE = datetime(2026, 11, 16, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-16 09:05:00",
        "2026-11-16T09:05:00",
        "2026-11-16 09:05",
        "2026-11-16T14:05:00.123Z",
        "2026-11-16T09:05:00-05:00",
        "2026-11-16T08:05:00-0600",
        "Mon 11/16/2026 9:05 AM",
        "11/16/26 9:05:00 a.m.",
        "2026/11/16 09:05:00",
        "Nov 16, 2026, 09:05:00 AM",
        "16-Nov-2026 09:05",
        "Mon, 16 Nov 2026 14:05:00 +0000",
        "14:05:00 UTC 2026-11-16",
        "06:05:00 PST 2026-11-16",
        "1794837900",
        "1794837900000",
    ],
)
def test_a_time_is_read_however_it_is_written(text: str) -> None:
    assert Times(ZoneInfo("America/New_York")).read(text) == (NINE, "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it has no start time"),
        ("soon", "not a date and time: soon"),
        ("2026-13-01 09:00:00", "no such time"),
        ("11/31/2026 09:00", "not a date: 11/31/2026"),
        ("11/16/2026 25:00", "not a time of the day"),
        ("11/16/2026 13:00 PM", "not a time of the day"),
        ("09:00", "not a date: nothing there"),
    ],
)
def test_what_is_no_time_says_so(text: str, words: str) -> None:
    with pytest.raises(RowError, match=words):
        Times(ZoneInfo("America/New_York")).read(text)


def test_a_half_hour_change_is_noticed_too() -> None:
    times = Times(ZoneInfo("Australia/Lord_Howe"))
    assert times.read("2026-04-05 01:15:00")[1] == ""
    assert "happens twice" in times.read("2026-04-05 01:45:00")[1]


def test_the_day_comes_first_where_a_date_can_only_be_read_so() -> None:
    assert day_comes_first(["03/04/2026", "17/04/2026"], usual=False)
    assert not day_comes_first(["03/04/2026", "04/17/2026"], usual=True)
    assert day_comes_first(["2026-04-17", "03/04/2026"], usual=True)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("95", 95),
        ("1:35", 95),
        ("00:01:35", 95),
        ("0:01:35.4", 95),
        ("1m 35s", 95),
        ("2 min", 120),
        ("94.6", 95),
        ("", None),
        ("-", None),
        ("In Progress", None),
    ],
)
def test_a_length_is_read_however_it_is_written(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds
