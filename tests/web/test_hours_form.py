"""Hours as people type them."""

import pytest

from ringback.web import hours_form


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
