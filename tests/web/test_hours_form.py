"""What is typed into the boxes of the hours, and what it says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.engine.wallclock import now as clock
from ringback.web import hours_form
from tests.signing import signed_in
from tests.web.hoursform import CHANGE
from tests.web.test_hours import form, newest

if TYPE_CHECKING:
    from tests.cast import Cast


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8-12, 13-17:30", ["08:00-12:00", "13:00-17:30"]),
        ("8am-5pm", ["08:00-17:00"]),
        ("8:30 AM – 12 PM; 1 p.m. to 5 p. m.", ["08:30-12:00", "13:00-17:00"]),
        ("8-5pm", ["08:00-17:00"]),
        ("1-5pm", ["13:00-17:00"]),
        ("8am-5", ["08:00-17:00"]),
        ("8am-11", ["08:00-11:00"]),
        ("10pm-6am", ["22:00-06:00"]),
        ("5pm-12am", ["17:00-24:00"]),
        ("12am-8am", ["00:00-08:00"]),
        ("8 a 17", ["08:00-17:00"]),
        ("13pm-15", ["13pm-15"]),
        ("0am-3", ["0am-3"]),
        ("8-15:70", ["8-15:70"]),
        ("20-25", ["20:00-25:00"]),
        ("closed", []),
        ("always", ["always"]),
    ],
)
def test_hours_are_read_as_they_are_typed(typed: str, kept: list[str]) -> None:
    assert hours_form.intervals(typed) == kept


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("14", 840), ("14:30", 870), ("2pm", 840), ("2:30 p. m.", 870), ("12am", 0), ("12 PM", 720),
        ("24", None), ("25", None), ("13pm", None), ("14:60", None), ("noon", None), ("", None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_is_typed(typed: str, minute: int | None) -> None:
    assert hours_form.minute(typed) == minute


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2400, "This day is over. Check the year."),
        (36500, "This day is more than two years ahead. Check the year."),
    ],
)
def test_a_day_of_another_year_is_told_at_its_box(cedar: Cast, days: int, words: str) -> None:
    on = (clock() + timedelta(days=days)).date().isoformat()
    sent = form(**{"day-0-on": on, "day-0-hours": "8-12", "day-0-why": "half day"})
    answer = signed_in(cedar.mara).post(CHANGE, sent)
    assert (answer.status_code, newest(cedar).version) == (422, 1)
    assert f'id="day-0-on-wrong">{words}' in answer.content.decode()


def test_a_night_that_runs_into_the_next_morning_is_told_at_its_box(cedar: Cast) -> None:
    answer = signed_in(cedar.mara).post(CHANGE, form(monday="10pm-6am", tuesday="5am-5pm"))
    assert answer.status_code == 422
    assert 'id="monday-wrong">Monday: 22:00-06:00 runs past midnight' in answer.content.decode()
