"""How long somebody stays signed in, and what they may do meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import signedin
from ringback.rules.signedin import Limits, SignedIn, Standing

BEGAN = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
LIMITS = Limits(
    idle=timedelta(minutes=15),
    idle_on_shared_desk=timedelta(minutes=5),
    longest=timedelta(hours=12),
)


def stands(idle: float, *, hours: float = 1, needed: bool = True, **facts: bool) -> Standing:
    """After so many minutes in which nothing was pressed, so many hours after signing in."""
    now = BEGAN + timedelta(hours=hours)
    found = SignedIn(
        began_at=BEGAN, seen_at=now - timedelta(minutes=idle), **{"proven": True, **facts}
    )
    return signedin.standing(found, limits=LIMITS, now=now, second_factor_required=needed)


@pytest.mark.parametrize(
    ("idle", "facts", "expected"),
    [
        (0, {}, Standing.AT_WORK),
        (14.99, {}, Standing.AT_WORK),
        (15, {}, Standing.LOCKED),
        (0, {"locked": True}, Standing.LOCKED),
        (4.99, {"on_shared_desk": True}, Standing.AT_WORK),
        (5, {"on_shared_desk": True}, Standing.LOCKED),
        (5, {"on_shared_desk": True, "on_a_call": True}, Standing.AT_WORK),
        (15, {"on_shared_desk": True, "on_a_call": True}, Standing.LOCKED),
        (5, {"on_a_call": True}, Standing.AT_WORK),
        (0, {"proven": False}, Standing.SECOND_FACTOR),
        (15, {"proven": False}, Standing.LOCKED),
        (0, {"proven": False, "locked": True}, Standing.LOCKED),
    ],
)
def test_what_a_sign_in_allows(idle: float, facts: dict[str, bool], expected: Standing) -> None:
    assert stands(idle, **facts) is expected


def test_where_no_second_factor_is_required_none_is_asked_for() -> None:
    assert stands(0, needed=False, proven=False) is Standing.AT_WORK


@pytest.mark.parametrize(
    ("hours", "expected"), [(11.99, Standing.AT_WORK), (12, Standing.OVER), (30, Standing.OVER)]
)
def test_after_twelve_hours_it_is_over_whatever_was_pressed(
    hours: float, expected: Standing
) -> None:
    assert stands(0, hours=hours) is expected
    assert stands(0, hours=30, locked=True, proven=False) is Standing.OVER


@given(st.integers(0, 60 * 13), st.booleans(), st.booleans())
def test_it_locks_at_the_moment_that_was_said(minute: int, shared: bool, calling: bool) -> None:
    found = SignedIn(
        began_at=BEGAN,
        seen_at=BEGAN + timedelta(minutes=minute),
        proven=True,
        on_shared_desk=shared,
        on_a_call=calling,
    )
    at = signedin.locks_at(found, LIMITS)
    just_before = signedin.standing(
        found, limits=LIMITS, now=at - timedelta(seconds=1), second_factor_required=True
    )
    then = signedin.standing(found, limits=LIMITS, now=at, second_factor_required=True)
    assert then in {Standing.LOCKED, Standing.OVER}
    assert just_before is Standing.AT_WORK or minute >= 60 * 12
