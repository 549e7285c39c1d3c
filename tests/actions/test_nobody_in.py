"""A practice that hardly ever opens: what comes in is kept and due, and such hours are refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import attempt, claim, parts, places, policyfile
from ringback.actions.act import Refused
from ringback.actions.attempt import Made
from ringback.models import PolicyPart
from ringback.queries import category
from ringback.queries.scope import scope
from ringback.rules import due
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.closure import Closure
from ringback.rules.hoursfile import NOT_SOON
from ringback.rules.policy import Part
from tests import records
from tests.cast import NOON, came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

TODAY = date(2026, 11, 23)
SINCE = NOON - timedelta(minutes=10)


def closed_from(first: date, days: int) -> list[dict[str, Any]]:
    return [
        {"on": (first + timedelta(days=each)).isoformat(), "hours": [], "why": "building works"}
        for each in range(days)
    ]


NEVER: dict[str, Any] = {
    "monday": ["08:00-12:00"],
    "holidays": False,
    "different": closed_from(TODAY, 60),
}


def never_open(cast: Cast) -> None:
    """Hours from before anybody asked whether they can be: one hour in three years."""
    once = {"on": "2025-03-04", "hours": ["10:00-11:00"], "why": "once"}
    closed = closed_from(date(2025, 1, 6), 1200)
    different = [each for each in closed if each["on"] != once["on"]]
    with scope(cast.practice_id):
        PolicyPart.objects.create(
            practice_id=cast.practice_id,
            kind="hours",
            name="",
            version=2,
            written={"monday": ["08:00-09:00"], "different": [once, *different]},
            author_id=cast.mara.person_id,
            reason="test",
            created_at=NOON,
        )


def test_whatever_comes_in_is_kept_and_due(cedar: Cast, elm: Cast) -> None:
    never_open(cedar)
    for kind in Kind:
        for each in category.current(cedar.mara):
            visit = TODAY + timedelta(days=9)
            found = came_in(
                cedar.osei, kind=kind, category=each.code, text="call me", visit_date=visit
            )
            it = records.callback(cedar, found.callback_id)
            assert SINCE <= it.due_at <= it.resolve_by
    it = records.callback(cedar, came_in(cedar.dana, category="NEWPT").callback_id)
    assert (it.due_at, it.due_why) == (SINCE + timedelta(minutes=120), due.NEVER_OPEN)
    theirs = records.callback(elm, came_in(elm.dana, category="NEWPT").callback_id)
    assert theirs.due_why == ""


def test_why_it_is_due_is_said_on_the_page_and_a_try_can_be_logged(cedar: Cast) -> None:
    never_open(cedar)
    it = came_in(cedar.dana, category="NEWPT").callback_id
    page = signed_in(cedar.dana).get(f"/callbacks/{it}").content.decode()
    assert "no opening hours ahead, so counted on the clock" in page
    view = claim.claim(it, by=cedar.dana, now=NOON)
    made = Made(result=Result.NO_ANSWER)
    attempt.log(it, made, by=cedar.dana, now=NOON, fence=view.fence)
    kept = records.callback(cedar, it)
    assert kept.next_attempt_at is not None
    assert kept.lease_until == kept.next_attempt_at + timedelta(minutes=30)


def test_hours_nobody_is_in_for_sixty_days_are_refused_wherever_they_come_from(
    cedar: Cast,
) -> None:
    places.add("North", [], by=cedar.mara, now=NOON)
    for name, seen in (("", 1), ("north", 0)):
        with pytest.raises(Refused) as no:
            parts.change(
                Part.HOURS, NEVER, seen=seen, reason="works", by=cedar.mara, now=NOON, name=name
            )
        assert [(each.code, each.words) for each in no.value.reasons] == [("day", NOT_SOON)]
    seen = policyfile.exported(by=cedar.mara, now=NOON).seen
    file = {"format": 1, "hours": NEVER}
    with pytest.raises(Refused, match="nobody would ever be called back"):
        policyfile.apply(file, seen=seen, reason="r", by=cedar.mara, now=NOON)
    almost = {**NEVER, "different": NEVER["different"][:-4]}
    parts.change(Part.HOURS, almost, seen=1, reason="works", by=cedar.mara, now=NOON)
    monday = Closure(day=TODAY + timedelta(days=56), minute=None, why="still")
    with pytest.raises(Refused) as no:
        parts.close(monday, [""], seen={"": 2}, by=cedar.mara, now=NOON)
    assert [each.words for each in no.value.reasons] == [NOT_SOON]


def test_hours_that_never_open_again_leave_what_is_open_as_it_is(cedar: Cast) -> None:
    it = records.callback(cedar, came_in(cedar.dana, category="APPT").callback_id)
    almost = {**NEVER, "different": NEVER["different"][:-4]}
    parts.change(Part.HOURS, almost, seen=1, reason="works", by=cedar.mara, now=NOON)
    assert records.callback(cedar, it.id).due_at == it.due_at
