"""The last two minutes of somebody's time with a callback."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ringback.rules.lastminutes import TOLD_BEFORE, running_out

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (None, False),
        (NOW - SECOND, False),
        (NOW, False),
        (NOW + SECOND, True),
        (NOW + TOLD_BEFORE, True),
        (NOW + TOLD_BEFORE + SECOND, False),
    ],
)
def test_only_the_last_two_minutes_are_told(until: datetime | None, told: bool) -> None:
    assert running_out(until, NOW) is told
