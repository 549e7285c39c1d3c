"""When what a note tells of happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ringback.rules import notetime
from ringback.rules.notetime import Told
from tests.rules.reasons import codes

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
CAME = NOW - timedelta(days=3)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (Told(), []),
        (Told(happened_at=NOW), []),
        (Told(happened_at=CAME, why_late="The lines were down"), []),
        (Told(happened_at=NOW - 24 * HOUR), []),
        (Told(happened_at=NOW - 25 * HOUR), ["note_late"]),
        (Told(happened_at=NOW - 25 * HOUR, why_late="  "), ["note_late"]),
        (Told(happened_at=CAME - HOUR, why_late="x"), ["note_at"]),
        (Told(happened_at=NOW + HOUR), ["note_at"]),
    ],
)
def test_it_lies_between_their_call_and_now_and_a_late_one_says_why(
    told: Told, expected: list[str]
) -> None:
    assert codes(notetime.refusals(told, received_at=CAME, now=NOW)) == expected
