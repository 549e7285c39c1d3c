"""Who strikes an entry through, when an incident begins, and what follows for the callback."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from ringback.rules import puttingright as rules
from ringback.rules.lifecycle import Stage
from ringback.rules.puttingright import Ended, Entered, Said
from ringback.rules.reason import Reason

ANA, BEN = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
OWN = Entered(by=ANA, at=NOW - timedelta(hours=2))


def codes(entry: Entered = OWN, **changed: Any) -> list[str]:
    usual = {
        "person_id": ANA, "others": False, "why": "wrong Ana", "said": Said.NO, "now": NOW,
        "zone": ZONE,
    }  # fmt: skip
    return [each.code for each in rules.refusals(entry, **{**usual, **changed})]


@pytest.mark.parametrize(
    ("entry", "changed", "expected"),
    [
        (OWN, {}, []),
        (OWN, {"person_id": BEN}, ["not_yours"]),
        (OWN, {"person_id": BEN, "others": True}, []),
        (Entered(by=ANA, at=NOW - timedelta(hours=12, minutes=1)), {}, ["not_today"]),
        (Entered(by=ANA, at=NOW - timedelta(hours=12)), {}, []),  # since midnight here
        (Entered(by=ANA, at=NOW - timedelta(days=9)), {"others": True}, []),
        (Entered(by=ANA, at=NOW, struck=True), {"others": True, "why": ""}, ["already"]),
        (OWN, {"why": " "}, ["why"]),
        (OWN, {"why": "x" * 201}, ["why"]),
        (OWN, {"said": None, "why": ""}, ["why", "said"]),
    ],
)
def test_who_may_and_what_has_to_be_said(
    entry: Entered, changed: dict[str, Any], expected: list[str]
) -> None:
    assert codes(entry, **changed) == expected


def test_an_incident_begins_unless_it_is_sure_that_nothing_was_said() -> None:
    assert [rules.begins(each) for each in Said] == [False, True, True]
    assert rules.tell_by(NOW) == NOW + timedelta(days=60)


@pytest.mark.parametrize(
    ("stage", "planned", "owned", "after"),
    [
        (Stage.SCHEDULED, False, True, Stage.OWNED),
        (Stage.SCHEDULED, False, False, Stage.WAITING),
        (Stage.SCHEDULED, True, True, Stage.SCHEDULED),
        (Stage.OWNED, True, True, Stage.SCHEDULED),
        (Stage.OWNED, False, True, Stage.OWNED),
        (Stage.UNSORTED, True, True, Stage.UNSORTED),
        (Stage.WAITING, True, False, Stage.WAITING),
    ],
)
def test_where_it_stands_then(stage: Stage, planned: bool, owned: bool, after: Stage) -> None:
    assert rules.stage_after(stage, planned=planned, owned=owned) is after


def test_the_first_action_is_the_next_that_counts() -> None:
    later = NOW + timedelta(hours=1)
    assert rules.first_action(NOW, NOW, [later, later + timedelta(hours=1)]) == later
    assert rules.first_action(NOW, NOW, []) is None
    assert rules.first_action(NOW, later, []) == NOW
    assert rules.first_action(None, NOW, [later]) is None


def test_what_a_closing_leaned_on_is_what_is_missing_only_now() -> None:
    before = [Reason(code="note", words="")]
    after = [*before, Reason(code="contact", words=""), Reason(code="contact", words="")]
    assert rules.leaned_on(before, after) == ("contact",)
    assert rules.leaned_on(after, before) == ()


@pytest.mark.parametrize(
    ("closed", "ended", "words", "expected"),
    [
        (False, Ended.TOLD, "We called and told them.", []),
        (True, Ended.TOLD, "x", ["closed"]),
        (False, None, " ", ["ended", "words"]),
        (False, Ended.NONE, "x" * 501, ["words"]),
    ],
)
def test_how_an_incident_is_closed(
    closed: bool, ended: Ended | None, words: str, expected: list[str]
) -> None:
    found = rules.closing_refusals(closed=closed, ended=ended, words=words)
    assert [each.code for each in found] == expected


@pytest.mark.parametrize("time", ["Mon Nov 23, 2:14 p.m.", "Mon Nov 23, 14:14"])
def test_what_is_written_anew_ends_in_one_full_stop(time: str) -> None:
    began = "Written down on another callback by mistake: busy, "
    assert rules.written_anew("busy", time) == f"{began}{time.rstrip('.')}."
