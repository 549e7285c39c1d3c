"""The time a patient asked for moves the first action, and gives way to what comes up later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from ringback.actions import attempt, claim, level, parts, presence, sorting, waiting
from ringback.actions.attempt import Made
from ringback.queries import practice
from ringback.queries.scope import scope
from ringback.rules import wish, wishkept
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.closure import Closure
from ringback.rules.policy import Part
from ringback.rules.queue import Level
from tests import records
from tests.cast import NOON, NUMBER, came_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ringback.models import Callback
    from tests.cast import Cast

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ARRIVED = NOON - 10 * MINUTE
UNWISHED = ARRIVED + 2 * HOUR
"""A new patient is called within two hours of opening time: 13:50."""
CLOSING = NOON + 5 * HOUR
TOMORROW_EVENING = CLOSING + timedelta(days=1)
PRESSING = "my chest hurts when I walk up the stairs since this morning"


def asked(cast: Cast, best_time: str = "after 4", **given: Any) -> Callback:
    """A new patient's request with the time they named; 12:00 on a Monday."""
    new = {"kind": Kind.APPOINTMENT_REQUEST, "category": "NEWPT", "phone": NUMBER, **given}
    found = came_in(cast.dana, best_time=best_time, **new)
    return records.callback(cast, found.callback_id)


def again(cast: Cast, minutes: int = 10, **given: Any) -> Callback:
    """The same person once more, some minutes later."""
    now = NOON + minutes * MINUTE
    new = {"kind": Kind.APPOINTMENT_REQUEST, "category": "NEWPT", "phone": NUMBER, **given}
    found = came_in(cast.dana, now=now, **{"happened_at": now, **new})
    return records.callback(cast, found.callback_id)


def times(it: Callback) -> tuple[datetime, datetime | None, str]:
    return it.due_at, it.moved_from, it.due_why


def told(it: Callback) -> list[str]:
    return [each.code for each in wishkept.read(it.best_time_read).reasons]


def test_a_routine_request_is_due_at_the_end_of_the_time_they_asked_for(cedar: Cast) -> None:
    it = asked(cedar)
    assert times(it) == (CLOSING, UNWISHED, wish.MOVED)
    assert (it.best_time, it.best_time_at, it.respond_by) == ("after 4", ARRIVED, CLOSING)
    assert (it.due_window, it.due_since) == ("120 business minutes", ARRIVED)
    (entry,) = records.journal(cedar, "received")
    assert (entry.details["from"], entry.details["to"]) == (
        UNWISHED.isoformat(),
        CLOSING.isoformat(),
    )
    (arrival,) = records.arrivals(cedar)
    assert arrival.raw == {"best_time": "after 4"}


def test_the_end_is_never_before_the_first_action(cedar: Cast) -> None:
    it = asked(cedar, "on Friday")
    assert it.due_at == it.resolve_by == CLOSING + timedelta(days=4)


@pytest.mark.parametrize(
    ("best_time", "reasons"),
    [
        ("whenever my sister is off the night shift", ["not_understood"]),
        ("any time", []),
        ("before noon today", ["due_later"]),
    ],
)
def test_words_that_say_no_later_time_change_nothing(
    cedar: Cast, best_time: str, reasons: list[str]
) -> None:
    it = asked(cedar, best_time)
    assert (*times(it), it.best_time) == (UNWISHED, None, "", best_time)
    assert told(it) == reasons


@pytest.mark.parametrize("code", ["CLIN", "RX", "RESULT", "URGENT"])
def test_what_is_not_routine_waits_for_no_best_time(cedar: Cast, code: str) -> None:
    plain = asked(cedar, "", category=code, phone="+12025550150")
    it = asked(cedar, category=code)
    assert (it.due_at, it.moved_from, it.best_time) == (plain.due_at, None, "after 4")
    assert (told(it), it.best_time_at) == (["does_not_wait"], None)


def test_pressing_words_beside_the_best_time_are_heeded_first(cedar: Cast) -> None:
    it = asked(cedar, text=PRESSING)
    assert (it.level, it.moved_from, it.best_time_at) == ("emergency", None, None)


def test_nobodys_best_time_delays_the_reading(cedar: Cast) -> None:
    it = asked(cedar, category=None, kind=Kind.WEB_FORM)
    assert times(it) == (ARRIVED + 15 * MINUTE, None, "")
    sorting.sort(it.id, "NEWPT", by=cedar.dana, now=NOON, fence=it.fence)
    assert times(records.callback(cedar, it.id)) == (CLOSING, UNWISHED, wish.MOVED)


def test_a_coming_visit_bounds_it(cedar: Cast) -> None:
    tomorrow = date(2026, 11, 24)
    plain = asked(cedar, "", category="MISSED", visit_date=tomorrow, phone="+12025550150")
    it = asked(cedar, "tomorrow", category="MISSED", visit_date=tomorrow)
    assert (it.due_at, it.moved_from) == (plain.due_at, None)
    assert told(it) == ["visit_first"]


def test_a_later_arrival_may_name_another_time(cedar: Cast) -> None:
    asked(cedar)
    it = again(cedar, best_time="tomorrow")
    assert times(it) == (TOMORROW_EVENING, UNWISHED, wish.MOVED)
    assert (it.best_time, it.arrivals) == ("tomorrow", 2)


def test_a_later_arrival_may_name_the_first_one(cedar: Cast) -> None:
    asked(cedar, "")
    assert times(again(cedar, best_time="after 4")) == (CLOSING, UNWISHED, wish.MOVED)


def test_any_time_after_all_takes_the_wish_back(cedar: Cast) -> None:
    asked(cedar)
    assert times(again(cedar, best_time="any time")) == (UNWISHED, None, "")


def test_later_words_nobody_understands_change_nothing(cedar: Cast) -> None:
    asked(cedar)
    it = again(cedar, best_time="when the cat is out")
    assert (*times(it), it.best_time) == (CLOSING, UNWISHED, wish.MOVED, "after 4")
    assert [each.raw.get("best_time") for each in records.arrivals(cedar)] == [
        "after 4",
        "when the cat is out",
    ]


def test_an_arrival_that_says_nothing_new_leaves_it(cedar: Cast) -> None:
    asked(cedar)
    assert times(again(cedar)) == (CLOSING, UNWISHED, wish.MOVED)


def test_a_second_missed_call_wins_over_it_for_good(cedar: Cast) -> None:
    moved = asked(cedar, category="MISSED", kind=Kind.LIVE_CALL)
    assert times(moved) == (CLOSING, ARRIVED + HOUR, wish.MOVED)
    it = again(cedar, kind=Kind.MISSED_CALL, category=None)
    assert (it.due_at < ARRIVED + HOUR, it.moved_from, told(it)) == (True, None, ["overtaken"])
    assert it.respond_by == it.due_at
    third = again(cedar, 12, kind=Kind.MISSED_CALL, category=None)
    assert (third.due_at <= it.due_at, third.best_time_at) == (True, None)


def test_the_patients_newest_words_win_over_their_own_second_call(cedar: Cast) -> None:
    came_in(cedar.dana, phone=NUMBER)
    it = again(cedar, kind=Kind.LIVE_CALL, category="MISSED", best_time="after 4")
    assert (it.due_at, it.due_why) == (CLOSING, wish.MOVED)


def test_known_in_another_order_it_is_the_same(cedar: Cast) -> None:
    """The second call was known before the form that had named a time."""
    came_in(cedar.dana, phone=NUMBER, happened_at=NOON)
    it = again(
        cedar, kind=Kind.LIVE_CALL, category="MISSED", best_time="after 4", happened_at=ARRIVED
    )
    assert (it.moved_from, told(it)) == (None, ["overtaken"])


def test_a_visit_learned_of_later_wins(cedar: Cast) -> None:
    asked(cedar, category="MISSED", kind=Kind.LIVE_CALL)
    it = again(cedar, category="MISSED", kind=Kind.LIVE_CALL, visit_date=date(2026, 11, 24))
    assert (it.moved_from, it.due_at < CLOSING, it.best_time_at) == (None, True, None)


def test_pressing_words_later_make_it_lose_its_time(cedar: Cast) -> None:
    asked(cedar)
    it = again(cedar, text=PRESSING)
    assert (it.level, it.moved_from, it.best_time_at) == ("emergency", None, None)
    assert it.due_at <= UNWISHED


@pytest.mark.parametrize("to", [Level.CLINICAL, Level.URGENT, Level.EMERGENCY])
def test_raised_by_somebody_it_is_due_as_if_they_had_named_none(cedar: Cast, to: Level) -> None:
    it = asked(cedar, "tomorrow")
    level.raise_level(it.id, to, by=cedar.dana, now=NOON)
    found = records.callback(cedar, it.id)
    assert (found.due_at <= UNWISHED, found.moved_from, found.best_time_at) == (True, None, None)


def test_what_waits_for_a_clinician_waits_for_nothing_else(cedar: Cast) -> None:
    it = asked(cedar)
    fence = claim.claim(it.id, by=cedar.dana, now=NOON).fence
    waiting.escalate(it.id, by=cedar.dana, now=NOON, fence=fence, words="it hurts")
    found = records.callback(cedar, it.id)
    assert (*times(found), found.respond_by) == (UNWISHED, None, "", UNWISHED)
    assert told(found) == ["overtaken"]


def test_closing_early_ends_the_time_they_asked_for(cedar: Cast) -> None:
    it = asked(cedar, "afternoon")
    assert it.due_at == CLOSING
    closing = Closure(day=date(2026, 11, 23), minute=15 * 60, why="snow")
    parts.close(closing, [""], seen={"": 1}, by=cedar.mara, now=NOON)
    found = records.callback(cedar, it.id)
    assert (found.due_at, found.moved_from) == (NOON + 3 * HOUR, UNWISHED)


def test_what_the_afternoon_is_the_practice_says(cedar: Cast) -> None:
    with scope(cedar.practice_id):
        before = practice.bearings(cedar.practice_id, code="NEWPT", since=NOON, now=NOON)
    assert before.parts.afternoon == (720, 1020)
    written = {"monday": ["08:00-17:00"], "parts_of_day": {"afternoon": "13:00-15:00"}}
    parts.change(Part.HOURS, written, seen=1, reason="as we say", by=cedar.mara, now=NOON)
    assert asked(cedar, "afternoon").due_at == NOON + 3 * HOUR


def test_another_practices_callback_knows_nothing_of_it(cedar: Cast, elm: Cast) -> None:
    asked(cedar)
    it = asked(elm, "")
    assert (*times(it), it.best_time) == (UNWISHED, None, "", "")


# After our first try


def tried(cast: Cast, it: Callback, result: Result, **made: Any) -> None:
    fence = claim.claim(it.id, by=cast.dana, now=NOON).fence
    attempt.log(it.id, Made(result=result, **made), by=cast.dana, now=NOON, fence=fence)


def test_their_words_move_the_try_our_rhythm_had_planned(cedar: Cast) -> None:
    it = asked(cedar, "")
    tried(cedar, it, Result.NO_ANSWER)
    found = again(cedar, best_time="Wednesday after 2")
    at = NOON + timedelta(days=2, hours=2)
    assert (found.next_attempt_at, found.due_at, found.promised_at) == (at, at, None)
    assert (found.lease_until, found.moved_from) == (at + 30 * MINUTE, None)


def test_a_time_they_were_told_stays_told(cedar: Cast) -> None:
    it = asked(cedar, "")
    tried(cedar, it, Result.CALL_LATER, call_again_at=NOON + 3 * HOUR)
    found = again(cedar, best_time="Wednesday after 2")
    assert (found.next_attempt_at, found.promised_at) == (NOON + 3 * HOUR, NOON + 3 * HOUR)


def test_a_first_action_that_was_moved_stays_counted(cedar: Cast) -> None:
    it = asked(cedar)
    tried(cedar, it, Result.NO_ANSWER)
    found = again(cedar, 20)
    assert (found.moved_from, found.respond_by) == (UNWISHED, CLOSING)


# A time told to the patient


def promised(cast: Cast, at: datetime, **given: Any) -> Callback:
    it = asked(cast, "", **given)
    tried(cast, it, Result.CALL_LATER, call_again_at=at)
    return records.callback(cast, it.id)


def test_a_time_told_to_the_patient_is_a_promise(cedar: Cast) -> None:
    at = NOON + 140 * MINUTE
    it = promised(cedar, at)
    assert (it.stage, it.next_attempt_at, it.promised_at, it.due_at) == ("scheduled", at, at, at)


def test_while_we_are_closed_the_nearest_time_is_planned_and_nothing_promised(cedar: Cast) -> None:
    it = promised(cedar, NOON + 7 * HOUR)
    assert (it.next_attempt_at, it.promised_at) == (NOON + 4 * HOUR, None)
    (made,) = records.attempts(cedar)
    assert made.call_again_at == NOON + 7 * HOUR


def test_what_is_pressing_is_not_due_later_for_a_promise(cedar: Cast) -> None:
    at = NOON + timedelta(days=4)
    it = promised(cedar, at, category="URGENT")
    assert (it.next_attempt_at, it.promised_at) == (at, at)
    assert it.due_at == it.respond_by < at


def opened(cast: Cast, now: datetime) -> list[UUID | None]:
    claim.open_promised(cast.practice_id, now=now)
    return [each.subject_id for each in records.journal(cast, "promise opened")]


def holding_another(cast: Cast, now: datetime) -> None:
    other = came_in(cast.dana, now=now).callback_id
    assert other is not None
    claim.claim(other, by=cast.dana, now=now)


@pytest.mark.parametrize(
    ("before", "here", "opens"),
    [(6, "", False), (5, "", True), (5, "holding", False), (5, "looking", False)],
)
def test_a_promised_call_whose_owner_is_away_is_opened_to_the_lane(
    cedar: Cast, elm: Cast, *, before: int, here: str, opens: bool
) -> None:
    at = NOON + 2 * HOUR
    it, now = promised(cedar, at), at - before * MINUTE
    if here == "holding":
        holding_another(cedar, now)
    if here == "looking":
        presence.here(it.id, UUID(int=1), by=cedar.dana, now=now)
    assert opened(elm, now) == []
    assert opened(cedar, now) == ([it.id] if opens else [])
    found = records.callback(cedar, it.id)
    assert (found.stage, found.owner_id is None) == (
        ("waiting", True) if opens else ("scheduled", False)
    )
    assert (found.promised_at, found.due_at) == (at, at)
    if opens:
        assert (found.came_back, found.fence) == ("owner_away", it.fence + 1)
        (entry,) = records.journal(cedar, "promise opened")
        assert (entry.via, entry.details["name"]) == ("tick", "Dana Reyes")


def test_whoever_took_it_up_for_the_call_keeps_it(cedar: Cast) -> None:
    at = NOON + 2 * HOUR
    it = promised(cedar, at)
    claim.claim(it.id, by=cedar.dana, now=at - 8 * MINUTE)
    assert opened(cedar, at - 4 * MINUTE) == []


def test_a_try_at_another_time_is_no_promise(cedar: Cast) -> None:
    it = promised(cedar, NOON + 2 * HOUR)
    tried(cedar, it, Result.REACHED_PATIENT)
    found = records.callback(cedar, it.id)
    assert (found.next_attempt_at, found.promised_at) == (None, None)


def test_a_moved_one_can_be_counted(cedar: Cast) -> None:
    asked(cedar)
    asked(cedar, "", phone="+12025550150")
    found: Sequence[Callback] = records.callbacks(cedar)
    assert sum(each.moved_from is not None for each in found) == 1
