"""A question that is not in the script is kept without anybody in it."""

from __future__ import annotations

import pytest

from ringback.rules import suggestion
from ringback.rules.suggestion import question_refusals


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Do you validate parking?", None),
        ("Is there a place for 2 wheelchairs?", None),
        ("", suggestion.NO_QUESTION),
        ("  ", suggestion.NO_QUESTION),
        ("x" * 161, suggestion.QUESTION_TOO_LONG),
        ("May Tómas bring his dog?", suggestion.OF_SOMEBODY),
        ("Is the order of 3/14 here?", suggestion.OF_SOMEBODY),
        ("Can we call 2025550147?", suggestion.OF_SOMEBODY),
    ],
)
def test_a_question_names_nobody(text: str, words: str | None) -> None:
    found = question_refusals(text, "Tomas Al Whitfield")
    assert [each.words for each in found] == ([words] if words else [])
