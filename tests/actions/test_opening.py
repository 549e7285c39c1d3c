"""Looking at a callback is written down, once per five minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from ringback.actions import claim, opening
from ringback.actions.act import NotPermitted
from ringback.rules.arrival import Kind
from tests import records
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

MINUTE = timedelta(minutes=1)


def looks(cast: Cast, it: UUID, *minutes: int) -> int:
    for each in minutes:
        opening.opened(it, by=cast.dana, now=NOON + each * MINUTE)
    return len(records.journal(cast, "opened"))


@pytest.fixture
def it(cedar: Cast) -> UUID:
    found = came_in(cedar.dana).callback_id
    assert found is not None
    return found


def test_openings_within_five_minutes_are_one(cedar: Cast, it: UUID) -> None:
    assert settings.OPENING_REPEAT_S == 300
    assert looks(cedar, it, 0, 1, 4) == 1


def test_after_five_minutes_it_is_another_opening(cedar: Cast, it: UUID) -> None:
    assert looks(cedar, it, 0, 5, 6) == 2


def test_each_person_and_each_callback_has_its_own_openings(cedar: Cast, it: UUID) -> None:
    other = came_in(cedar.dana).callback_id
    opening.opened(it, by=cedar.mara, now=NOON)
    opening.opened(other, by=cedar.dana, now=NOON)
    assert looks(cedar, it, 0) == 3


def test_opening_tells_no_other_screen(cedar: Cast, it: UUID) -> None:
    looks(cedar, it, 0)
    assert [entry.changed for entry in records.journal(cedar, "opened")] == [False]


@pytest.mark.parametrize("kind", [Kind.MISSED_CALL, Kind.VOICEMAIL])
def test_the_owner_looking_begins_their_time_again(cedar: Cast, kind: Kind) -> None:
    it = came_in(cedar.dana, kind=kind).callback_id
    claim.claim(it, by=cedar.dana, now=NOON)
    seen = opening.opened(it, by=cedar.dana, now=NOON + 10 * MINUTE)
    assert seen.lease_until == NOON + 25 * MINUTE
    assert records.callback(cedar, it).lease_until == NOON + 25 * MINUTE


def test_a_page_that_watches_by_itself_keeps_nothing_theirs_and_is_written_down_all_the_same(
    cedar: Cast, it: UUID
) -> None:
    claim.claim(it, by=cedar.dana, now=NOON)
    for minutes in (10, 11, 16):
        seen = opening.opened(it, by=cedar.dana, now=NOON + minutes * MINUTE, watching=True)
    assert seen.lease_until == NOON + 15 * MINUTE
    assert records.callback(cedar, it).lease_until == NOON + 15 * MINUTE
    assert len(records.journal(cedar, "opened")) == 2


def test_anybody_else_looking_does_not(cedar: Cast, it: UUID) -> None:
    claim.claim(it, by=cedar.dana, now=NOON)
    opening.opened(it, by=cedar.mara, now=NOON + 10 * MINUTE)
    assert records.callback(cedar, it).lease_until == NOON + 15 * MINUTE


def test_it_is_refused_and_the_refusal_is_written_down_every_time(cedar: Cast, it: UUID) -> None:
    for _ in range(2):
        with pytest.raises(NotPermitted):
            opening.opened(it, by=cedar.ines, now=NOON)
    assert [
        (entry.actor_id, entry.subject_id, entry.refused)
        for entry in records.journal(cedar, "opened")
    ] == [(cedar.ines.person_id, it, True)] * 2


def test_a_refused_opening_does_not_hide_the_next_real_one(cedar: Cast) -> None:
    outside = came_in(cedar.dana, category="INTAKE").callback_id
    with pytest.raises(NotPermitted):
        opening.opened(outside, by=cedar.vik, now=NOON)
    opening.opened(outside, by=cedar.dana, now=NOON)
    assert [e.refused for e in records.journal(cedar, "opened", actor_id=cedar.dana.person_id)] == [
        False
    ]
