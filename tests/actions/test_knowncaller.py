"""Not a patient's call: closed, its number kept for next time, and every bit of it undone again."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from ringback.actions import attempt, claim, knowncaller, level
from ringback.actions.act import NotFound, NotPermitted, Refused, Stale
from ringback.actions.attempt import Made
from ringback.actions.knowncaller import Said
from ringback.models import Arrival, KnownCaller
from ringback.queries.scope import scope
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.knowncaller import NextTime, NotAPatient
from ringback.rules.queue import Level
from tests import records
from tests.cast import NOON, NUMBER, came_in
from tests.together import at_once

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

MINUTE = timedelta(minutes=1)
ROBOT = Said(who=NotAPatient.ROBOCALL, next_time=NextTime.SET_ASIDE)
VENDOR = Said(who=NotAPatient.VENDOR, next_time=NextTime.ROUTINE)
OFFICE = Said(who=NotAPatient.OTHER_OFFICE, next_time=NextTime.ITS_CATEGORY, category="PRO")


def closed(cast: Cast, said: Said = ROBOT, **given: Any) -> UUID:
    """A call from NUMBER that Dana took and closed as not a patient's."""
    it = taken(cast, **given)
    knowncaller.close(it, said, by=cast.dana, now=NOON, fence=2)
    return it


def taken(cast: Cast, **given: Any) -> UUID:
    found = came_in(cast.dana, **{"phone": NUMBER, **given}).callback_id
    assert found is not None
    claim.claim(found, by=cast.dana, now=NOON)
    return found


def entries(cast: Cast) -> list[KnownCaller]:
    with scope(cast.practice_id):
        return list(KnownCaller.objects.order_by("at", "id"))


def aside(cast: Cast) -> list[Arrival]:
    with scope(cast.practice_id):
        return list(Arrival.objects.exclude(settled=""))


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def again(cast: Cast, minutes: int = 1, **given: Any) -> UUID | None:
    at = NOON + minutes * MINUTE
    return came_in(cast.dana, now=at, **{"phone": NUMBER, **given}).callback_id


def test_two_keys_close_it_and_the_number_is_on_the_list(cedar: Cast) -> None:
    it = closed(cedar)
    found = records.callback(cedar, it)
    assert (found.stage, found.outcome, found.closed_at, found.fence) == (
        "closed",
        "not_a_patient",
        NOON,
        3,
    )
    (entry,) = entries(cedar)
    assert (entry.phone, entry.who, entry.next_time, entry.by_id, entry.removed_at) == (
        NUMBER,
        "robocall",
        "set_aside",
        cedar.dana.person_id,
        None,
    )
    (said,) = records.journal(cedar, knowncaller.CLOSED)
    assert said.details == {
        "who": "robocall",
        "next_time": "set_aside",
        "known_caller": str(entry.id),
    }


def test_as_now_keeps_nothing(cedar: Cast) -> None:
    closed(cedar, Said(who=NotAPatient.PERSONAL))
    assert entries(cedar) == []
    assert again(cedar) is not None


def test_a_robots_next_call_is_kept_counted_and_not_in_the_queue(cedar: Cast, elm: Cast) -> None:
    closed(cedar)
    assert again(cedar) is None
    (kept,) = records.arrivals(cedar, settled="set_aside")
    assert (kept.phone, kept.callback_id) == (NUMBER, None)
    assert [each.set_aside for each in entries(cedar)] == [1]
    assert again(elm) is not None


def test_every_tenth_of_the_practice_waits_for_a_look(cedar: Cast, elm: Cast) -> None:
    other = "+12025550148"
    for cast, phone in ((cedar, NUMBER), (cedar, other), (elm, NUMBER)):
        closed(cast, phone=phone)
    for number in range(1, 26):
        assert again(cedar, number, phone=NUMBER if number % 2 else other) is None
    assert again(elm) is None
    came = sorted(aside(cedar), key=lambda each: each.stored_at)
    looked = [place for place, it in enumerate(came, start=1) if it.settled == "to_look_at"]
    assert (len(came), looked) == (25, [10, 20])
    assert [each.settled for each in aside(elm)] == ["set_aside"]


def test_the_tenth_is_counted_once_however_many_come_at_the_same_moment(cedar: Cast) -> None:
    numbers = [f"+120255501{number:02}" for number in range(8)]
    for phone in numbers:
        closed(cedar, phone=phone)

    def come(place: int) -> None:
        came_in(cedar.dana, now=NOON + MINUTE, phone=numbers[place % 8])

    at_once(40, come)
    assert Counter(each.settled for each in aside(cedar)) == {"set_aside": 36, "to_look_at": 4}


def test_an_emergency_or_a_voicemail_from_a_robots_number_is_looked_at(cedar: Cast) -> None:
    closed(cedar)
    spoken = again(cedar, kind=Kind.VOICEMAIL, text="Please call me back about Friday")
    silent = again(cedar, kind=Kind.VOICEMAIL)
    assert None not in (spoken, silent)
    assert [each.set_aside for each in entries(cedar)] == [0]


def test_an_offices_next_call_goes_to_its_kind_of_request(cedar: Cast) -> None:
    closed(cedar, OFFICE)
    assert records.callback(cedar, again(cedar)).category == "PRO"


def test_a_vendors_calls_are_never_moved_earlier_by_calling_again(cedar: Cast) -> None:
    closed(cedar, VENDOR)
    first, second = again(cedar), again(cedar, 20)
    found = records.callback(cedar, first)
    assert (first, found.arrivals, found.due_why) == (second, 2, "")
    other = came_in(cedar.dana, phone="+12025550148").callback_id
    came_in(cedar.dana, now=NOON + MINUTE, phone="+12025550148")
    assert records.callback(cedar, other).due_why == "called twice: moved earlier"


def test_what_a_person_brings_in_is_what_they_say_it_is(cedar: Cast) -> None:
    closed(cedar)
    it = again(cedar, kind=Kind.LIVE_CALL, category="NEWPT")
    assert records.callback(cedar, it).category == "NEWPT"


def test_a_patients_number_is_never_set_aside(cedar: Cast) -> None:
    it = taken(cedar)
    made = Made(result=Result.REACHED_PATIENT, note="Spoke with them, wants Friday at nine.")
    attempt.log(it, made, by=cedar.dana, now=NOON, fence=2)
    fence = records.callback(cedar, it).fence
    with pytest.raises(Refused) as refusal:
        knowncaller.close(it, ROBOT, by=cedar.dana, now=NOON, fence=fence)
    assert codes(refusal) == ["a_patients_number"]


def test_a_voicemail_is_listened_to_first(cedar: Cast) -> None:
    it = taken(cedar, kind=Kind.VOICEMAIL, text="This is an offer about your listing online")
    with pytest.raises(Refused) as refusal:
        knowncaller.close(it, ROBOT, by=cedar.dana, now=NOON, fence=2)
    assert codes(refusal) == ["listen_first"]
    heard = Said(who=NotAPatient.ROBOCALL, next_time=NextTime.SET_ASIDE, listened=True)
    knowncaller.close(it, heard, by=cedar.dana, now=NOON, fence=2)
    assert records.callback(cedar, it).read_at == NOON


def test_what_is_flagged_and_what_makes_no_sense_stays_open(cedar: Cast) -> None:
    it = taken(cedar)
    wrong = Said(who=NotAPatient.VENDOR, next_time=NextTime.SET_ASIDE)
    nowhere = Said(who=NotAPatient.OTHER_OFFICE, next_time=NextTime.ITS_CATEGORY, category="NO")
    for said, expected in ((wrong, "not_offered"), (nowhere, "which_category")):
        with pytest.raises(Refused) as refusal:
            knowncaller.close(it, said, by=cedar.dana, now=NOON, fence=2)
        assert codes(refusal) == [expected]
    level.raise_level(it, Level.URGENT, by=cedar.dana, now=NOON)
    with pytest.raises(Refused) as refusal:
        knowncaller.close(it, Said(who=NotAPatient.PERSONAL), by=cedar.dana, now=NOON, fence=2)
    assert codes(refusal) == ["flagged"]
    with pytest.raises(Stale):
        knowncaller.close(it, VENDOR, by=cedar.dana, now=NOON, fence=1)
    assert (entries(cedar), records.callback(cedar, it).outcome) == ([], None)


def test_it_is_undone_with_its_number_and_what_was_set_aside_comes_back(cedar: Cast) -> None:
    it = closed(cedar)
    again(cedar)
    again(cedar, 2)
    knowncaller.reopen(it, by=cedar.dana, now=NOON + 3 * MINUTE, fence=3)
    found = records.callback(cedar, it)
    assert (found.stage, found.outcome, found.came_back, found.fence, found.arrivals) == (
        "waiting",
        None,
        "reopened",
        4,
        3,
    )
    assert [each.removed_by_id for each in entries(cedar)] == [cedar.dana.person_id]
    assert records.arrivals(cedar, settled="set_aside") == []


def test_what_was_unread_is_unread_again(cedar: Cast) -> None:
    it = closed(cedar, Said(who=NotAPatient.PERSONAL), category="UNSORTED")
    knowncaller.reopen(it, by=cedar.mara, now=NOON + MINUTE, fence=3)
    assert records.callback(cedar, it).stage == "unsorted"


def test_it_is_not_undone_once_somebody_has_acted(cedar: Cast) -> None:
    it = closed(cedar)
    knowncaller.reopen(it, by=cedar.dana, now=NOON + MINUTE, fence=3)
    with pytest.raises(Refused) as refusal:
        knowncaller.reopen(it, by=cedar.dana, now=NOON + MINUTE, fence=4)
    assert codes(refusal) == ["not_closed_so"]
    claim.claim(it, by=cedar.dana, now=NOON + 2 * MINUTE)
    knowncaller.close(it, VENDOR, by=cedar.dana, now=NOON + 2 * MINUTE, fence=5)
    with pytest.raises(Stale):
        knowncaller.reopen(it, by=cedar.dana, now=NOON + 3 * MINUTE, fence=5)


def test_a_number_is_taken_off_the_list_and_its_calls_come_back(cedar: Cast, elm: Cast) -> None:
    closed(cedar)
    again(cedar)
    (entry,) = entries(cedar)
    for by, error in ((cedar.vik, NotPermitted), (elm.mara, NotFound)):
        with pytest.raises(error):
            knowncaller.remove(entry.id, by=by, now=NOON + 2 * MINUTE)
    knowncaller.remove(entry.id, by=cedar.mara, now=NOON + 2 * MINUTE)
    assert records.arrivals(cedar, settled="set_aside") == []
    (said,) = records.journal(cedar, "known caller removed", refused=False)
    assert said.details == {"back": 1}
    with pytest.raises(Refused) as refusal:
        knowncaller.remove(entry.id, by=cedar.mara, now=NOON + 3 * MINUTE)
    assert codes(refusal) == ["undone_already"]


def test_one_call_is_brought_back_with_the_time_it_came_in(cedar: Cast, elm: Cast) -> None:
    closed(cedar)
    again(cedar)
    (aside,) = records.arrivals(cedar, settled="set_aside")
    with pytest.raises(NotFound):
        knowncaller.bring_back(aside.id, by=elm.dana, now=NOON + 2 * MINUTE)
    with pytest.raises(NotFound):
        knowncaller.bring_back(uuid4(), by=cedar.dana, now=NOON + 2 * MINUTE)
    it = knowncaller.bring_back(aside.id, by=cedar.dana, now=NOON + 2 * MINUTE)
    assert records.callback(cedar, it).received_at == aside.happened_at
    with pytest.raises(Refused) as refusal:
        knowncaller.bring_back(aside.id, by=cedar.dana, now=NOON + 2 * MINUTE)
    assert codes(refusal) == ["brought_back"]
    assert again(cedar, 9) is None
