"""What is typed into the boxes of the hours, and what it says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.engine.wallclock import now as clock
from ringback.web import hours_form
from tests.signing import signed_in
from tests.web.test_hours import CHANGE, form, newest

if TYPE_CHECKING:
    from tests.cast import Cast


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("8-17", ["08:00-17:00"]),
        ("8am-5pm", ["08:00-17:00"]),
        ("8:30 a.m. to 5 P.M.", ["08:30-17:00"]),
        ("8-5pm", ["08:00-17:00"]),
        ("1-5pm", ["13:00-17:00"]),
        ("9-12pm", ["09:00-12:00"]),
        ("9-11am", ["09:00-11:00"]),
        ("14-5pm", ["14:00-17:00"]),
        ("8am-17", ["08:00-17:00"]),
        ("10 pm - 6 am", ["22:00-06:00"]),
        ("6pm-12am", ["18:00-00:00"]),
        ("8 a 12, 13:00-5:30pm", ["08:00-12:00", "13:00-17:30"]),
        ("13pm-5pm", ["13pm-5pm"]),
        ("all day", ["all day"]),
        ("", []),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, said: list[str]) -> None:
    assert hours_form.intervals(typed) == said


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("14:00", 840), ("14", 840), ("2pm", 840), ("2:30 PM", 870), ("12 am", 0), ("12pm", 720),
        ("25", None), ("13pm", None), ("noon", None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_type_it(typed: str, minute: int | None) -> None:
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
