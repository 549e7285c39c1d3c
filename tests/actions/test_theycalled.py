"""The patient rings: it goes to whoever answers, once, and whoever had it keeps their words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ringback.actions import attempt, claim, note, theycalled, waiting
from ringback.actions.act import Held, NotFound, NotPermitted, Refused, Stale
from ringback.actions.theycalled import Rang
from ringback.models import Call
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from ringback.rules.lifecycle import Stage
from tests import patients, records
from tests.actions.test_attempt import taken
from tests.cast import NOON, a_number, came_in
from tests.together import at_once

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres

TWO = NOON + timedelta(hours=2)
RANG_AT = NOON + timedelta(minutes=30)


def planned(cast: Cast, by: Actor) -> UUID:
    """A callback of Tom's that they hold, with a try they promised for two o'clock."""
    found = came_in(cast.dana, name="Tom Whitfield").callback_id
    assert found is not None
    row = claim.claim(found, by=by, now=NOON)
    later = attempt.Made(result=Result.CALL_LATER, call_again_at=TWO)
    attempt.log(found, later, by=by, now=NOON, fence=row.fence)
    return found


def fence(cast: Cast, callback_id: UUID) -> int:
    return records.callback(cast, callback_id).fence


def rang(cast: Cast, callback_id: UUID, by: Actor, said: Rang | None = None) -> bool:
    return theycalled.deal(
        callback_id, said or Rang(), by=by, now=RANG_AT, fence=fence(cast, callback_id)
    )


def calls(cast: Cast, callback_id: UUID) -> list[tuple[UUID, str, str]]:
    with scope(cast.practice_id):
        found = Call.objects.filter(callback_id=callback_id, ended_at__isnull=True)
        return list(found.values_list("by_id", "direction", "number"))


def test_it_goes_over_at_once_and_what_was_planned_stops(cedar: Cast) -> None:
    it = planned(cedar, cedar.vik)
    note.save_draft(it, "She said she would", by=cedar.vik, now=NOON)
    before = records.callback(cedar, it)
    assert rang(cedar, it, cedar.dana)
    now = records.callback(cedar, it)
    assert (now.owner_id, now.stage, now.next_attempt_at, now.promised_at) == (
        cedar.dana.person_id,
        Stage.OWNED,
        None,
        None,
    )
    assert now.fence == before.fence + 1
    assert (now.last_result, now.tries) == (Result.PATIENT_CALLED_US, 2)
    assert records.drafts(cedar, callback_id=it) == [(cedar.vik.person_id, "She said she would")]
    assert calls(cedar, it) == [(cedar.dana.person_id, "in", before.phone)]
    (entry,) = records.journal(cedar, "patient called us")
    assert entry.details["owner"] == str(cedar.vik.person_id)
    assert entry.details["name"] == "Vik Sharma"


def test_their_call_is_the_first_action(cedar: Cast) -> None:
    it = came_in(cedar.dana).callback_id
    assert it is not None
    assert rang(cedar, it, cedar.dana)
    assert records.callback(cedar, it).first_action_at == RANG_AT
    assert [each.result for each in records.attempts(cedar)] == [Result.PATIENT_CALLED_US]


def test_of_two_who_answer_at_the_same_moment_one_has_it(cedar: Cast) -> None:
    it = planned(cedar, cedar.vik)
    seen = fence(cedar, it)
    answering = (cedar.dana, cedar.mara)

    def answer(number: int) -> str:
        try:
            theycalled.deal(it, Rang(), by=answering[number], now=RANG_AT, fence=seen)
        except Refused as refusal:
            return type(refusal).__name__
        return "theirs"

    assert sorted(at_once(2, answer)) == ["Stale", "theirs"]
    assert len(calls(cedar, it)) == 1
    assert len(records.attempts(cedar, result=Result.PATIENT_CALLED_US)) == 1


def test_while_its_owner_is_on_the_phone_about_it_nobody_takes_it(cedar: Cast) -> None:
    it = planned(cedar, cedar.vik)
    patients.a_call(cedar, it, by_id=cedar.vik.person_id)
    before = records.callback(cedar, it)
    with pytest.raises(Held, match="Vik Sharma is on the phone about this right now"):
        rang(cedar, it, cedar.dana)
    now = records.callback(cedar, it)
    assert (now.owner_id, now.fence) == (before.owner_id, before.fence)
    assert records.attempts(cedar, result=Result.PATIENT_CALLED_US) == []


def test_the_owner_themselves_may_answer_and_keeps_the_fence(cedar: Cast) -> None:
    it = planned(cedar, cedar.vik)
    before = fence(cedar, it)
    assert rang(cedar, it, cedar.vik)
    assert fence(cedar, it) == before
    assert records.journal(cedar, "patient called us")[0].details.keys() == {"attempt"}


def test_the_same_form_twice_is_one_call(cedar: Cast) -> None:
    it = planned(cedar, cedar.vik)
    seen, said = fence(cedar, it), Rang(form=str(uuid4()), words="It is about Friday")
    for _ in range(2):
        assert theycalled.deal(it, said, by=cedar.dana, now=RANG_AT, fence=seen)
    assert len(records.attempts(cedar, result=Result.PATIENT_CALLED_US)) == 1
    assert len(records.arrivals(cedar, callback_id=it)) == 2


def test_one_call_may_be_about_two_matters(cedar: Cast) -> None:
    one, other = planned(cedar, cedar.vik), taken(cedar, phone=a_number())[0]
    said = Rang(form=str(uuid4()))
    for it in (one, other, other):
        assert theycalled.deal(it, said, by=cedar.dana, now=RANG_AT, fence=None)
    about = records.attempts(cedar, result=Result.PATIENT_CALLED_US)
    assert sorted(each.callback_id for each in about) == sorted([one, other])


def test_on_another_call_a_second_one_is_not_begun(cedar: Cast) -> None:
    other, it = planned(cedar, cedar.dana), planned(cedar, cedar.vik)
    patients.a_call(cedar, other)
    assert rang(cedar, it, cedar.dana)
    assert calls(cedar, it) == []


def test_what_they_said_is_kept_as_it_came_and_heard_for_what_is_urgent(cedar: Cast) -> None:
    it = planned(cedar, cedar.vik)
    words = "I have chest pain since this morning"
    assert rang(cedar, it, cedar.dana, Rang(words=words, number="+12025550199"))
    assert [each.text for each in records.arrivals(cedar, phone="+12025550199")] == [words]
    assert records.callback(cedar, it).rank < 2


def test_what_a_clinician_has_stays_and_the_call_is_written_down(cedar: Cast) -> None:
    it = planned(cedar, cedar.dana)
    waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence(cedar, it))
    before = records.callback(cedar, it)
    assert not rang(cedar, it, cedar.mara)
    now = records.callback(cedar, it)
    assert (now.owner_id, now.stage, now.fence) == (before.owner_id, "escalated", before.fence)
    assert (now.last_result, now.tries) == (Result.PATIENT_CALLED_US, before.tries + 1)
    assert calls(cedar, it) == []


def test_a_closed_one_is_opened_again_first(cedar: Cast) -> None:
    it = planned(cedar, cedar.dana)
    patients.ended(cedar, it, NOON)
    with pytest.raises(Refused, match="This one is closed"):
        rang(cedar, it, cedar.dana)


def test_it_may_be_said_which_patient_it_is(cedar: Cast, elm: Cast) -> None:
    it, tom = planned(cedar, cedar.vik), patients.on_file(cedar)
    with pytest.raises(NotFound):
        rang(cedar, it, cedar.dana, Rang(patient_id=patients.on_file(elm)))
    assert rang(cedar, it, cedar.dana, Rang(patient_id=tom))
    assert records.callback(cedar, it).patient_id == tom
    assert rang(cedar, it, cedar.dana, Rang(patient_id=patients.on_file(cedar, "Tim Whitfield")))
    assert records.callback(cedar, it).patient_id == tom


def test_outside_ones_lanes_and_in_another_practice_it_is_refused(cedar: Cast, elm: Cast) -> None:
    it = came_in(cedar.dana, category="BILL").callback_id
    assert it is not None
    with pytest.raises(NotPermitted):
        rang(cedar, it, cedar.vik)
    with pytest.raises(NotFound):
        theycalled.deal(it, Rang(), by=elm.dana, now=RANG_AT, fence=1)
    with pytest.raises(Stale):
        theycalled.deal(it, Rang(), by=cedar.dana, now=RANG_AT, fence=99)


def test_one_form_on_two_callbacks_is_two_calls(cedar: Cast) -> None:
    """Gone back to, it is pressed for the other one of the family."""
    one, other = (came_in(cedar.dana).callback_id for _ in range(2))
    assert one is not None
    assert other is not None
    form = Rang(number="+12025550147", words="About the bill", form=str(uuid4()))
    assert [rang(cedar, each, cedar.dana, form) for each in (one, one, other)] == [True] * 3
    assert {each.callback_id for each in records.attempts(cedar)} == {one, other}
    assert len(records.attempts(cedar)) == 2
