"""Rows become calls, and only a person answers."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules.phonelog import Call, LogRow, join, settle_direction

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

NINE = datetime(2026, 11, 17, 14, tzinfo=UTC)
ANN, BOB, OURS = "+12025550101", "+12025550102", "+12025550100"
LINES = count(1)


def row(caller: str | None = ANN, start: int = 0, seconds: int = 20, **more: Any) -> LogRow:
    """Write a missed inbound row, `start` seconds after nine."""
    started = NINE + timedelta(seconds=start)
    usual: dict[str, Any] = {
        "line": next(LINES),
        "started_at": started,
        "ended_at": started + timedelta(seconds=seconds),
        "caller": caller,
        "callee": "201",
        "direction": "inbound",
        "talked": False,
    }
    return LogRow(**{**usual, **more})


def only(rows: list[LogRow]) -> Call:
    calls = join(rows)
    assert len(calls) == 1
    return calls[0]


def test_rows_with_one_call_id_are_one_call_however_far_apart() -> None:
    call = only([row(call_id="x"), row(start=4000, call_id="x", caller="201")])
    assert (call.rows, call.caller, call.external_id) == (2, ANN, "x")


def test_rows_of_one_caller_at_the_same_time_are_one_call() -> None:
    assert only([row(), row(start=10, callee="202")]).rows == 2


def test_a_row_that_begins_as_the_last_one_ends_continues_it() -> None:
    assert only([row(), row(start=20, voicemail_seconds=30)]).voicemail


def test_who_calls_again_in_the_second_of_hanging_up_makes_two_calls_where_legs_are_named() -> None:
    rows = [row(row_id="1", legs=("trunk-1",)), row(start=20, row_id="2", legs=("trunk-2",))]
    assert [call.external_id for call in join(rows)] == ["1", "2"]


def test_the_same_caller_a_little_later_is_another_call() -> None:
    assert [call.rows for call in join([row(), row(start=25)])] == [1, 1]


def test_two_callers_at_the_same_time_are_two_calls() -> None:
    assert [call.caller for call in join([row(ANN), row(BOB)])] == [ANN, BOB]


def test_call_ids_keep_apart_what_overlaps() -> None:
    assert len(join([row(call_id="x"), row(call_id="y")])) == 2


def test_hidden_callers_at_the_same_time_are_never_one_call() -> None:
    calls = join([row(None), row(None)])
    assert [call.withheld for call in calls] == [True, True]
    assert calls[0].external_id != calls[1].external_id


def test_rows_that_share_a_leg_are_one_call_though_the_caller_is_hidden() -> None:
    assert only([row(None, legs=("A", "B")), row(None, start=5, legs=("B", "C"))]).rows == 2


def test_a_leg_name_used_again_next_day_is_another_call() -> None:
    assert len(join([row(legs=("A",)), row(start=86_400, legs=("A",))])) == 2


def test_two_people_calling_out_at_once_under_one_number_are_two_calls() -> None:
    out = {"direction": "outbound", "caller": OURS}
    calls = join([row(**out, callee=ANN), row(**out, callee=BOB)])
    assert [call.callee for call in calls] == [ANN, BOB]


def test_answered_on_any_row_is_answered() -> None:
    call = only([row(), row(talked=True, ring_seconds=6, talk_seconds=60, seconds=66)])
    assert (call.answered, call.ring_seconds, call.talk_seconds, call.seconds) == (True, 6, 60, 66)


def test_a_leg_with_a_row_of_its_own_says_itself_whether_a_person_talked() -> None:
    queue = row(talked=True, stands_for="local", legs=("trunk", "local"))
    assert only([queue]).answered
    assert not only([queue, row(leg="local", legs=("local", "phone"))]).answered
    talked = row(leg="local", legs=("local", "phone"), talked=True)
    assert only([queue, talked]).answered


@pytest.mark.parametrize("answered", [True, False])
def test_a_program_that_rings_our_own_desk_first_has_not_reached_the_patient(
    answered: bool,
) -> None:
    out = {"direction": "outbound", "caller": OURS, "callee": ANN}
    dialled = row(**out, talked=answered, legs=("Local/1",), rang_first="Local/1", row_id="1")
    desk = row(talked=True, legs=("Local/1",), leg="Local/1", row_id="2")
    call = only([desk, dialled])
    assert (call.direction, call.callee, call.answered) == ("outbound", ANN, answered)


def test_a_voicemail_needs_more_time_than_its_greeting() -> None:
    assert not only([row(voicemail_seconds=4)]).voicemail
    call = only([row(voicemail_seconds=5)])
    assert (call.voicemail, call.voicemail_seconds, call.answered) == (True, 5, False)


def test_a_forward_out_of_the_house_is_part_of_the_call_that_came_in() -> None:
    call = only(
        [
            row(legs=("trunk", "local")),
            row(legs=("local", "out"), direction="outbound", callee=BOB, talked=True),
        ]
    )
    assert (call.direction, call.caller, call.answered) == ("inbound", ANN, True)


def test_the_length_is_unknown_where_no_row_has_one() -> None:
    assert only([row(seconds=0, timed=False)]).seconds is None


@pytest.mark.parametrize(
    ("stated", "caller", "callee", "settled"),
    [
        ("outbound", ANN, "201", ("outbound", "log")),
        ("unknown", "201", "202", ("internal", "extensions")),
        ("unknown", "201", ANN, ("outbound", "extensions")),
        ("unknown", ANN, "201", ("inbound", "extensions")),
        ("unknown", None, "201", ("inbound", "extensions")),
        ("unknown", ANN, OURS, ("inbound", "our numbers")),
        ("unknown", OURS, ANN, ("outbound", "our numbers")),
        ("unknown", OURS, OURS, ("internal", "our numbers")),
        ("unknown", ANN, BOB, ("unknown", "nothing")),
        ("unknown", None, None, ("unknown", "nothing")),
    ],
)
def test_direction_is_settled_by_the_log_then_extensions_then_our_numbers(
    stated: Any, caller: str | None, callee: str | None, settled: tuple[str, str]
) -> None:
    assert settle_direction(stated, caller, callee, frozenset({OURS})) == settled


ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from([ANN, BOB, None, "201"]),
        st.integers(0, 300),
        st.integers(0, 90),
        talked=st.booleans(),
        direction=st.sampled_from(["inbound", "outbound", "internal", "unknown"]),
        call_id=st.sampled_from(["", "", "a", "b"]),
        row_id=st.sampled_from(["", "1", "2", "3"]),
        legs=st.lists(st.sampled_from("PQRS"), max_size=2).map(tuple),
    ),
    max_size=12,
)


@UNHURRIED
@given(ROWS)
def test_every_row_is_in_exactly_one_call_and_ids_are_distinct(rows: list[LogRow]) -> None:
    calls = join(rows)
    assert sum(call.rows for call in calls) == len(rows)
    assert len({call.external_id for call in calls}) == len(calls)
    assert [call.started_at for call in calls] == sorted(call.started_at for call in calls)


@UNHURRIED
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_in_the_file_changes_nothing(rows: list[LogRow], draw: Any) -> None:
    shuffled = list(rows)
    draw.shuffle(shuffled)
    assert {_told(call) for call in join(shuffled)} == {_told(call) for call in join(rows)}


def _told(call: Call) -> tuple[Any, ...]:
    return (call.started_at, call.ended_at, call.answered, call.rows, call.line)
