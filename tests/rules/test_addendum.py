"""What is added to a finished callback."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ringback.rules import addendum, notetime
from ringback.rules.notetime import Told

CAME = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
NOW = CAME + timedelta(hours=5)
TEXT = "She called once more and said that Tuesday suits her."


def codes(text: str = TEXT, **given: Any) -> list[str]:
    told = Told(happened_at=given.pop("happened_at", None))
    asked = {"closed": True, "told": told, "received_at": CAME, "now": NOW, **given}
    return [str(each) for each in addendum.refusals(text, **asked)]


@pytest.mark.parametrize("at", [None, CAME, NOW])
def test_words_with_or_without_a_time_are_added(at: datetime | None) -> None:
    assert codes(happened_at=at) == []


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        (TEXT, {"closed": False}, addendum.NOT_CLOSED),
        (" \n", {}, addendum.EMPTY),
        ("left message", {}, "the note: who was reached, what was said, and what happens next"),
        (TEXT, {"happened_at": NOW + timedelta(minutes=1)}, notetime.NOT_YET),
        (TEXT, {"happened_at": CAME - timedelta(minutes=1)}, notetime.TOO_EARLY),
    ],
)
def test_what_cannot_be_added_is_refused_with_why(
    text: str, given: dict[str, Any], said: str
) -> None:
    assert codes(text, **given) == [said]
