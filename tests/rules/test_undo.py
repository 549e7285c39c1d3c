"""Who may take back what, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from ringback.rules import undo
from ringback.rules.undo import Step

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
ME, ELSE = UUID(int=1), UUID(int=2)
STEP = Step(by=ME, until=NOW, fence=3)


@pytest.mark.parametrize(
    ("step", "changed", "codes"),
    [
        (STEP, {}, []),
        (None, {}, ["nothing_to_undo"]),
        (STEP, {"person_id": ELSE}, ["not_your_step"]),
        (STEP, {"fence": 4}, ["acted_since"]),
        (STEP, {"acted_since": True}, ["acted_since"]),
        (STEP, {"now": NOW + timedelta(microseconds=1)}, ["too_late"]),
    ],
)
def test_what_stands_in_the_way(
    step: Step | None, changed: dict[str, Any], codes: list[str]
) -> None:
    usual = {"person_id": ME, "fence": 3, "acted_since": False, "now": NOW}
    found = undo.refusals(step, **{**usual, **changed})
    assert [each.code for each in found] == codes
