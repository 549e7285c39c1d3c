"""The same patient's earlier callbacks: the same one on file, else this number and this name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import attempt, claim
from ringback.queries import callback
from ringback.queries.scope import scope
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from tests import patients, records
from tests.cast import NOON, NUMBER, came_in

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.earlier import EarlierRow
    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres

DAY = timedelta(days=1)
TOM: dict[str, Any] = {"name": "Tom Whitfield", "phone": NUMBER}


def one(cast: Cast, now: datetime = NOON, **given: Any) -> UUID:
    found = came_in(cast.dana, now=now, **{**TOM, **given}).callback_id
    assert found is not None
    return found


def before(cast: Cast, days: int = 1, outcome: str = "done", **given: Any) -> UUID:
    """One that was closed so many days ago."""
    then = NOON - days * DAY
    it = one(cast, then, **given)
    patients.ended(cast, it, then + timedelta(hours=2), outcome)
    return it


def seen(cast: Cast, it: UUID, by: Actor) -> list[EarlierRow]:
    with scope(cast.practice_id):
        view = callback.view(it, by, now=NOON)
    assert view is not None
    return view.around.earlier


def ids(cast: Cast, it: UUID, by: Actor) -> list[UUID]:
    return [each.id for each in seen(cast, it, by)]


def test_the_newest_three_of_the_same_number_and_name(cedar: Cast) -> None:
    old = [before(cedar, days) for days in (9, 4, 2, 7)]
    it = one(cedar)
    assert ids(cedar, it, cedar.dana) == [old[2], old[1], old[3]]


def test_a_number_that_is_shared_never_mixes_two_people(cedar: Cast) -> None:
    before(cedar, name="Maria Whitfield")
    before(cedar, phone="+12025550188", days=2)
    before(cedar, name="", days=3)
    mine = before(cedar, name="tom whitfield", days=4)
    assert ids(cedar, one(cedar), cedar.dana) == [mine]


def test_the_patient_on_file_is_who_it_is_whatever_the_number(cedar: Cast) -> None:
    tom, other = patients.on_file(cedar), patients.on_file(cedar)
    theirs = before(cedar, phone="+12025550188", name="T. Whitfield")
    patients.whose(cedar, theirs, tom)
    namesake = before(cedar, days=2)
    patients.whose(cedar, namesake, other)
    it = one(cedar)
    patients.whose(cedar, it, tom)
    assert ids(cedar, it, cedar.dana) == [theirs]


def test_somebody_known_as_a_patient_is_not_shown_to_one_who_is_not(cedar: Cast) -> None:
    theirs = before(cedar)
    patients.whose(cedar, theirs, patients.on_file(cedar))
    assert ids(cedar, one(cedar), cedar.dana) == []


def test_what_was_entered_in_error_is_no_history(cedar: Cast) -> None:
    before(cedar, outcome="entered_in_error")
    assert ids(cedar, one(cedar), cedar.dana) == []


def test_a_promise_that_was_not_kept_is_read_first(cedar: Cast) -> None:
    newer = [before(cedar, days) for days in (1, 2, 3)]
    then = NOON - 9 * DAY
    broken = one(cedar, then)
    row = claim.claim(broken, by=cedar.dana, now=then)
    told = then + timedelta(hours=1)
    later = attempt.Made(result=Result.CALL_LATER, call_again_at=told)
    attempt.log(broken, later, by=cedar.dana, now=then, fence=row.fence)
    patients.ended(cedar, broken, then + DAY, "unreachable")
    found = seen(cedar, one(cedar), cedar.dana)
    assert [each.id for each in found] == [broken, *newer[:2]]
    assert (found[0].broken_at, found[0].promised_at) == (told, told)
    assert [each.promised_at for each in found[1:]] == [None, None]


def test_an_assistant_sees_them_of_what_they_hold_in_their_lanes(cedar: Cast) -> None:
    in_lane = before(cedar)
    before(cedar, category="BILL", kind=Kind.WEB_FORM, days=2)
    it = one(cedar)
    assert ids(cedar, it, cedar.vik) == []
    claim.claim(it, by=cedar.vik, now=NOON)
    assert ids(cedar, it, cedar.vik) == [in_lane]


def test_another_practices_are_nobodys_here(cedar: Cast, elm: Cast) -> None:
    before(elm)
    assert ids(cedar, one(cedar), cedar.dana) == []
    assert len(records.callbacks(elm)) == 1
