"""Lengths of time and conditions are read the way people say them."""

import pytest

from ringback.rules import condition, window
from ringback.rules.condition import Kind, Named
from ringback.rules.windowtext import AND, OR, length, listed, so


def plain(text: str) -> str:
    return text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("120 business minutes", "120 business minutes"),
        ("1 business minute", "1 business minute"),
        ("5 minutes", "5 minutes"),
        ("1 business day", "1 business day"),
        ("30 calendar days", "30 calendar days"),
        ("same business day", "the same business day"),
        ("by closing", "by closing"),
        ("0 business days before the visit", "the day of the visit"),
        ("2 business days before the visit", "2 business days before the visit"),
        ("1 business day before the visit at 12:00", "1 business day before the visit, at 12:00"),
        (
            "same business day, after 15:00 by 11:00 the next",
            "the same business day; what comes in after 15:00, by 11:00 the next",
        ),
    ],
)
def test_a_length_of_time_is_said_in_words(written: str, said: str) -> None:
    assert length(window.read(written), plain) == said


ASKED = Named(code="cancels", kind=Kind.CHOICE, words="What they cancel", choices=("a", "b", "c"))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"pregnant": True}, "a pregnancy is mentioned"),
        (
            {"business_days_to_visit": {"at_most": 2}},
            "business days until the visit: at most 2",
        ),
        (
            {"business_days_to_visit": {"at_least": 1, "at_most": 2}},
            "business days until the visit: from 1 to 2",
        ),
        (
            {"contacts_in_two_days": {"at_least": 2}, "pregnant": True},
            (
                "times they reached out about this within 48 hours: at least 2 and "
                "a pregnancy is mentioned"
            ),
        ),
        ({"cancels": {"one_of": ["a", "b", "c"]}}, "What they cancel: a, b or c"),
    ],
)
def test_a_condition_is_said_in_words(written: dict[str, object], said: str) -> None:
    assert so(condition.read(written, [ASKED]), plain, [ASKED]) == said


def test_several_things_are_joined_as_people_do() -> None:
    assert [listed(each, plain, AND) for each in ([], ["a"], ["a", "b"])] == ["", "a", "a and b"]
    assert listed(["a", "b", "c"], plain, OR) == "a, b or c"


def test_every_sentence_goes_through_the_reader_s_language() -> None:
    assert length(window.read("2 minutes"), lambda text: f"⟦{text}⟧") == "⟦2 minutes⟧"
