"""Whom a phone log asks us to call back agrees with its audited day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from ringback.rules.arrival import Kind
from ringback.rules.clock import Calendar, open_hours
from ringback.rules.dayaudit import audit
from ringback.rules.missedcall import Settled, kind_of, sort_out
from ringback.rules.phonelog import Call

NINE = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
NOW = NINE + timedelta(days=3)
ZONE = "America/New_York"


def call(number: int, minute: int, what: str, *, caller: str | None = "", id_: str = "") -> Call:
    """what: missed, voicemail, answered (they called), returned (we called, they answered)."""
    theirs = f"+120255501{number:02}" if caller == "" else caller
    ours = "+12025550100"
    at = NINE + timedelta(minutes=minute)
    out = what == "returned"
    return Call(
        external_id=id_ or f"{number} {minute} {what}", started_at=at, ended_at=at,
        caller=ours if out else theirs, callee=theirs if out else ours,
        direction="outbound" if out else "inbound", answered=what in {"answered", "returned"},
        voicemail=what == "voicemail", voicemail_seconds=30, ring_seconds=None, talk_seconds=0,
        seconds=30, withheld=theirs is None, rows=1, line=1,
    )  # fmt: skip


WHAT = st.sampled_from(["missed", "voicemail", "answered", "returned"])
LOGS = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 60), WHAT), max_size=25)


@given(LOGS)
def test_whoever_the_audit_counts_as_never_returned_is_called_back(
    told: list[tuple[int, int, str]],
) -> None:
    calls = [call(*each, id_=str(index)) for index, each in enumerate(told)]
    hours = open_hours(Calendar(zone=ZONE), first=NINE.date(), last=NOW.date())
    asked = sort_out(calls, zone=ZoneInfo(ZONE), now=NOW)
    day = audit(calls, hours=hours)
    never = {each.number for each in day.callers if each.outcome == "never returned"}
    assert {matter.phone for matter in asked.matters} == never
    sorted_out = [each for matter in asked.matters for each in matter.calls]
    sorted_out += [each for each, _ in asked.settled]
    assert sorted(each.external_id for each in sorted_out) == sorted(
        each.external_id for each in calls if not each.answered
    )


def test_what_names_nobody_has_no_number_but_a_voicemail_is_heard() -> None:
    calls = [call(1, 0, "missed", caller="201"), call(2, 1, "missed", caller=None),
             call(3, 2, "voicemail", caller=None)]  # fmt: skip
    asked = sort_out(calls, zone=ZoneInfo(ZONE), now=NOW)
    assert [why for _, why in asked.settled] == [Settled.NO_NUMBER, Settled.NO_NUMBER]
    assert [matter.category for matter in asked.matters] == ["UNSORTED"]


def test_a_call_from_the_future_or_long_ago_is_not_believed() -> None:
    asked = sort_out([call(1, 0, "missed")], zone=ZoneInfo(ZONE), now=NINE - timedelta(days=1))
    assert [len(asked.doubtful), len(asked.matters)] == [1, 0]
    asked = sort_out([call(1, 0, "missed")], zone=ZoneInfo(ZONE), now=NINE + timedelta(days=4000))
    assert len(asked.doubtful) == 1


def test_a_missed_call_and_a_voicemail_are_different_things_to_have_done() -> None:
    assert kind_of(call(1, 0, "missed")) is Kind.MISSED_CALL
    assert kind_of(call(1, 0, "voicemail")) is Kind.VOICEMAIL


def test_one_day_of_several_asks_only_for_that_day() -> None:
    calls = [call(1, 0, "missed"), call(2, 60 * 24, "missed")]
    asked = sort_out(calls, day=NINE.date(), zone=ZoneInfo(ZONE), now=NOW)
    assert [matter.phone for matter in asked.matters] == ["+12025550101"]


def test_calls_between_our_own_extensions_ask_nothing_and_settle_nothing() -> None:
    inside = replace(call(1, 5, "answered"), direction="internal")
    asked = sort_out([call(1, 0, "missed"), inside], zone=ZoneInfo(ZONE), now=NOW)
    assert [matter.phone for matter in asked.matters] == ["+12025550101"]


def test_an_answered_call_of_a_hidden_number_settles_nobodys_wait() -> None:
    calls = [call(1, 0, "missed"), call(2, 5, "answered", caller=None)]
    asked = sort_out(calls, zone=ZoneInfo(ZONE), now=NOW)
    assert [matter.phone for matter in asked.matters] == ["+12025550101"]
