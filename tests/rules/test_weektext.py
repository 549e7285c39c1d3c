"""Opening hours said in one breath."""

import pytest

from ringback.rules import weektext
from ringback.rules.table import MistakenError

CLOSED: dict[str, list[str]] = {day: [] for day in weektext.DAYS}
WORKDAYS = weektext.DAYS[:5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon-fri 08:00-17:00", {day: ["08:00-17:00"] for day in WORKDAYS}),
        (
            "Mon-Fri 08:00-12:00, 13:00-17:00; Sat 09:00-12:00;",
            {
                **{day: ["08:00-12:00", "13:00-17:00"] for day in WORKDAYS},
                "saturday": ["09:00-12:00"],
            },
        ),
        ("tue,thu 10:00-24:00", {"tuesday": ["10:00-24:00"], "thursday": ["10:00-24:00"]}),
        ("sunday 00:00-24:00", {"sunday": ["00:00-24:00"]}),
        ("", {}),
    ],
)
def test_a_week_said_in_one_breath(text: str, expected: dict[str, list[str]]) -> None:
    assert weektext.read(text) == {**CLOSED, **expected}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mo 08:00-17:00", "'mo' is no day or stretch of days such as 'mon-fri'"),
        ("fri-mon 08:00-17:00", "'fri-mon' is no day or stretch of days such as 'mon-fri'"),
        ("- 08:00-17:00", "'-' is no day or stretch of days such as 'mon-fri'"),
        ("mon 8-17", "'8-17' is no stretch of hours such as '08:00-17:00'"),
        ("mon", "'' is no stretch of hours such as '08:00-17:00'"),
        ("mon 17:00-08:00", "'17:00-08:00' is no stretch of hours such as '08:00-17:00'"),
        ("mon-wed 08:00-17:00; tue 09:00-10:00", "'tuesday' is named twice"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_an_example(text: str, words: str) -> None:
    with pytest.raises(MistakenError) as error:
        weektext.read(text)
    assert str(error.value) == words
