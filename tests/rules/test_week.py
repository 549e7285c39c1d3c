"""Opening hours as people write them."""

import pytest

from ringback.rules.clock import DEFAULT_WEEK, BadCalendar
from ringback.rules.week import parse_week, week_in_words


def test_the_default_week_is_written_as_one_line() -> None:
    assert week_in_words(DEFAULT_WEEK) == "Mon-Fri 08:00-17:00"


@pytest.mark.parametrize(
    "text",
    [
        "Mon-Fri 08:00-17:00",
        "Mon-Thu 08:00-12:00, 13:00-17:00; Fri 08:00-12:00; Sun 09:00-11:30",
        "Mon-Sun 22:00-06:00",
        "Mon-Sun 00:00-24:00",
        "Tue 07:15-19:45",
    ],
)
def test_a_written_week_reads_back_as_itself(text: str) -> None:
    assert week_in_words(parse_week(text)) == text


def test_a_run_of_days_may_pass_sunday() -> None:
    assert week_in_words(parse_week("Sat-Mon 9:00-12:00")) == "Mon 09:00-12:00; Sat-Sun 09:00-12:00"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Mon-Fri", "Mon-Fri"),
        ("Never 08:00-17:00", "Nev"),
        ("Mon 8-17", "8-17"),
        ("Mon 08:00-25:00", "08:00-25:00"),
        ("Mon 08:75-09:00", "08:75-09:00"),
    ],
)
def test_what_cannot_be_read_is_quoted(text: str, quoted: str) -> None:
    with pytest.raises(BadCalendar, match=f'"{quoted}"'):
        parse_week(text)
