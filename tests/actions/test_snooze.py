"""A callback is put aside until a time, and stays its owner's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, snooze
from ringback.actions.act import Refused, Stale
from ringback.actions.attempt import Made
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from tests import records
from tests.actions.test_attempt import taken
from tests.cast import NOON

if TYPE_CHECKING:
    from tests.cast import Cast

UNTIL = NOON + timedelta(hours=2)
WHY = "The lab closes for lunch"


def test_put_aside_it_stays_theirs_until_half_an_hour_past_the_time(cedar: Cast) -> None:
    it, fence = taken(cedar)
    before = records.callback(cedar, it)
    snooze.aside(it, UNTIL, WHY, by=cedar.dana, now=NOON, fence=fence)
    found = records.callback(cedar, it)
    assert (found.stage, found.owner_id, found.next_attempt_at, found.lease_until) == (
        "scheduled",
        cedar.dana.person_id,
        UNTIL,
        UNTIL + timedelta(minutes=30),
    )
    assert (found.hand, found.hand_name, found.hand_why, found.fence) == (
        "aside",
        cedar.dana.name,
        WHY,
        fence,
    )
    assert found.due_at == before.respond_by < UNTIL  # a first action is still promised
    assert claim.claim_next(by=cedar.dana, now=NOON) is None
    back = claim.claim_next(by=cedar.dana, now=UNTIL)
    assert back is not None
    assert (back.id, back.hand_why) == (it, WHY)


def test_once_tried_it_is_due_when_it_comes_back(cedar: Cast) -> None:
    it, fence = taken(cedar)
    attempt.log(it, Made(result=Result.REACHED_PATIENT), by=cedar.dana, now=NOON, fence=fence)
    snooze.aside(it, UNTIL, WHY, by=cedar.dana, now=NOON, fence=fence)
    assert records.callback(cedar, it).due_at == UNTIL


def test_a_time_they_were_told_stays_the_time_of_their_call(cedar: Cast) -> None:
    it, fence = taken(cedar)
    told = NOON + timedelta(hours=3)
    made = Made(result=Result.CALL_LATER, call_again_at=told)
    attempt.log(it, made, by=cedar.dana, now=NOON, fence=fence)
    snooze.aside(it, UNTIL, WHY, by=cedar.dana, now=NOON, fence=fence)
    found = records.callback(cedar, it)
    assert (found.promised_at, found.next_attempt_at) == (told, told)
    with pytest.raises(Refused, match="They were told"):
        late = told + timedelta(minutes=1)
        snooze.aside(it, late, WHY, by=cedar.dana, now=NOON, fence=fence)


def test_what_nobody_read_is_not_put_aside(cedar: Cast) -> None:
    it, fence = taken(cedar, kind=Kind.VOICEMAIL)
    with pytest.raises(Refused, match="Nobody has read this"):
        snooze.aside(it, UNTIL, WHY, by=cedar.dana, now=NOON, fence=fence)


def test_refused_it_keeps_the_draft_and_changes_nothing(cedar: Cast) -> None:
    it, fence = taken(cedar)
    with pytest.raises(Stale):
        snooze.aside(it, UNTIL, WHY, by=cedar.dana, now=NOON, fence=fence + 1, draft="half")
    with pytest.raises(Refused, match="Say in one line"):
        snooze.aside(it, UNTIL, " ", by=cedar.dana, now=NOON, fence=fence, draft="half")
    assert records.drafts(cedar) == [(cedar.dana.person_id, "half")]
    assert records.callback(cedar, it).stage == "owned"
