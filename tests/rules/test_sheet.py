"""What stands on a call sheet, and when what was written on it happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ringback.rules import sheet

ZONE = ZoneInfo("America/New_York")
DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ana Ruiz", "A. R."),
        ("ana maría ruiz lópez", "A. M. R."),
        ("Ana (new)", "A."),
        ("", ""),
        ("4th street", "S."),
    ],
)
def test_a_name_is_initials(name: str, told: str) -> None:
    assert sheet.initials(name) == told


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("12:00", NOON),
        (" 9:05 ", NOON - timedelta(minutes=175)),
        ("9.05", NOON - timedelta(minutes=175)),
        ("noon", None),
        ("25:00", None),
        ("", None),
    ],
)
def test_a_time_is_of_the_day_of_the_sheet(text: str, at: datetime | None) -> None:
    assert sheet.moment(text, DAY, ZONE) == at


def test_a_call_of_the_minute_it_was_printed_in_was_made_after() -> None:
    printed = NOON + timedelta(seconds=40)
    assert sheet.in_time(NOON, printed) == printed
    assert sheet.in_time(NOON - timedelta(minutes=1), printed) == NOON - timedelta(minutes=1)
    assert sheet.in_time(NOON + timedelta(minutes=1), printed) == NOON + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("result", "at", "entered", "codes"),
    [
        (True, NOON, False, []),
        (False, None, False, ["result", "time"]),
        (True, None, False, ["time"]),
        (False, NOON, False, ["result"]),
        (True, NOON, True, ["entered"]),
    ],
)
def test_what_a_row_needs(
    result: bool, at: datetime | None, entered: bool, codes: list[str]
) -> None:
    found = sheet.row_refusals(result=result, at=at, entered=entered)
    assert [each.code for each in found] == codes


def test_nothing_is_not_printed() -> None:
    assert [len(sheet.printing_refusals(each)) for each in (0, 1)] == [1, 0]


@pytest.mark.parametrize(
    ("text", "who", "signed"),
    [
        ("She will call.", "", "She will call."),
        ("", "Mara L.", "Called by Mara L., from a sheet on paper."),
        ("Busy.", "Mara L.", "Busy. Called by Mara L., from a sheet on paper."),
        ("", "", ""),
    ],
)
def test_who_called_from_paper_is_signed_with_the_line(text: str, who: str, signed: str) -> None:
    assert sheet.noted(text, who) == signed
