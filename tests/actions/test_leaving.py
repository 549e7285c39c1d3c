"""Somebody leaves: out at once, and what they held lies with those who are here."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from typing import TYPE_CHECKING, TypeVar

import pytest
from django.db import connections

from ringback.actions import attempt, claim, door, escalation, leaving, people, waiting
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.attempt import Made
from ringback.models import Callback, Entry, LaneMember, PostHolder
from ringback.queries import person
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.attempt import Result
from ringback.rules.category import Post
from ringback.rules.lifecycle import Party
from tests import records
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

T = TypeVar("T")

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


TAKES: dict[str, Callable[[UUID, Actor], object]] = {
    "claimed": lambda it, by: claim.claim(it, by=by, now=NOON),
    "claimed, the next one": lambda _, by: claim.claim_next(by=by, now=NOON),
    "accepted": lambda it, by: escalation.accept(it, by=by, now=NOON),
}


SAID = {
    "claimed": {"gone": ["not_here"], "no role": ["not_permitted"]},
    "claimed, the next one": {"gone": [], "no role": []},
    "accepted": {"gone": ["not_here"], "no role": ["not_permitted"]},
}
"""One statement takes the next one, and finds nothing: that is no refusal."""


def refused(take: str, callback_id: UUID, by: Actor) -> list[str]:
    try:
        assert TAKES[take](callback_id, by) is None
    except NotPermitted as no:
        return [each.code for each in no.reasons]
    return []


def owner(cast: Cast, callback_id: UUID) -> UUID | None:
    with scope(cast.practice_id):
        return Callback.objects.get(id=callback_id).owner_id


def waits(cast: Cast) -> UUID:
    it = came_in(cast.dana, category="MISSED").callback_id
    assert it is not None
    return it


def escalated(cast: Cast) -> UUID:
    it = held(cast)
    waiting.escalate(it, by=cast.vik, now=NOON, fence=fence(cast, it))
    return it


@pytest.mark.parametrize("take", TAKES)
def test_a_page_of_somebody_who_has_left_meanwhile_takes_nothing(cedar: Cast, take: str) -> None:
    it = escalated(cedar) if take == "accepted" else waits(cedar)
    leaving.leave(cedar.osei.person_id, by=cedar.mara, now=NOON)
    assert refused(take, it, cedar.osei) == SAID[take]["gone"]
    kept = [each.details for each in records.journal(cedar, take, subject_id=it, refused=True)]
    assert kept == [{"refused": [each]} for each in SAID[take]["gone"]]
    assert owner(cedar, it) is None


@pytest.mark.parametrize("take", TAKES)
def test_a_role_taken_away_meanwhile_takes_nothing(cedar: Cast, take: str) -> None:
    it = escalated(cedar) if take == "accepted" else waits(cedar)
    people.set_roles(
        cedar.osei.person_id, [Role.AUDITOR], seen="clinician", by=cedar.mara, now=NOON
    )
    assert refused(take, it, cedar.osei) == SAID[take]["no role"]
    assert owner(cedar, it) is None


def apart(do: Callable[[], T]) -> T:
    """Something done in a thread of its own, with a connection of its own."""
    try:
        return do()
    finally:
        connections.close_all()


@pytest.mark.parametrize("take", TAKES)
def test_leaving_waits_for_what_is_being_taken_and_gives_it_back(cedar: Cast, take: str) -> None:
    it, who = escalated(cedar) if take == "accepted" else waits(cedar), cedar.osei.person_id
    with ThreadPoolExecutor(1) as threads, scope(cedar.practice_id):
        TAKES[take](it, cedar.osei)
        leaver = threads.submit(apart, lambda: leaving.leave(who, by=cedar.mara, now=NOON))
        assert wait_for([leaver], timeout=0.2).not_done
    assert (leaver.result(), owner(cedar, it)) == (1, None)


def test_what_is_taken_while_somebody_is_taken_out_is_not_theirs_afterwards(cedar: Cast) -> None:
    it = waits(cedar)
    with ThreadPoolExecutor(1) as threads, scope(cedar.practice_id):
        leaving.leave(cedar.osei.person_id, by=cedar.mara, now=NOON)
        taker = threads.submit(apart, lambda: claim.claim_next(by=cedar.osei, now=NOON))
        assert wait_for([taker], timeout=0.2).not_done
    assert (taker.result(), owner(cedar, it)) == (None, None)
