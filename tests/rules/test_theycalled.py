"""Who may deal with a callback when the patient rings, and what is worth looking for."""

from __future__ import annotations

from uuid import uuid4

import pytest

from ringback.rules import theycalled
from ringback.rules.lifecycle import Stage

ME, ANA = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("stage", "on_call", "code"),
    [
        (Stage.SCHEDULED, None, []),
        (Stage.OWNED, None, []),
        (Stage.ON_HOLD, None, []),
        (Stage.UNSORTED, None, []),
        (Stage.ESCALATED, None, []),
        (Stage.OWNED, ME, []),
        (Stage.OWNED, ANA, ["held"]),
        (Stage.CLOSED, None, ["closed"]),
        (Stage.CLOSED, ANA, ["closed"]),
    ],
)
def test_only_a_call_under_way_or_an_end_stands_against_it(
    stage: Stage, on_call: object, code: list[str]
) -> None:
    found = theycalled.refusals(
        stage,
        on_call=on_call,  # type: ignore[arg-type]
        on_call_name="Ana Gomez",
        person_id=ME,
    )
    assert [each.code for each in found] == code
    if code == ["held"]:
        assert str(found[0]).startswith("Ana Gomez is on the phone about this right now.")


def test_what_a_clinician_has_stays_with_the_clinicians() -> None:
    stays = {each for each in Stage if not theycalled.goes_over(each)}
    assert stays == {Stage.ESCALATED, Stage.CLOSED}


@pytest.mark.parametrize(
    ("name", "number", "worth"),
    [
        ("", "", False),
        ("Tom", "", False),
        ("T. W.", "", False),
        ("Tom W", "", True),
        ("", "+12025550147", True),
        ("", "2025550", False),
    ],
)
def test_nothing_is_looked_for_until_enough_is_there(name: str, number: str, worth: bool) -> None:
    assert theycalled.worth_asking(name, number) is worth
