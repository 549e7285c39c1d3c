"""For whom a PIN opens a shared computer, until when, and that the answer never says why not."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import shareddesk
from ringback.rules.shareddesk import ComingBack

NEW_YORK = ZoneInfo("America/New_York")
MORNING = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
"""8:00 in New York."""

RIGHT: dict[str, Any] = {
    "signed_in_at": MORNING,
    "wrong_pins": 0,
    "same_password": True,
    "here": True,
    "has_pin": True,
}


def codes(*, hours: float = 1, longest: float = 12, **facts: Any) -> list[str]:
    """So many hours after the full sign-in at eight."""
    found = ComingBack(**{**RIGHT, **facts})
    now = MORNING + timedelta(hours=hours)
    said = shareddesk.refusals(found, zone=NEW_YORK, longest=timedelta(hours=longest), now=now)
    return [each.code for each in said]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"wrong_pins": 4}, []),
        ({"wrong_pins": 5}, ["too_often"]),
        ({"wrong_pins": 9}, ["too_often"]),
        ({"signed_in_at": None}, ["not_today"]),
        ({"same_password": False}, ["new_password"]),
        ({"here": False}, ["not_here"]),
        ({"has_pin": False}, ["no_pin"]),
        ({"hours": 11.99}, []),
        ({"hours": 12}, ["not_today"]),
        ({"hours": 15.99, "longest": 24}, []),
        ({"hours": 16, "longest": 24}, ["not_today"]),
        ({"hours": 24, "longest": 48}, ["not_today"]),
    ],
)
def test_whether_a_pin_may_be_tried(facts: dict[str, Any], expected: list[str]) -> None:
    assert codes(**facts) == expected


def test_the_day_ends_at_the_midnight_of_the_practice() -> None:
    evening = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # 22:00 in New York
    assert codes(signed_in_at=evening, hours=15.9) == []
    assert codes(signed_in_at=evening, hours=16.1) == ["not_today"]


@given(
    st.fixed_dictionaries(
        {
            "wrong_pins": st.integers(0, 9),
            "same_password": st.booleans(),
            "here": st.booleans(),
            "has_pin": st.booleans(),
            "signed_in_at": st.sampled_from([None, MORNING, MORNING - timedelta(days=1)]),
        }
    )
)
def test_the_words_are_the_same_whatever_it_was(facts: dict[str, Any]) -> None:
    found = ComingBack(**facts)
    said = shareddesk.refusals(found, zone=NEW_YORK, longest=timedelta(hours=12), now=MORNING)
    assert {str(each) for each in said} <= {str(shareddesk.not_opened())}


@pytest.mark.parametrize(("name", "expected"), [("Front counter", []), (" ", ["no_name"])])
def test_a_computer_has_a_name(name: str, expected: list[str]) -> None:
    assert [each.code for each in shareddesk.name_refusals(name)] == expected
