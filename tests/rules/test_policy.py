"""The parts of what a practice sets, and the reason each change has."""

import pytest

from ringback.rules import policy


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("we answer faster now", []),
        ("x" * 200, []),
        (f"  {'x' * 200}  ", []),
        ("", ["Say why you change it: the next person will ask."]),
        ("   ", ["Say why you change it: the next person will ask."]),
        ("x" * 201, ["Say why in at most 200 letters."]),
    ],
)
def test_a_change_says_why(reason: str, expected: list[str]) -> None:
    assert [str(each) for each in policy.reason_refusals(reason)] == expected
