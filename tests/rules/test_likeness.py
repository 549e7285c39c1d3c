"""How alike two people are is told in words, and decides nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import likeness
from ringback.rules.likeness import Someone

BORN = date(1979, 3, 14)


def codes(one: Someone, other: Someone) -> list[str]:
    return [each.code for each in likeness.told(one, other)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ana García", "ANA GARCIA", "same_name"),
        ("Ana García", "García Ana", "almost_name"),
        ("Ana Garcia", "Anna Garzia", "almost_name"),
        ("Tom Whitfield", "Thomas Whitfeld", "almost_name"),
        ("Tom Whitfield", "Tim Whitlock", "similar_name"),
        ("Ana Garcia", "Bob Stone", "other_name"),
    ],
)
def test_names_are_the_same_almost_similar_or_other(one: str, other: str, expected: str) -> None:
    assert codes(Someone(name=one), Someone(name=other)) == [expected, "no_birth"]


def test_birth_dates_and_numbers_are_told_beside() -> None:
    ana = Someone(name="Ana", birth_date=BORN, numbers=frozenset({"+12025550147"}))
    assert codes(ana, ana) == ["same_name", "same_birth", "same_number"]
    older = Someone(name="Ana", birth_date=date(1950, 1, 1))
    assert codes(ana, older) == ["same_name", "other_birth"]
    assert codes(older, Someone(name="Ana")) == ["same_name", "no_birth"]


@given(st.text(), st.text())
def test_it_is_as_alike_one_way_as_the_other(one: str, other: str) -> None:
    assert likeness.score(one, other) == likeness.score(other, one)
    assert 0 <= likeness.score(one, other) <= 100
