"""Promises of earlier callbacks: which were kept, and which are read first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import earlier
from ringback.rules.attempt import Result, Try
from ringback.rules.earlier import GRACE, Closed
from ringback.rules.lifecycle import Outcome

TOLD = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
AT = TOLD + timedelta(hours=3)
LATER = timedelta(seconds=1)


def tried(at: datetime, result: Result = Result.NO_ANSWER) -> Try:
    return Try(result=result, happened_at=at)


def closed(
    *later: Try, outcome: Outcome = Outcome.UNREACHABLE, at: datetime = AT + timedelta(days=1)
) -> Closed:
    first = Try(result=Result.CALL_LATER, happened_at=TOLD, call_again_at=AT)
    return Closed(outcome=outcome, closed_at=at, tries=[first, *later])


@pytest.mark.parametrize(
    ("one", "kept"),
    [
        (closed(), False),
        (closed(tried(AT)), True),
        (closed(tried(AT + GRACE)), True),
        (closed(tried(AT + GRACE + LATER)), False),
        (closed(tried(TOLD + LATER, Result.PATIENT_CALLED_US)), True),
        (closed(outcome=Outcome.DONE, at=AT), True),
        (closed(outcome=Outcome.DONE, at=AT + LATER), False),
        (closed(outcome=Outcome.WITHDRAWN, at=AT), True),
        (closed(outcome=Outcome.DUPLICATE, at=AT), True),
        (closed(outcome=Outcome.UNREACHABLE, at=AT), False),
        (closed(outcome=Outcome.NOT_A_PATIENT, at=AT), False),
    ],
)
def test_a_promise_is_kept_by_a_call_or_by_an_end_that_owes_none(one: Closed, kept: bool) -> None:
    assert earlier.promised(one) == AT
    assert earlier.broken(one) == (None if kept else AT)


def test_without_a_time_told_nothing_was_promised() -> None:
    nothing = Closed(outcome=Outcome.DONE, closed_at=AT, tries=[tried(TOLD)])
    assert (earlier.promised(nothing), earlier.broken(nothing)) == (None, None)


def test_a_later_promise_that_was_kept_does_not_mend_the_first() -> None:
    second = Try(
        result=Result.CALL_LATER,
        happened_at=AT + timedelta(hours=1),
        call_again_at=AT + timedelta(hours=2),
    )
    one = closed(second, tried(AT + timedelta(hours=2)))
    assert (earlier.promised(one), earlier.broken(one)) == (second.call_again_at, AT)


days = st.integers(0, 60).map(lambda days: TOLD + timedelta(days=days))


@given(st.lists(st.tuples(st.one_of(st.none(), days), days), max_size=8))
def test_what_was_not_kept_is_read_first_and_then_the_newest(
    found: list[tuple[datetime | None, datetime]],
) -> None:
    shown = earlier.order(found)
    assert len(shown) == len(set(shown)) == min(len(found), earlier.SHOWN)
    keys = [(found[place][0] is None, -found[place][1].timestamp()) for place in shown]
    assert keys == sorted(keys)
    left = [place for place in range(len(found)) if place not in shown]
    rest = [(found[place][0] is None, -found[place][1].timestamp()) for place in left]
    assert all(each >= keys[-1] for each in rest)
