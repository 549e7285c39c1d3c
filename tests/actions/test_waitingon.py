"""We wait for somebody: on whose list it stands, when it is looked at again, how it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import (
    attempt,
    done,
    handover,
    opening,
    theycalled,
    undo,
    waiting,
    waitingon,
)
from ringback.actions.act import Held, Refused, Stale
from ringback.actions.attempt import Made
from ringback.actions.handover import To
from ringback.actions.theycalled import Rang
from ringback.actions.waitingon import Given
from ringback.models import Waiting
from ringback.queries import queue
from ringback.queries.queue import Filter
from ringback.queries.scope import scope
from ringback.rules.attempt import Result, Side
from ringback.rules.lifecycle import Party
from ringback.rules.waitingon import Ended, Whom
from tests import records
from tests.actions.test_attempt import taken
from tests.cast import NOON, a_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tests.cast import Cast

TOMORROW = NOON + timedelta(days=1)
SOON = NOON + timedelta(seconds=5)
GOOD = "Reached Ana; she wants Tuesday morning and we booked it."


def given(**changed: Any) -> Given:
    office = {
        "whom": Whom.OFFICE,
        "name": "Valley Imaging",
        "what": "the report of Monday",
        "review_at": TOMORROW,
    }
    return Given(**{**office, **changed})


def waits(cast: Cast, **changed: Any) -> tuple[UUID, int]:
    it, fence = taken(cast)
    waitingon.begin(it, given(**changed), by=cast.dana, now=NOON, fence=fence)
    return it, records.callback(cast, it).fence


def test_it_is_on_the_list_of_whoever_asks_with_its_time(cedar: Cast) -> None:
    it, _ = waits(cedar, asks_id=cedar.mara.person_id)
    found = records.callback(cedar, it)
    assert (found.stage, found.next_party, found.review_at, found.owner_id) == (
        "on_hold",
        "third_party",
        TOMORROW,
        cedar.mara.person_id,
    )
    mine = queue.wanted(cedar.mara, now=NOON, filter=Filter.MINE)
    (row,) = queue.page(cedar.mara, mine).rows
    assert (row.id, row.hand, row.hand_why) == (
        it,
        "waiting",
        "Valley Imaging: the report of Monday",
    )


def test_a_promised_first_action_is_due_as_before(cedar: Cast) -> None:
    it, _ = waits(cedar)
    found = records.callback(cedar, it)
    assert found.due_at == found.respond_by < TOMORROW
    it, fence = taken(cedar)
    attempt.log(it, Made(result=Result.REACHED_PATIENT), by=cedar.dana, now=NOON, fence=fence)
    waitingon.begin(it, given(), by=cedar.dana, now=NOON, fence=fence)
    assert records.callback(cedar, it).due_at == TOMORROW


@pytest.mark.parametrize("how", [Ended.CAME, Ended.STOPPED])
def test_it_ends_in_its_owners_hands_and_the_clock_goes_on(cedar: Cast, how: Ended) -> None:
    it, fence = taken(cedar)
    attempt.log(it, Made(result=Result.REACHED_PATIENT), by=cedar.dana, now=NOON, fence=fence)
    resolve_by = records.callback(cedar, it).resolve_by
    waitingon.begin(it, given(), by=cedar.dana, now=NOON, fence=fence)
    later = NOON + timedelta(hours=2)
    waitingon.end(it, how, by=cedar.dana, now=later, fence=fence)
    found = records.callback(cedar, it)
    assert (found.stage, found.paused_at, found.next_party, found.hand) == (
        "owned",
        None,
        "owner",
        "",
    )
    assert found.due_at == found.resolve_by > resolve_by
    with scope(cedar.practice_id):
        kept = Waiting.objects.get(callback_id=it)
    assert (kept.ended, kept.ended_at) == (how, later)
    with pytest.raises(Refused, match="Nobody is being waited for"):
        waitingon.end(it, how, by=cedar.dana, now=later, fence=fence)


def test_asked_again_it_is_counted_and_looked_at_later(cedar: Cast) -> None:
    it, fence = waits(cedar)
    again = TOMORROW + timedelta(days=2)
    waitingon.ask_again(it, again, by=cedar.dana, now=TOMORROW, fence=fence)
    with scope(cedar.practice_id):
        kept = Waiting.objects.get(callback_id=it)
    assert (kept.asked, kept.review_at, records.callback(cedar, it).review_at) == (2, again, again)
    with pytest.raises(Refused, match="a time still to come"):
        waitingon.ask_again(it, NOON, by=cedar.dana, now=TOMORROW, fence=fence)


def test_everything_that_is_missing_is_named(cedar: Cast) -> None:
    it, fence = taken(cedar)
    empty = Given(whom=None, what=" ", review_at=None, asks_id=cedar.ines.person_id)
    with pytest.raises(Refused) as refusal:
        waitingon.begin(it, empty, by=cedar.dana, now=NOON, fence=fence, draft="half")
    codes = [each.code for each in refusal.value.reasons]
    assert codes == ["whom", "for_what", "who_asks", "review_at"]
    assert records.drafts(cedar) == [(cedar.dana.person_id, "half")]


def test_only_its_owner_under_the_present_fence(cedar: Cast) -> None:
    it, fence = waits(cedar)
    with pytest.raises(Held):
        waitingon.end(it, Ended.CAME, by=cedar.mara, now=NOON, fence=fence)
    with pytest.raises(Stale):
        waitingon.end(it, Ended.CAME, by=cedar.dana, now=NOON, fence=fence + 1)


def test_what_was_put_on_hold_without_a_waiting_has_none_to_end(cedar: Cast) -> None:
    it, fence = taken(cedar)
    waiting.hold(
        it, waits_for=Party.PATIENT, review_at=TOMORROW, by=cedar.dana, now=NOON, fence=fence
    )
    with pytest.raises(Refused, match="Nobody is being waited for"):
        waitingon.end(it, Ended.CAME, by=cedar.dana, now=NOON, fence=fence)


def test_a_call_to_the_other_party_leaves_the_patients_tries_as_they_are(cedar: Cast) -> None:
    it, fence = waits(cedar)
    before = records.callback(cedar, it)
    made = Made(
        result=Result.VOICEMAIL_LEFT,
        party=Side.OTHER,
        party_name="Valley Imaging",
        number="+12025550199",
    )
    for _ in range(2):
        attempt.log(it, made, by=cedar.dana, now=NOON, fence=fence)
    after = records.callback(cedar, it)
    kept = records.attempts(cedar, callback_id=it)
    assert [(each.party, each.party_name) for each in kept] == [("other", "Valley Imaging")] * 2
    assert (after.stage, after.tries, after.first_action_at, after.due_at) == (
        before.stage,
        0,
        None,
        before.due_at,
    )


def test_a_call_to_the_other_party_is_of_their_number(cedar: Cast) -> None:
    it, fence = waits(cedar, number="+12025550199")
    made = Made(result=Result.NO_ANSWER, party=Side.OTHER, party_name="Valley Imaging")
    attempt.log(it, made, by=cedar.dana, now=NOON, fence=fence)
    assert [each.number for each in records.attempts(cedar, callback_id=it)] == ["+12025550199"]


def test_whom_else_a_try_was_to_reach_is_told_only_to_whoever_may_know(cedar: Cast) -> None:
    it, fence = waits(cedar)
    made = Made(result=Result.NO_ANSWER, party=Side.OTHER, party_name="Maria, her daughter")
    attempt.log(it, made, by=cedar.dana, now=NOON, fence=fence)
    told = {}
    for each in (cedar.dana, cedar.mara, cedar.vik):
        view = opening.opened(it, by=each, now=NOON)
        told[each.name] = [row.party_name for row in view.attempts]
    assert told == {
        "Dana Reyes": ["Maria, her daughter"],
        "Mara Lindt": ["Maria, her daughter"],
        "Vik Sharma": [""],
    }


ENDS: dict[str, Callable[[Cast, UUID, int], object]] = {
    "handed on": lambda cast, it, fence: handover.hand(
        it, To(person_id=cast.mara.person_id), "hers", by=cast.dana, now=SOON, fence=fence
    ),
    "given to anyone": lambda cast, it, fence: handover.hand(
        it, To(anyone=True), "", by=cast.dana, now=SOON, fence=fence
    ),
    "the patient reached": lambda cast, it, fence: attempt.log(
        it, Made(result=Result.REACHED_PATIENT), by=cast.dana, now=SOON, fence=fence
    ),
    "closed": lambda cast, it, fence: done.complete(
        it, {"reason_learned": "a visit"}, GOOD, by=cast.dana, now=SOON, fence=fence
    ),
}


def open_ones(cast: Cast, it: UUID) -> list[str]:
    with scope(cast.practice_id):
        found = Waiting.objects.filter(callback_id=it, ended_at__isnull=True)
        return [each.name for each in found]


@pytest.mark.parametrize("step", ENDS)
def test_wherever_the_hold_ends_nobody_is_waited_for_and_undone_they_are(
    cedar: Cast, step: str
) -> None:
    it, fence = taken(cedar)
    attempt.log(it, Made(result=Result.REACHED_PATIENT), by=cedar.dana, now=NOON, fence=fence)
    waitingon.begin(it, given(), by=cedar.dana, now=NOON, fence=fence)
    ENDS[step](cedar, it, fence)
    assert open_ones(cedar, it) == []
    undo.undo(it, by=cedar.dana, now=SOON)
    assert open_ones(cedar, it) == ["Valley Imaging"]
    found = records.callback(cedar, it)
    assert (found.stage, found.paused_at) == ("on_hold", NOON)
    waitingon.end(it, Ended.CAME, by=cedar.dana, now=SOON, fence=found.fence)


def test_taken_by_whoever_answers_nobody_is_waited_for_and_a_later_hold_says_its_own(
    cedar: Cast,
) -> None:
    it, fence = waits(cedar)
    theycalled.deal(it, Rang(number=a_number()), by=cedar.mara, now=SOON, fence=fence)
    assert open_ones(cedar, it) == []
    fence = records.callback(cedar, it).fence
    waiting.hold(
        it, waits_for=Party.PATIENT, review_at=TOMORROW, by=cedar.mara, now=SOON, fence=fence
    )
    assert opening.opened(it, by=cedar.mara, now=SOON).after.waiting is None
