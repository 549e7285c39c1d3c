"""Two lengths of time are compared whatever they are counted in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import window
from ringback.rules.windowcompare import longer


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("61 business minutes", "60 business minutes", True),
        ("60 business minutes", "60 business minutes", False),
        ("2 business days", "1 business day", True),
        ("2 business days", "60 business minutes", True),
        ("2 business days", "60 minutes", True),
        ("1 business day", "same business day", True),
        ("1 business day", "by closing", True),
        ("10 business minutes", "5 minutes", True),
        ("60 minutes", "60 business minutes", False),
        ("by closing", "10 business minutes", False),
        ("2 calendar days", "60 business minutes", False),
        ("90 calendar days", "60 business minutes", True),
        ("600 business minutes", "1 business day", False),
        ("same business day, after 15:00 by 11:00 the next", "same business day", False),
        ("1 business day before the visit", "2 business days before the visit", True),
        ("2 business days before the visit", "1 business day before the visit", False),
        ("1 business day before the visit at 15:00", "1 business day before the visit at 12:00",
         True),
        ("1 business day before the visit", "60 minutes", False),
        ("60 business minutes", "30 business days before the visit", False),
        ("43200 business minutes", "90 business days", False),
        ("366 calendar days", "90 business days", True),
    ],
)  # fmt: skip
def test_the_first_is_longer_only_where_it_always_is(
    one: str, other: str, *, expected: bool
) -> None:
    assert longer(window.read(one), window.read(other)) is expected


WINDOWS = st.one_of(
    st.integers(1, 43_200).map("{} business minutes".format),
    st.integers(1, 43_200).map("{} minutes".format),
    st.integers(1, 90).map("{} business days".format),
    st.integers(1, 366).map("{} calendar days".format),
    st.sampled_from(["same business day", "by closing"]),
).map(window.read)


@given(WINDOWS, WINDOWS)
def test_of_two_lengths_at_most_one_is_longer(one: window.Window, other: window.Window) -> None:
    assert not (longer(one, other) and longer(other, one))
