"""A PIN of one's own is a few digits, and none that anybody would try first."""

import pytest

from ringback.rules import pin


@pytest.mark.parametrize("typed", ["7305", "48151", "902714", "60318942", "1902741", "3119"])
def test_digits_nobody_would_guess_at_once_are_taken(typed: str) -> None:
    assert pin.refusals(typed) == ()


@pytest.mark.parametrize(
    "typed",
    ["", "730", "730514926", "73o5", "7305 ", " 7305", "7 305", "-7305", "٧٣٠٥", "7305\n", "seven"],
)
def test_anything_but_four_to_eight_digits_is_no_pin(typed: str) -> None:
    assert [each.code for each in pin.refusals(typed)] == ["pin_digits"]


@pytest.mark.parametrize(
    "typed",
    [
        "0000", "7777", "99999", "88888888",
        "1234", "0123", "7890", "4321", "9876", "0987", "12345678", "987654",
        "1212", "123123", "19841984", "717171",
        "1984", "2007", "1900", "2099",
        "24121984", "12241984", "19841224", "20070131",
        "2580", "159753", "112233",
    ],
)  # fmt: skip
def test_what_anybody_would_try_first_is_refused(typed: str) -> None:
    assert [each.code for each in pin.refusals(typed)] == ["pin_trivial"]


@pytest.mark.parametrize("typed", ["2198", "1899", "45671984", "19844567", "00121984", "73051984"])
def test_what_only_looks_like_a_year_or_a_date_is_taken(typed: str) -> None:
    assert pin.refusals(typed) == ()


def test_of_four_digits_fewer_than_one_in_forty_is_refused() -> None:
    refused = [each for each in range(10_000) if pin.refusals(f"{each:04d}")]
    assert 300 < len(refused) < 450
