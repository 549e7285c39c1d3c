"""How many are done with in one press."""

import pytest

from ringback.rules import several
from tests.rules.reasons import codes


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, ["choose"]), (1, []), (several.MOST, []), (several.MOST + 1, ["too_many"])],
)
def test_at_least_one_and_not_too_many(number: int, expected: list[str]) -> None:
    assert codes(several.refusals(range(number))) == expected
