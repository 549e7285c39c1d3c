"""Breaking the glass: who may, with what reason, for how long, and who reviews it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from ringback.rules import breakglass
from ringback.rules.access import Actor, Role
from ringback.rules.breakglass import Asked, Broken, Why

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringback.rules.reason import Reason

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
GOOD = Asked(reason="emergency", words="Chest pain, and nobody of the lane is here.")


MISSED = frozenset({"MISSED"})


def who(*roles: Role, lanes: frozenset[str] | None = MISSED, number: int = 1) -> Actor:
    return Actor(
        person_id=UUID(int=number), practice_id=UUID(int=9), name="A", roles=frozenset(roles),
        lanes=lanes,
    )  # fmt: skip


def codes(reasons: Iterable[Reason]) -> list[str]:
    return [each.code for each in reasons]


@pytest.mark.parametrize("role", Role)
def test_only_a_clinician_or_a_manager_may(role: Role) -> None:
    allowed = role in {Role.CLINICIAN, Role.MANAGER}
    expected = [] if allowed else ["not_permitted"]
    assert codes(breakglass.begin_refusals(who(role), "INTAKE", GOOD)) == expected


def test_in_ones_own_lane_there_is_no_glass() -> None:
    assert codes(breakglass.begin_refusals(who(Role.CLINICIAN), "MISSED", GOOD)) == ["in_lane"]
    everywhere = who(Role.MANAGER, lanes=None)
    assert codes(breakglass.begin_refusals(everywhere, "INTAKE", GOOD)) == ["in_lane"]


@pytest.mark.parametrize("reason", Why)
def test_every_reason_is_one(reason: Why) -> None:
    asked = Asked(reason=str(reason), words="x" * breakglass.SHORTEST_WORDS)
    assert breakglass.begin_refusals(who(Role.CLINICIAN), "INTAKE", asked) == ()


@pytest.mark.parametrize(
    ("asked", "lacks"),
    [
        (Asked(reason="", words=GOOD.words), ["reason"]),
        (Asked(reason="curious", words=GOOD.words), ["reason"]),
        (Asked(reason="other", words=""), ["words"]),
        (Asked(reason="other", words=" because   "), ["words"]),
        (Asked(reason="", words=" "), ["reason", "words"]),
    ],
)
def test_a_need_has_a_reason_and_words(asked: Asked, lacks: list[str]) -> None:
    assert codes(breakglass.begin_refusals(who(Role.CLINICIAN), "INTAKE", asked)) == lacks


@pytest.mark.parametrize(
    ("after", "is_open"),
    [(timedelta(0), True), (QUARTER - timedelta(seconds=1), True), (QUARTER, False),
     (-timedelta(seconds=1), False)],
)  # fmt: skip
def test_it_is_open_for_its_time_and_not_a_moment_longer(after: timedelta, is_open: bool) -> None:
    until = breakglass.ends_at(NOON, QUARTER)
    broken = Broken(person_id=UUID(int=1), begun_at=NOON, until=until)
    assert breakglass.open_until(broken, NOON + after) == (until if is_open else None)


def test_what_was_never_begun_is_not_open() -> None:
    assert breakglass.open_until(None, NOON) is None


def reviewing(actor: Actor, *, by: int = 1, reviewed_by: str = "") -> list[str]:
    broken = Broken(
        person_id=UUID(int=by), begun_at=NOON, until=NOON + QUARTER, reviewed_by=reviewed_by
    )
    return codes(breakglass.review_refusals(actor, broken))


@pytest.mark.parametrize("role", Role)
def test_only_a_manager_reviews(role: Role) -> None:
    expected = [] if role is Role.MANAGER else ["not_permitted"]
    assert reviewing(who(role, number=2)) == expected


def test_nobody_reviews_their_own() -> None:
    assert reviewing(who(Role.MANAGER, number=1)) == ["own"]


def test_what_is_reviewed_is_not_reviewed_again() -> None:
    assert reviewing(who(Role.MANAGER, number=2), reviewed_by="Mara Lindt") == ["reviewed"]
