"""Until when something may be put aside."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import snooze
from ringback.rules.lifecycle import Stage
from ringback.rules.queue import Level
from ringback.rules.snooze import Aside, TooLate

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONE = ZoneInfo("America/New_York")


def it(**changed: Any) -> Aside:
    return Aside(
        **{"stage": Stage.OWNED, "level": Level.ROUTINE, "due_by": NOW + 3 * HOUR, **changed}
    )


VISIT = snooze.visit_ends(date(2026, 11, 24), ZONE)


@pytest.mark.parametrize(
    ("changed", "hours", "why", "codes"),
    [
        ({}, 1, "lunch", []),
        ({}, 100, "lunch", []),
        ({}, 0, "lunch", ["ahead"]),
        ({}, None, "lunch", ["ahead"]),
        ({}, 15 * 24, "lunch", ["too_far"]),
        ({}, 14 * 24, "lunch", []),
        ({}, 1, " ", ["say_why"]),
        ({}, 1, "x" * 201, ["why_too_long"]),
        ({}, None, "", ["ahead", "say_why"]),
        ({"level": Level.URGENT}, 3, "lunch", []),
        ({"level": Level.URGENT}, 4, "lunch", ["pressing"]),
        ({"level": Level.CLINICAL}, 4, "lunch", ["pressing"]),
        ({"level": Level.EMERGENCY}, 4, "lunch", ["pressing"]),
        ({"visit_ends": VISIT}, 3, "lunch", []),
        ({"visit_ends": VISIT}, 4, "lunch", ["before_the_visit"]),
        ({"visit_ends": VISIT, "due_by": NOW + 48 * HOUR}, 12, "lunch", []),
        ({"visit_ends": VISIT, "due_by": NOW + 48 * HOUR}, 13, "lunch", ["before_the_visit"]),
        ({"promised_at": NOW + HOUR}, 1, "lunch", []),
        ({"promised_at": NOW + HOUR}, 2, "lunch", ["told"]),
        ({"promised_at": NOW + HOUR, "level": Level.URGENT}, 400, "lunch", ["told"]),
        ({"stage": Stage.SCHEDULED}, 1, "lunch", []),
        ({"stage": Stage.UNSORTED}, 1, "lunch", ["read_it_first"]),
        ({"stage": Stage.ESCALATED}, 1, "lunch", ["escalated"]),
        ({"stage": Stage.WAITING}, 1, "lunch", ["wrong_stage"]),
        ({"stage": Stage.CLOSED}, 1, "lunch", ["closed"]),
    ],
)
def test_what_stands_in_the_way(
    changed: dict[str, Any], hours: float | None, why: str, codes: list[str]
) -> None:
    until = None if hours is None else NOW + hours * HOUR
    assert [each.code for each in snooze.refusals_of(it(**changed), until, why, NOW)] == codes


def test_no_visit_no_limit() -> None:
    assert snooze.visit_ends(None, ZONE) is None
    assert datetime(2026, 11, 24, 5, 0, tzinfo=UTC) == VISIT


@given(
    level=st.sampled_from(Level),
    due=st.integers(-48, 480),
    told=st.none() | st.integers(1, 480),
    visit=st.none() | st.integers(1, 480),
    until=st.integers(1, 330),
)
def test_it_never_lies_past_a_limit_and_the_latest_moment_named_is_allowed(
    level: Level, due: int, told: int | None, visit: int | None, until: int
) -> None:
    aside = it(
        level=level,
        due_by=NOW + due * HOUR,
        promised_at=told and NOW + told * HOUR,
        visit_ends=visit and NOW + visit * HOUR,
    )
    found = snooze.refusals_of(aside, NOW + until * HOUR, "lunch", NOW)
    over = [latest for *_, latest in snooze.limits(aside) if NOW + until * HOUR > latest]
    assert bool(found) == bool(over)
    for each in found:
        assert isinstance(each, TooLate)
        assert each.latest == min(over)
        again = snooze.refusals_of(aside, each.latest, "lunch", NOW)
        assert [one.code for one in again] == ([] if each.latest > NOW else ["ahead"])
