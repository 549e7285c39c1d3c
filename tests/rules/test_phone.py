"""Numbers as the outside writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import phone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(202) 555-0147", "+12025550147"),
        ("202.555.0147", "+12025550147"),
        ("1-202-555-0147", "+12025550147"),
        ("+1 202 555 0147", "+12025550147"),
        ("+44 20 7946 0958", "+442079460958"),
        ("202-555-0147 ext. 12", "+12025550147"),
        (" anonymous ", "anonymous"),
        ("Restricted", "Restricted"),
        ("204", "204"),
        ("+204", "204"),
        ("", ""),
        ("x" * 50, "x" * 20),
    ],
)
def test_a_number_has_one_form_and_anything_else_is_kept_as_given(text: str, expected: str) -> None:
    assert phone.normalised(text, "US") == expected


@pytest.mark.parametrize(
    ("number", "country", "expected"),
    [
        ("+12025550147", "US", "(202) 555-0147"),
        ("+442079460958", "US", "+44 20 7946 0958"),
        ("+442079460958", "GB", "020 7946 0958"),
        ("anonymous", "US", "anonymous"),
    ],
)
def test_numbers_are_shown_as_people_of_the_country_write_them(
    number: str, country: str, expected: str
) -> None:
    assert phone.national(number, country) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("202-555-0147", True), ("anonymous", False), ("204", False), ("", False), ("+204", False)],
)
def test_only_a_whole_number_can_be_called(text: str, expected: bool) -> None:
    assert phone.is_number(text, "US") == expected


@given(st.text(max_size=40))
def test_what_is_kept_is_short_and_settled(text: str) -> None:
    kept = phone.normalised(text, "US")
    assert len(kept) <= phone.LONGEST
    assert not phone.is_whole(kept) or phone.normalised(kept, "US") == kept


@pytest.mark.parametrize(
    ("text", "codes"),
    [("", []), ("  ", []), ("(202) 555-0147", []), ("front desk", ["phone"]), ("12", ["phone"])],
)
def test_a_practice_has_a_number_that_could_be_called_or_none(text: str, codes: list[str]) -> None:
    assert [each.code for each in phone.own_refusals(text, "US")] == codes
