"""A policy as text: the same data is the same text, and a little more data a little more text."""

import tomllib
from difflib import unified_diff
from typing import Any

import pytest

from ringback.cli import policytext
from ringback.rules.hoursfile import whole as hours
from tests.rules.pathways import shipped
from tests.rules.policies import whole


@pytest.mark.parametrize(
    "data",
    [
        whole(),
        {},
        {"a": {}},
        {"a": {"b": {}}, "c": [{}, {"d": 1}], "e": [], "f": [1, {"g": 2}]},
        {"a b": {"c.d": [{'e"f': {"g": "\n"}}], "": {"h": True}}, "é": 1},
        {"a": [{"b": [{"c": 1}, {"c": 2}]}, {"b": [{"c": 3}]}], "d": {"e": 1, "f": {"g": 2}}},
    ],
)
def test_what_is_written_is_read_again(data: dict[str, Any]) -> None:
    assert tomllib.loads(policytext.written(data)) == data


def test_a_closure_with_hours_is_a_few_lines_more_and_nothing_less() -> None:
    closed = [{"on": f"2026-12-{day}", "hours": [], "why": "closed"} for day in (24, 25, 26)]
    half = {"on": "2026-12-31", "hours": ["08:00-12:00"], "why": "half a day"}
    one, other = (
        policytext.written(whole(hours=hours({**shipped("hours"), "different": different})))
        for different in (closed, [*closed, half])
    )
    found = list(unified_diff(one.splitlines(), other.splitlines(), n=0, lineterm=""))[3:]
    assert found == [
        "+",
        "+[[hours.different]]",
        '+on = "2026-12-31"',
        "+hours = [",
        '+  "08:00-12:00",',
        "+]",
        '+why = "half a day"',
    ]
