"""A time of the day is written and read in one way only."""

from __future__ import annotations

from datetime import time

import pytest

from ringback.rules import walltime


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("00:00", 0), ("08:00", 480), ("23:59", 1439), ("24:00", None), ("8:00", None),
        ("08:60", None), ("08:00 ", None), ("\u0660\u0668:\u0660\u0660", None),
        (480, None), (None, None),
    ],
)  # fmt: skip
def test_a_time_has_two_digits_twice(written: object, expected: int | None) -> None:
    assert walltime.minute(written) == expected
    clock = None if expected is None else time(expected // 60, expected % 60)
    assert walltime.at(written) == clock


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("08:00-12:30", (480, 750)), ("00:00-24:00", (0, 1440)), ("22:00-06:00", (1320, 360)),
        ("08:00-24:01", None), ("24:00-08:00", None), ("08:00 - 12:00", None), (8, None),
    ],
)  # fmt: skip
def test_a_stretch_runs_from_one_time_to_another(
    written: object, expected: tuple[int, int] | None
) -> None:
    assert walltime.span(written) == expected


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ((480, 750), "08:00-12:30"), ((0, 1440), "00:00-24:00"), ((1320, 1800), "22:00-06:00"),
        ((0, 5), "00:00-00:05"),
    ],
)  # fmt: skip
def test_it_is_written_as_it_is_read(interval: tuple[int, int], expected: str) -> None:
    assert walltime.stretch(interval) == expected
    assert [walltime.clock(each % 1441) for each in interval[:1]] == [expected[:5]]
