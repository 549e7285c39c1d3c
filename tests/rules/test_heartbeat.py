"""When the silence of a part is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ringback.rules.heartbeat import Part, Watched, silent

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
LIMIT = timedelta(seconds=45)
LONG_AGO = timedelta(days=1)


def ago(seconds: float) -> datetime:
    return NOON - timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("tick", "worker", "since", "told"),
    [
        (5, 5, 86400, ()),
        (45, 5, 86400, ()),
        (46, 5, 86400, (Part.TICK,)),
        (5, 46, 86400, (Part.WORKER,)),
        (100, 100, 86400, (Part.TICK, Part.WORKER)),
        (None, 5, 86400, (Part.TICK,)),
        (86400, 86400, 45, ()),
        (None, None, 46, (Part.TICK, Part.WORKER)),
    ],
)
def test_a_part_is_silent_once_it_was_not_heard_for_longer_than_the_limit(
    tick: float | None, worker: float | None, since: float, told: tuple[Part, ...]
) -> None:
    heard = {Part.TICK: tick, Part.WORKER: worker}
    parts = frozenset(heard)
    last = {str(part): ago(each) for part, each in heard.items() if each is not None}
    watched = Watched(parts=parts, last=last, since=ago(since))
    assert silent(watched, NOON, LIMIT) == told


def test_what_there_is_not_cannot_be_silent() -> None:
    watched = Watched(parts=frozenset({Part.TICK}), last={}, since=NOON - LONG_AGO)
    assert silent(watched, NOON, LIMIT) == (Part.TICK,)
