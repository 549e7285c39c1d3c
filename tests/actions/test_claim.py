"""One owner, for a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim, opening
from ringback.actions.act import Held, NotFound, NotPermitted, Refused, Stale
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from tests import records
from tests.actions.test_attempt import log, taken
from tests.cast import NOON, came_in
from tests.together import at_once

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
MINUTE = timedelta(minutes=1)


def test_whoever_takes_a_callback_holds_it_for_fifteen_minutes(cedar: Cast) -> None:
    found = came_in(cedar.dana)
    view = claim.claim(found.callback_id, by=cedar.vik, now=NOON)
    assert (view.owner_id, view.fence, view.lease_until) == (
        cedar.vik.person_id,
        2,
        NOON + timedelta(minutes=15),
    )


def test_a_second_person_is_told_who_has_it_and_until_when(cedar: Cast) -> None:
    found = came_in(cedar.dana)
    claim.claim(found.callback_id, by=cedar.vik, now=NOON)
    with pytest.raises(Held) as refusal:
        claim.claim(found.callback_id, by=cedar.dana, now=NOON)
    assert str(refusal.value) == "Vik Sharma has this one until 12:15."


def test_next_for_me_never_gives_one_callback_to_two_people(cedar: Cast) -> None:
    ids = {came_in(cedar.dana).callback_id for _ in range(40)}
    people = [cedar.dana, cedar.vik, cedar.osei, cedar.mara]

    def work(number: int) -> list[object]:
        taken = []
        while (view := claim.claim_next(by=people[number], now=NOON)) is not None:
            taken.append(view.id)
        return taken

    taken = [one for each in at_once(4, work) for one in each]
    assert sorted(taken) == sorted(ids)


def test_next_for_me_stays_in_my_lane(cedar: Cast) -> None:
    came_in(cedar.dana, category="INTAKE")
    mine = came_in(cedar.dana, category="NEWPT")
    first = claim.claim_next(by=cedar.vik, now=NOON)
    assert first is not None
    assert first.id == mine.callback_id
    assert claim.claim_next(by=cedar.vik, now=NOON) is None


def test_another_practice_sees_nothing_to_take(cedar: Cast, elm: Cast) -> None:
    found = came_in(cedar.dana)
    assert claim.claim_next(by=elm.dana, now=NOON) is None
    with pytest.raises(NotFound):
        claim.claim(found.callback_id, by=elm.dana, now=NOON)


def test_it_cannot_see_a_patient(cedar: Cast) -> None:
    found = came_in(cedar.dana)
    with pytest.raises(NotPermitted):
        opening.opened(found.callback_id, by=cedar.ines, now=NOON)


def test_a_lapsed_callback_is_anyones_again_and_says_why(cedar: Cast) -> None:
    found = came_in(cedar.dana)
    claim.claim(found.callback_id, by=cedar.vik, now=NOON)
    later = NOON + timedelta(minutes=15)
    assert claim.return_lapsed(cedar.practice_id, now=later) == 1
    view = opening.opened(found.callback_id, by=cedar.dana, now=later)
    assert (view.owner_id, view.stage, view.came_back, view.fence) == (
        None,
        "waiting",
        "lapsed",
        3,
    )


def test_fifty_people_pressing_at_once_make_one_owner(cedar: Cast) -> None:
    it = came_in(cedar.dana).callback_id
    people = [cedar.dana, cedar.vik, cedar.osei, cedar.mara]

    def press(number: int) -> str:
        try:
            return claim.claim(it, by=people[number % 4], now=NOON).owner_name
        except Held as refusal:
            return str(refusal)

    answers = at_once(50, press)
    owner = records.callback(cedar, it).owner
    assert owner is not None
    assert set(answers) == {owner.name, f"{owner.name} has this one until 12:15."}
    assert records.callback(cedar, it).fence == 2


def test_taking_what_is_ones_own_extends_it_and_changes_nothing_else(cedar: Cast) -> None:
    it, fence = taken(cedar)
    view = claim.claim(it, by=cedar.dana, now=NOON + 5 * MINUTE)
    assert (view.fence, view.lease_until) == (fence, NOON + 20 * MINUTE)


def test_given_back_it_is_anyones_and_says_so(cedar: Cast) -> None:
    it, fence = taken(cedar)
    claim.release(it, by=cedar.dana, now=NOON, fence=fence)
    found = records.callback(cedar, it)
    assert (found.stage, found.owner_id, found.lease_until, found.came_back, found.fence) == (
        "waiting",
        None,
        None,
        "given_back",
        fence + 1,
    )
    assert claim.claim(it, by=cedar.vik, now=NOON).came_back == ""


def test_what_nobody_read_yet_is_still_unread_when_given_back(cedar: Cast) -> None:
    it, fence = taken(cedar, kind=Kind.VOICEMAIL)
    claim.release(it, by=cedar.dana, now=NOON, fence=fence)
    assert records.callback(cedar, it).stage == "unsorted"


@pytest.mark.parametrize("stale", [0, 1, 3, 2**31])
def test_a_write_with_an_old_fence_is_refused_with_the_present_one(cedar: Cast, stale: int) -> None:
    it, fence = taken(cedar)
    with pytest.raises(Stale) as refusal:
        claim.release(it, by=cedar.dana, now=NOON, fence=stale)
    assert refusal.value.fence == fence == 2


def test_only_the_owner_gives_it_back(cedar: Cast) -> None:
    it, fence = taken(cedar)
    with pytest.raises(Held):
        claim.release(it, by=cedar.mara, now=NOON, fence=fence)


def test_until_it_is_returned_a_lapsed_callback_may_be_taken_over(cedar: Cast) -> None:
    it, fence = taken(cedar)
    view = claim.claim(it, by=cedar.vik, now=NOON + 15 * MINUTE)
    assert (view.owner_name, view.fence) == ("Vik Sharma", fence + 1)
    assert claim.return_lapsed(cedar.practice_id, now=NOON + 15 * MINUTE) == 0


def test_lapsing_is_written_down_for_each_callback(cedar: Cast) -> None:
    them = {taken(cedar)[0] for _ in range(3)}
    kept, _ = taken(cedar, kind=Kind.VOICEMAIL)
    claim.claim(kept, by=cedar.dana, now=NOON + 10 * MINUTE)
    assert claim.return_lapsed(cedar.practice_id, now=NOON + 15 * MINUTE) == 3
    entries = records.journal(cedar, "lapsed")
    assert {entry.subject_id for entry in entries} == them
    assert {(e.actor_id, e.via, e.changed, e.details["stage"]) for e in entries} == {
        (None, "tick", True, "owned")
    }
    assert claim.return_lapsed(cedar.practice_id, now=NOON + 15 * MINUTE) == 0


def test_lapsing_at_one_practice_touches_no_other(cedar: Cast, elm: Cast) -> None:
    it, _ = taken(cedar)
    assert claim.return_lapsed(elm.practice_id, now=NOON + timedelta(days=1)) == 0
    assert records.callback(cedar, it).stage == "owned"


def test_lapsing_and_taking_at_once_never_leaves_two_owners(cedar: Cast) -> None:
    later = NOON + 15 * MINUTE
    for _ in range(5):
        it, _fence = taken(cedar)

        def do(number: int, it: object = it) -> None:
            if number % 2:
                claim.return_lapsed(cedar.practice_id, now=later)
            else:
                claim.claim(it, by=cedar.mara, now=later)

        at_once(4, do)
        found = records.callback(cedar, it)
        assert (found.stage, found.owner_id) == ("owned", cedar.mara.person_id)


def test_next_for_me_is_the_most_pressing_of_anyones_and_mine_that_is_due(cedar: Cast) -> None:
    mine, fence = taken(cedar)
    log(cedar, (mine, fence), Result.NO_ANSWER)
    planned = records.callback(cedar, mine).next_attempt_at
    assert planned is not None
    early = came_in(cedar.dana, now=planned, happened_at=planned - timedelta(hours=3))
    assert claim.claim_next(by=cedar.dana, now=planned - MINUTE).id == early.callback_id
    late = came_in(cedar.dana, now=planned, happened_at=planned - MINUTE)
    view = claim.claim_next(by=cedar.dana, now=planned)
    assert (view.id, view.stage, view.fence) == (mine, "owned", fence)
    assert claim.claim_next(by=cedar.dana, now=planned).id == late.callback_id
    assert claim.claim_next(by=cedar.dana, now=planned) is None


def test_next_for_me_in_a_lane_offers_my_own_due_try_too(cedar: Cast) -> None:
    found = claim.claim_next(by=cedar.vik, now=NOON)
    assert found is None
    it = came_in(cedar.dana).callback_id
    view = claim.claim_next(by=cedar.vik, now=NOON)
    vik = replace(cedar, dana=cedar.vik)
    log(vik, (it, view.fence), Result.BUSY)
    assert claim.claim_next(by=cedar.vik, now=NOON + 14 * MINUTE) is None
    assert claim.claim_next(by=cedar.vik, now=NOON + 15 * MINUTE).id == it


def test_next_for_me_without_any_lane_is_nothing(cedar: Cast) -> None:
    came_in(cedar.dana)
    nobody = replace(cedar.vik, lanes=frozenset())
    assert claim.claim_next(by=nobody, now=NOON) is None
    with pytest.raises(NotPermitted):
        claim.claim_next(by=cedar.ines, now=NOON)


def test_outside_ones_lane_nothing_is_taken(cedar: Cast) -> None:
    it = came_in(cedar.dana, category="INTAKE").callback_id
    with pytest.raises(NotPermitted, match="not one you work on"):
        claim.claim(it, by=cedar.vik, now=NOON)
    with pytest.raises(Refused):
        claim.claim(it, by=cedar.vik, now=NOON)
