"""Who is found when a call comes in, and how much of it each role is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import attempt, claim
from ringback.queries import theycalled
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from tests import patients
from tests.cast import NOON, NUMBER, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.theycalled import Found
    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres


def look(by: Actor, **typed: Any) -> Found:
    return theycalled.found(by, **{"name": "", "number": "", "now": NOON, **typed})


def one(cast: Cast, **given: Any) -> UUID:
    known = {"name": "Tom Whitfield", "phone": NUMBER, "text": "About Friday"}
    found = came_in(cast.dana, **{**known, **given}).callback_id
    assert found is not None
    return found


def test_by_the_whole_number_or_the_whole_name_and_by_no_part_of_either(cedar: Cast) -> None:
    it = one(cedar)
    for typed in ({"number": NUMBER}, {"name": "tom whitfield"}):
        assert [each.id for each in look(cedar.dana, **typed).open] == [it]
    for typed in ({"number": "5550147"}, {"name": "Whitfield"}, {"name": "Tom"}, {"name": ""}):
        assert look(cedar.dana, **typed).open == []
    assert not look(cedar.dana, name="Tom").asked
    assert look(cedar.dana, name="Whitfield").asked


def test_who_has_it_what_was_tried_and_what_we_want(cedar: Cast) -> None:
    it = one(cedar)
    row = claim.claim(it, by=cedar.vik, now=NOON)
    made = attempt.Made(result=Result.NO_ANSWER)
    logged = attempt.log(it, made, by=cedar.vik, now=NOON, fence=row.fence)
    (found,) = look(cedar.dana, number=NUMBER).open
    assert (found.owner_name, found.tries, found.last_result) == ("Vik Sharma", 1, "no_answer")
    assert found.next_attempt_at == logged.next_attempt_at
    assert (found.name, found.words) == ("Tom Whitfield", "About Friday")
    assert found.outcome_needed
    assert (found.refused, found.stays, found.mine) == ((), False, False)
    assert look(cedar.vik, number=NUMBER).open[0].mine


def test_that_its_owner_is_on_the_phone_about_it_is_said(cedar: Cast) -> None:
    it = one(cedar)
    claim.claim(it, by=cedar.vik, now=NOON)
    patients.a_call(cedar, it, by_id=cedar.vik.person_id)
    (found,) = look(cedar.dana, number=NUMBER).open
    assert [each.code for each in found.refused] == ["held"]


def test_an_assistant_learns_no_more_of_the_patient_than_they_typed(cedar: Cast) -> None:
    one(cedar)
    one(cedar, category="BILL", kind=Kind.WEB_FORM)
    tom = patients.on_file(cedar)
    patients.number(cedar, tom, NUMBER)
    found = look(cedar.vik, number=NUMBER)
    assert [(each.category, each.name, each.words) for each in found.open] == [
        ("MISSED", None, None)
    ]
    assert [each.name for each in found.patients] == [None]
    assert [each.name for each in look(cedar.vik, name="Tom Whitfield").patients] == [
        "Tom Whitfield"
    ]
    assert [each.name for each in look(cedar.dana, number=NUMBER).patients] == ["Tom Whitfield"]


def test_what_was_closed_in_the_last_two_weeks(cedar: Cast) -> None:
    lately, long_ago = one(cedar), one(cedar, category="BILL", kind=Kind.WEB_FORM)
    patients.ended(cedar, lately, NOON - timedelta(days=13))
    patients.ended(cedar, long_ago, NOON - timedelta(days=15))
    for typed in ({"number": NUMBER}, {"name": "Tom Whitfield"}):
        found = look(cedar.dana, **typed)
        assert (found.open, [each.id for each in found.closed]) == ([], [lately])


def test_nobody_else_s_patients_and_nothing_without_a_role(cedar: Cast, elm: Cast) -> None:
    one(elm)
    assert look(cedar.dana, number=NUMBER).number() == 0
    assert look(elm.ines, number=NUMBER) == theycalled.NOTHING
