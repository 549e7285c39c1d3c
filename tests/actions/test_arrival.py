"""What a patient did becomes one visible item."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ringback.actions import arrival, attempt, claim
from ringback.actions.act import NotPermitted, Refused
from ringback.actions.attempt import Made
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from tests import records
from tests.cast import NOON, NUMBER, came_in
from tests.together import at_once

if TYPE_CHECKING:
    from tests.cast import Cast

MINUTE = timedelta(minutes=1)
TWICE = "called twice: moved earlier"


def test_a_missed_call_opens_a_callback_that_says_when_it_is_due(cedar: Cast) -> None:
    found = came_in(cedar.dana, phone=NUMBER, name="Ana", source="phone")
    it = records.callback(cedar, found.callback_id)
    called = NOON - 10 * MINUTE
    assert (it.category, it.stage, it.kind, it.received_at, it.arrivals) == (
        "MISSED",
        "waiting",
        "missed_call",
        called,
        1,
    )
    assert (it.due_at, it.respond_by, it.resolve_by) == (
        called + 60 * MINUTE,
        called + 60 * MINUTE,
        NOON.replace(hour=22),
    )
    assert (it.phone, it.name, it.outcome_needed, it.owner_id) == (
        NUMBER,
        "Ana",
        "reach them, learn the reason",
        None,
    )


def test_a_voicemail_waits_to_be_read(cedar: Cast) -> None:
    found = came_in(cedar.dana, kind=Kind.VOICEMAIL, text="It is about Friday.")
    it = records.callback(cedar, found.callback_id)
    assert (it.category, it.stage, it.words) == ("UNSORTED", "unsorted", "It is about Friday.")
    assert it.due_at == NOON + 5 * MINUTE


def test_what_came_in_is_kept_as_it_was(cedar: Cast) -> None:
    found = came_in(cedar.dana, external_id="call-7", raw={"from": "202"}, text="hello", seconds=9)
    (kept,) = records.arrivals(cedar, id=found.arrival_id)
    assert (kept.external_id, kept.raw, kept.text, kept.seconds, kept.callback_id) == (
        "call-7",
        {"from": "202"},
        "hello",
        9,
        found.callback_id,
    )
    assert (kept.happened_at, kept.stored_at) == (NOON - 10 * MINUTE, NOON)


def test_a_second_missed_call_joins_and_makes_it_sooner(cedar: Cast) -> None:
    first = came_in(cedar.dana, phone=NUMBER, happened_at=NOON - 40 * MINUTE)
    second = came_in(cedar.dana, phone=NUMBER, happened_at=NOON - 5 * MINUTE)
    it = records.callback(cedar, first.callback_id)
    assert second.callback_id == first.callback_id
    assert (it.arrivals, it.received_at, it.last_arrival_at) == (
        2,
        NOON - 40 * MINUTE,
        NOON - 5 * MINUTE,
    )
    assert (it.due_at, it.respond_by, it.due_why) == (NOON + 10 * MINUTE, NOON + 10 * MINUTE, TWICE)


def test_a_second_call_more_than_two_hours_later_moves_nothing(cedar: Cast) -> None:
    first = came_in(cedar.dana, phone=NUMBER, happened_at=NOON - 150 * MINUTE)
    before = records.callback(cedar, first.callback_id).due_at
    came_in(cedar.dana, phone=NUMBER)
    it = records.callback(cedar, first.callback_id)
    assert (it.due_at, it.due_why, it.arrivals) == (before, "", 2)


def test_a_later_arrival_adds_what_was_not_known(cedar: Cast) -> None:
    first = came_in(cedar.dana, phone=NUMBER, happened_at=NOON - 150 * MINUTE)
    came_in(cedar.dana, phone=NUMBER, name="Ana", text="a refill", language="es",
            visit_date=date(2026, 11, 24))  # fmt: skip
    it = records.callback(cedar, first.callback_id)
    assert (it.name, it.words, it.language, it.visit_date, it.due_why) == (
        "Ana",
        "a refill",
        "es",
        date(2026, 11, 24),
        "visit coming up: moved earlier",
    )


def test_it_does_not_matter_in_which_order_calls_become_known(cedar: Cast) -> None:
    minutes = (200, 95, 20, 1)
    results = set()
    for number, order in enumerate(permutations(minutes)):
        phone = f"+120255501{number:02}"
        for ago in order:
            found = came_in(cedar.dana, phone=phone, happened_at=NOON - ago * MINUTE)
        it = records.callback(cedar, found.callback_id)
        results.add(
            (it.received_at, it.last_arrival_at, it.arrivals, it.due_at, it.due_why, it.resolve_by)
        )
    assert len(results) == 1


def test_another_call_after_our_try_does_not_make_an_old_reason_count_again(cedar: Cast) -> None:
    found = came_in(cedar.dana, phone=NUMBER, happened_at=NOON - 90 * MINUTE)
    came_in(cedar.dana, phone=NUMBER, happened_at=NOON - 80 * MINUTE)
    it = claim.claim(found.callback_id, by=cedar.dana, now=NOON)
    made = Made(result=Result.NO_ANSWER)
    attempt.log(it.id, made, by=cedar.dana, now=NOON, fence=it.fence)
    planned = records.callback(cedar, it.id).due_at
    later = NOON + 30 * MINUTE
    came_in(cedar.dana, phone=NUMBER, now=later, happened_at=later)
    assert records.callback(cedar, it.id).due_at == planned
    later += MINUTE
    came_in(cedar.dana, phone=NUMBER, now=later, happened_at=later)
    assert records.callback(cedar, it.id).due_at == later + 15 * MINUTE


def test_the_same_event_again_is_the_same_callback(cedar: Cast) -> None:
    first = came_in(cedar.dana, external_id="one")
    again = came_in(cedar.dana, external_id="one")
    assert (first.again, again.again) == (False, True)
    assert (again.arrival_id, again.callback_id) == (first.arrival_id, first.callback_id)
    assert len(records.arrivals(cedar)) == 1
    repeat = records.journal(cedar, "received")[-1]
    assert (repeat.changed, repeat.details["again"]) == (False, True)


@pytest.mark.postgres
def test_the_same_event_fifty_times_at_once_is_one_callback(cedar: Cast) -> None:
    found = at_once(50, lambda _: came_in(cedar.dana, external_id="webhook-1", phone=NUMBER))
    assert len({(each.arrival_id, each.callback_id) for each in found}) == 1
    assert [each.again for each in found].count(False) == 1
    assert (len(records.arrivals(cedar)), len(records.callbacks(cedar))) == (1, 1)


@pytest.mark.postgres
def test_two_events_of_one_number_at_once_are_one_callback(cedar: Cast) -> None:
    for round_ in range(5):
        phone = f"+120255501{round_:02}"
        found = at_once(4, lambda _, phone=phone: came_in(cedar.dana, phone=phone))
        assert len({each.callback_id for each in found}) == 1
        assert records.callback(cedar, found[0].callback_id).arrivals == 4


def test_the_same_event_at_two_practices_is_two_callbacks(cedar: Cast, elm: Cast) -> None:
    first = came_in(cedar.dana, external_id="one", phone=NUMBER, idempotency_key="k")
    second = came_in(elm.dana, external_id="one", phone=NUMBER, idempotency_key="k")
    assert (second.again, second.callback_id == first.callback_id) == (False, False)


def test_one_idempotency_key_is_one_request(cedar: Cast) -> None:
    first = came_in(cedar.dana, idempotency_key="k", body_digest="a", external_id="1")
    again = came_in(cedar.dana, idempotency_key="k", body_digest="a", external_id="2")
    assert (again.again, again.arrival_id) == (True, first.arrival_id)


def test_one_idempotency_key_with_another_body_is_refused(cedar: Cast) -> None:
    came_in(cedar.dana, idempotency_key="k", body_digest="a")
    with pytest.raises(arrival.KeyReused):
        came_in(cedar.dana, idempotency_key="k", body_digest="b")
    assert len(records.arrivals(cedar)) == 1


@pytest.mark.parametrize("nothing", ["", "anonymous", "Restricted", "204"])
def test_withheld_numbers_are_never_merged(cedar: Cast, nothing: str) -> None:
    found = [came_in(cedar.dana, phone=nothing) for _ in range(2)]
    assert found[0].callback_id != found[1].callback_id


def test_a_message_with_a_matter_of_its_own_does_not_join_another_kind(cedar: Cast) -> None:
    first = came_in(cedar.dana, phone=NUMBER)
    second = came_in(cedar.dana, phone=NUMBER, kind=Kind.INCOMPLETE_INTAKE)
    assert first.callback_id != second.callback_id
    third = came_in(cedar.dana, phone=NUMBER, kind=Kind.INCOMPLETE_INTAKE)
    assert third.callback_id == second.callback_id


def test_a_call_after_the_callback_was_closed_is_a_new_one(cedar: Cast) -> None:
    from tests.actions.test_done import closed  # the one place that knows how to close

    first = closed(cedar, phone=NUMBER)
    assert came_in(cedar.dana, phone=NUMBER).callback_id != first


@pytest.mark.parametrize("code", ["NOPE", "missed", "x" * 500])
def test_a_kind_of_request_nobody_has_is_refused_without_repeating_it(
    cedar: Cast, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        came_in(cedar.dana, category=code)
    assert code not in str(refusal.value)
    assert records.arrivals(cedar) == []


def test_an_assistant_brings_in_only_what_their_lane_holds(cedar: Cast) -> None:
    assert came_in(cedar.vik, kind=Kind.APPOINTMENT_REQUEST).callback_id is not None
    with pytest.raises(NotPermitted):
        came_in(cedar.vik, kind=Kind.INCOMPLETE_INTAKE)


def test_it_brings_in_nothing(cedar: Cast) -> None:
    with pytest.raises(NotPermitted):
        came_in(cedar.ines)


@pytest.mark.parametrize("away", [6 * MINUTE, -timedelta(days=2000), -timedelta(days=700_000)])
def test_a_time_that_cannot_be_is_refused(cedar: Cast, away: timedelta) -> None:
    with pytest.raises(Refused):
        came_in(cedar.dana, happened_at=NOON + away)


def test_a_sender_whose_clock_is_fast_does_not_stop_the_first_try(cedar: Cast) -> None:
    found = came_in(cedar.dana, happened_at=NOON + 4 * MINUTE)
    assert records.callback(cedar, found.callback_id).received_at == NOON
    it = claim.claim(found.callback_id, by=cedar.dana, now=NOON)
    made = Made(result=Result.REACHED_PATIENT)
    attempt.log(it.id, made, by=cedar.dana, now=NOON, fence=it.fence)


def test_an_old_call_found_today_is_due_since_then(cedar: Cast) -> None:
    found = came_in(cedar.dana, happened_at=NOON - timedelta(days=30), external_id=uuid4().hex)
    assert records.callback(cedar, found.callback_id).due_at < NOON - timedelta(days=27)
