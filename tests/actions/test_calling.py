"""Pressing Call opens the call, and whatever ends the matter ends it; nobody dials twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import attempt, calling, claim, done, opening, waiting, waitingon
from ringback.actions.act import Held, Refused, Stale
from ringback.actions.attempt import Made
from ringback.models import Call
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from ringback.rules.calling import Situation
from ringback.rules.otheroffice import CallBack, Office
from ringback.rules.verification import Caller, Standing
from ringback.rules.waitingon import Whom
from tests import patients, records
from tests.actions.test_attempt import taken
from tests.cast import NOON, a_number, came_in
from tests.together import at_once

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def calls(cast: Cast) -> list[Call]:
    with scope(cast.practice_id):
        return list(Call.objects.order_by("begun_at", "id"))


def begun(cast: Cast, it: tuple[UUID, int], **given: Any) -> UUID:
    return calling.begin(it[0], by=cast.dana, now=NOON, fence=it[1], **given)


def refused(cast: Cast, it: tuple[UUID, int], **given: Any) -> list[str]:
    with pytest.raises(Refused) as no:
        begun(cast, it, **given)
    return [each.code for each in no.value.reasons]


def test_pressing_call_opens_one_call_and_pressing_it_again_is_the_same(cedar: Cast) -> None:
    it = taken(cedar)
    first = begun(cedar, it)
    assert begun(cedar, it) == first
    (made,) = calls(cedar)
    assert (made.by_id, made.number, made.direction, made.caller, made.stakes) == (
        cedar.dana.person_id,
        records.callback(cedar, it[0]).phone,
        "out",
        "patient",
        [],
    )
    assert [each.details for each in records.journal(cedar, "call begun")] == [{"call": str(first)}]


def test_a_call_counts_as_activity_for_an_hour_and_nothing_shortens_that(cedar: Cast) -> None:
    it = taken(cedar)
    begun(cedar, it)
    assert records.callback(cedar, it[0]).lease_until == NOON + HOUR
    view = opening.opened(it[0], by=cedar.dana, now=NOON + MINUTE)
    assert view.lease_until == NOON + HOUR
    done.record(it[0], {}, by=cedar.dana, now=NOON + 2 * MINUTE, fence=it[1])
    assert records.callback(cedar, it[0]).lease_until == NOON + HOUR
    opening.opened(it[0], by=cedar.dana, now=NOON + 50 * MINUTE)
    assert records.callback(cedar, it[0]).lease_until == NOON + 65 * MINUTE


def test_only_whoever_has_it_calls(cedar: Cast) -> None:
    it = taken(cedar)
    with pytest.raises(Held):
        calling.begin(it[0], by=cedar.mara, now=NOON, fence=it[1])
    with pytest.raises(Stale):
        calling.begin(it[0], by=cedar.dana, now=NOON, fence=it[1] - 1)
    assert calls(cedar) == []


def test_nobody_calls_where_there_is_no_number(cedar: Cast) -> None:
    assert refused(cedar, taken(cedar, phone="")) == ["no_number"]


def test_two_people_never_dial_one_number(cedar: Cast) -> None:
    number = a_number()
    it = taken(cedar, phone=number)
    begun(cedar, it)
    other = came_in(cedar.mara).callback_id
    assert other is not None
    fence = claim.claim(other, by=cedar.mara, now=NOON).fence
    with pytest.raises(Refused) as no:
        calling.begin(other, by=cedar.mara, now=NOON, fence=fence, number=number)
    assert str(no.value.reasons[0]) == (
        "Dana Reyes is on the phone with this number now. Wait until they are done."
    )


def test_pressed_by_two_at_once_one_call_is_made(cedar: Cast) -> None:
    number, owners = a_number(), (cedar.dana, cedar.mara, cedar.osei)
    held = []
    for each in owners:
        it = came_in(each).callback_id
        assert it is not None
        held.append((it, claim.claim(it, by=each, now=NOON).fence))
        patient = patients.on_file(cedar)
        patients.number(cedar, patient, number)
        patients.whose(cedar, it, patient)

    def press(turn: int) -> bool:
        try:
            it, fence = held[turn]
            calling.begin(it, by=owners[turn], now=NOON, fence=fence, number=number)
        except Refused:
            return False
        return True

    assert sum(at_once(3, press)) == 1


def test_a_number_that_is_blocked_is_not_dialled_and_says_what_instead(cedar: Cast) -> None:
    it, patient = taken(cedar), patients.on_file(cedar)
    at_work, mobile = a_number(), a_number()
    patients.number(cedar, patient, at_work, flag="blocked")
    patients.number(cedar, patient, mobile, flag="preferred")
    patients.whose(cedar, it[0], patient)
    assert refused(cedar, it, number=at_work) == ["blocked", "call_instead"]
    begun(cedar, it, number=mobile)
    assert [each.number for each in calls(cedar)] == [mobile]


def test_a_wish_only_heard_blocks_until_somebody_confirms_it(cedar: Cast) -> None:
    it, patient = taken(cedar), patients.on_file(cedar)
    patients.number(cedar, patient, records.callback(cedar, it[0]).phone)
    patients.rule(cedar, patient, "unclear", confirmed=False)
    patients.whose(cedar, it[0], patient)
    assert refused(cedar, it) == ["not_confirmed", "nothing_left"]


def test_a_number_that_is_not_on_file_asks_for_more_care(cedar: Cast) -> None:
    it, patient = taken(cedar), patients.on_file(cedar)
    patients.whose(cedar, it[0], patient)
    begun(cedar, it)
    assert [each.stakes for each in calls(cedar)] == [["new_number"]]
    assert refused(cedar, taken(cedar), number=a_number()) == ["not_on_file", "call_instead"]


ENDS: dict[str, Any] = {
    "hung up": lambda cast, it: calling.end(it[0], by=cast.dana, now=NOON, fence=it[1]),
    "a result": lambda cast, it: attempt.log(
        it[0], Made(result=Result.NO_ANSWER), by=cast.dana, now=NOON, fence=it[1]
    ),
    "given back": lambda cast, it: claim.release(it[0], by=cast.dana, now=NOON, fence=it[1]),
    "nothing more": lambda cast, _: claim.return_lapsed(cast.practice_id, now=NOON + 2 * HOUR),
    "taken by another": lambda cast, it: claim.claim(it[0], by=cast.mara, now=NOON + 2 * HOUR),
    "handed up": lambda cast, it: waiting.escalate(
        it[0], words="chest pain", by=cast.dana, now=NOON, fence=it[1]
    ),
}


@pytest.mark.parametrize("how", ENDS)
def test_whatever_ends_the_matter_here_ends_the_call(cedar: Cast, how: str) -> None:
    it = taken(cedar)
    begun(cedar, it)
    ENDS[how](cedar, it)
    assert [each.ended_at is not None for each in calls(cedar)] == [True]


def test_a_result_knows_its_call(cedar: Cast) -> None:
    it = taken(cedar)
    call_id = begun(cedar, it)
    ENDS["a result"](cedar, it)
    assert [each.call_id for each in records.attempts(cedar)] == [call_id]


def test_hanging_up_gives_the_usual_time_to_write_it_down(cedar: Cast) -> None:
    it = taken(cedar)
    begun(cedar, it)
    ENDS["hung up"](cedar, it)
    assert records.callback(cedar, it[0]).lease_until == NOON + 15 * MINUTE
    with pytest.raises(Refused, match="no call under way"):
        ENDS["hung up"](cedar, it)


def test_the_next_call_ends_what_was_left_open_elsewhere(cedar: Cast) -> None:
    first, second = taken(cedar), taken(cedar)
    begun(cedar, first)
    begun(cedar, second)
    assert [each.ended_at is None for each in calls(cedar)] == [False, True]


def said(cast: Cast, it: tuple[UUID, int], caller: Caller, **given: Any) -> Standing:
    return calling.say_caller(it[0], caller, by=cast.dana, now=NOON, fence=it[1], **given)


def test_who_is_on_the_line_is_said_and_a_wrong_entry_is_refused(cedar: Cast) -> None:
    it, patient, other = taken(cedar), patients.on_file(cedar), patients.on_file(cedar)
    patients.whose(cedar, it[0], patient)
    wife, foreign = patients.authority(cedar, patient), patients.authority(cedar, other)
    begun(cedar, it)
    assert said(cedar, it, Caller.NEW_TO_US) is Standing.NEW_TO_US
    assert said(cedar, it, Caller.AUTHORISED, authority_id=wife) is Standing.NOT_YET
    with pytest.raises(Refused, match="Nobody of that name"):
        said(cedar, it, Caller.AUTHORISED, authority_id=foreign)
    (found,) = calls(cedar)
    assert (found.caller, found.authority_id, found.said_relation) == ("authorised", wife, True)
    said(cedar, it, Caller.PATIENT, authority_id=wife)
    assert [(each.authority_id, each.said_relation) for each in calls(cedar)] == [(None, False)]


def test_a_situation_is_said_and_taken_back_with_one_key(cedar: Cast) -> None:
    it = taken(cedar)
    begun(cedar, it)
    for what in (Situation.RELAY, Situation.INTERPRETER, Situation.RELAY):
        calling.situation(it[0], what, by=cedar.dana, now=NOON, fence=it[1])
    assert [each.situations for each in calls(cedar)] == [["interpreter"]]


def test_another_office_is_written_down_and_hears_nothing(cedar: Cast) -> None:
    it = taken(cedar)
    begun(cedar, it)
    office = Office(organisation="Elm Lab", name="Kay", call_back=CallBack.LOOKED_UP)
    found = calling.office(it[0], office, by=cedar.dana, now=NOON, fence=it[1])
    assert found is Standing.OFFICE
    view = opening.opened(it[0], by=cedar.dana, now=NOON)
    assert view.calling is not None
    assert view.calling.call is not None
    assert (view.calling.call.office, view.calling.verified) == (office, False)


def test_what_a_colleague_does_on_the_phone_is_seen(cedar: Cast) -> None:
    number = a_number()
    it = taken(cedar, phone=number)
    begun(cedar, it)
    view = opening.opened(it[0], by=cedar.mara, now=NOON)
    assert view.calling is not None
    assert (view.calling.colleague, view.calling.call and view.calling.call.mine) == (
        "Dana Reyes",
        False,
    )


def on_hold(cast: Cast) -> tuple[UUID, int]:
    it = taken(cast)
    asked = waitingon.Given(
        whom=Whom.OFFICE, name="Valley Imaging", what="the report", review_at=NOON + 24 * HOUR
    )
    waitingon.begin(it[0], asked, by=cast.dana, now=NOON, fence=it[1])
    return it


def test_a_call_about_what_waits_leaves_it_on_its_list(cedar: Cast) -> None:
    it = on_hold(cedar)
    begun(cedar, it)
    calling.end(it[0], by=cedar.dana, now=NOON + MINUTE, fence=it[1])
    assert claim.return_lapsed(cedar.practice_id, now=NOON + 2 * HOUR) == 0
    found = records.callback(cedar, it[0])
    assert (found.owner_id, found.lease_until) == (cedar.dana.person_id, None)


def planned(cast: Cast) -> tuple[UUID, int]:
    """One that is to be tried again tomorrow, and is its owner's until then."""
    it = taken(cast)
    later = Made(result=Result.CALL_LATER, call_again_at=NOON + 22 * HOUR)
    attempt.log(it[0], later, by=cast.dana, now=NOON, fence=it[1])
    return it


@pytest.mark.parametrize("kept", [planned, on_hold])
def test_a_call_nobody_ended_is_over_after_an_hour(cedar: Cast, kept: Any) -> None:
    it = kept(cedar)
    begun(cedar, it)
    early = NOON + HOUR - MINUTE
    assert calling.end_left_open(cedar.practice_id, now=early) == 0
    assert calling.end_left_open(cedar.practice_id, now=NOON + HOUR) == 1
    assert [each.ended_at for each in calls(cedar)] == [NOON + HOUR]
    (entry,) = records.journal(cedar, "call ended")
    assert (entry.actor_id, entry.via, entry.subject_id) == (None, "tick", it[0])
    other = came_in(cedar.mara).callback_id
    assert other is not None
    fence = claim.claim(other, by=cedar.mara, now=NOON + HOUR).fence
    number, patient = records.callback(cedar, it[0]).phone, patients.on_file(cedar)
    patients.number(cedar, patient, number)
    patients.whose(cedar, other, patient)
    calling.begin(other, by=cedar.mara, now=NOON + HOUR, fence=fence, number=number)


def test_a_call_about_what_somebody_works_on_ends_with_their_time(cedar: Cast) -> None:
    it = taken(cedar)
    begun(cedar, it)
    opening.opened(it[0], by=cedar.dana, now=NOON + 50 * MINUTE)
    assert calling.end_left_open(cedar.practice_id, now=NOON + HOUR) == 0
    assert claim.return_lapsed(cedar.practice_id, now=NOON + 65 * MINUTE) == 1
    assert [each.ended_at for each in calls(cedar)] == [NOON + 65 * MINUTE]
