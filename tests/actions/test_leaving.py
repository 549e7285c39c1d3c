"""Somebody leaves: out at once, and what they held lies with those who are here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, door, leaving, people, waiting
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.attempt import Made
from ringback.models import Callback, Entry, LaneMember, PostHolder
from ringback.queries import person
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from ringback.rules.category import Post
from ringback.rules.lifecycle import Party
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

pytestmark = pytest.mark.postgres


def held(cast: Cast) -> UUID:
    found = came_in(cast.dana, category="MISSED").callback_id
    assert found is not None
    claim.claim(found, by=cast.vik, now=NOON)
    return found


def fence(cast: Cast, callback_id: UUID) -> int:
    with scope(cast.practice_id):
        return Callback.objects.get(id=callback_id).fence


def test_everything_they_held_goes_back_in_the_same_moment_each_with_its_entry(
    cedar: Cast,
) -> None:
    owned, planned, on_hold = held(cedar), held(cedar), held(cedar)
    made = Made(result=Result.NO_ANSWER)
    attempt.log(planned, made, by=cedar.vik, now=NOON, fence=fence(cedar, planned))
    waiting.hold(
        on_hold,
        waits_for=Party.PATIENT,
        review_at=NOON.replace(day=25),
        by=cedar.vik,
        now=NOON,
        fence=fence(cedar, on_hold),
    )
    assert leaving.leave(cedar.vik.person_id, by=cedar.mara, now=NOON) == 3
    with scope(cedar.practice_id):
        rows = {
            each.id: (each.stage, each.owner_id, each.paused_at, each.came_back)
            for each in Callback.objects.filter(id__in=[owned, planned, on_hold])
        }
        entries = Entry.objects.filter(verb="returned").values_list("subject_id", "actor_id")
        assert set(entries) == {(each, cedar.mara.person_id) for each in rows}
    assert set(rows.values()) == {("waiting", None, None, "given_back")}


def test_their_token_and_their_place_end_with_it(cedar: Cast) -> None:
    token = door.issue_token("a script", by=cedar.vik, now=NOON)
    leaving.leave(cedar.vik.person_id, by=cedar.mara, now=NOON)
    assert person.actor_of_token(token, now=NOON) is None
    assert person.actor(cedar.vik.person_id, cedar.practice_id, via="web") is None
    assert person.practices_of(cedar.vik.person_id) == []


def test_posts_and_lanes_end(cedar: Cast) -> None:
    people.fill_post(cedar.osei.person_id, Post.NURSE, by=cedar.mara, now=NOON)
    leaving.leave(cedar.osei.person_id, by=cedar.mara, now=NOON)
    with scope(cedar.practice_id):
        own = {"person_id": cedar.osei.person_id, "until__isnull": True}
        assert not PostHolder.objects.filter(**own).exists()
        assert not LaneMember.objects.filter(**own).exists()


def test_nobody_takes_themselves_out_nor_somebody_of_another_practice(
    cedar: Cast, elm: Cast
) -> None:
    with pytest.raises(Refused):
        leaving.leave(cedar.mara.person_id, by=cedar.mara, now=NOON)
    with pytest.raises(NotFound):
        leaving.leave(elm.vik.person_id, by=cedar.mara, now=NOON)
    with pytest.raises(NotPermitted):
        leaving.leave(cedar.vik.person_id, by=cedar.dana, now=NOON)
    with pytest.raises(NotPermitted):
        leaving.leave(cedar.vik.person_id, by=cedar.ines, now=NOON)
    assert person.actor(elm.vik.person_id, elm.practice_id, via="web") == elm.vik
