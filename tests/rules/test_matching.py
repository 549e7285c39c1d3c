"""What a caller says is held against the file: yes or no, never how near it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules.contact import Flag, Number
from ringback.rules.matching import (
    FEWEST_DIGITS,
    is_this_line,
    same_address,
    same_number,
    same_phone,
    too_little,
)

HOME = "118 North Willow Street, Apartment 4, Springfield, IL 62701"
MINE, WORK, GONE, SHARED = "+12025550101", "+12025550102", "+12025550103", "+12025550104"
NUMBERS = (
    Number(number=MINE),
    Number(number=WORK, flag=Flag.BLOCKED),
    Number(number=GONE, flag=Flag.WRONG),
    Number(number=SHARED, flag=Flag.GREETING_MISMATCH),
)


@pytest.mark.parametrize(
    ("said", "agrees"),
    [
        (HOME, True),
        ("118 n willow st", True),
        ("118 North Willow", True),
        ("118 willow, springfield 62701", True),
        ("118 Willow Street apt 4", True),
        ("119 Willow Street", False),
        ("118 Oak Street", False),
        ("118 Willow Street, Chicago", False),
        ("Willow Street, Springfield", False),
        ("118", False),
        ("118 62701", False),
        ("118 Street", False),
        ("62701 Springfield", False),
        ("", False),
    ],
)
def test_an_address_agrees_from_its_house_number_on(said: str, agrees: bool) -> None:
    assert same_address(said, HOME) is agrees


def test_nothing_agrees_with_an_address_that_is_not_on_file() -> None:
    assert not same_address("118 Willow", "")


@pytest.mark.parametrize(
    ("said", "on_file", "agrees"),
    [
        ("mrn 00-4711", "MRN004711", True),
        ("MRN 004711", "MRN-00-4711", True),
        ("4711", "MRN004711", False),
        ("", "", False),
    ],
)
def test_numbers_agree_by_letters_and_digits(said: str, on_file: str, agrees: bool) -> None:
    assert same_number(said, on_file) is agrees


@pytest.mark.parametrize(
    ("said", "agrees"),
    [
        ("(202) 555-0101", True),
        ("1 202 555 0101", True),
        ("555-0101", True),
        ("0101", False),
        ("202 555 0102", True),
        ("202 555 0103", False),
        ("202 555 0104", False),
        ("202 555 0199", False),
        ("I do not know", False),
    ],
)
def test_another_number_of_theirs_counts_while_it_is_theirs(said: str, agrees: bool) -> None:
    assert same_phone(said, NUMBERS, not_this="+12025550110") is agrees


def test_the_line_they_are_on_proves_nothing() -> None:
    assert not same_phone("202 555 0101", NUMBERS, not_this=MINE)
    assert is_this_line("202-555-0101", MINE)
    assert not is_this_line("202-555-0102", MINE)
    assert not is_this_line("202-555-0101", "")


@pytest.mark.parametrize(
    ("said", "fewest", "reasons"),
    [("a1 2", 4, ["too_little"]), ("A12-3", 4, []), ("555 010", FEWEST_DIGITS, ["too_little"])],
)
def test_too_little_is_asked_again_and_not_counted(
    said: str, fewest: int, reasons: list[str]
) -> None:
    assert [each.code for each in too_little(said, fewest)] == reasons


def test_four_letters_are_enough_to_compare() -> None:
    assert too_little("A123") == ()


@given(st.text(max_size=40))
def test_whatever_is_said_it_answers(said: str) -> None:
    found = (same_address(said, HOME), same_number(said, "X1"), same_phone(said, (), not_this=""))
    assert all(isinstance(each, bool) for each in found)
