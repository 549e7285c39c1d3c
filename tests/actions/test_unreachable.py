"""A patient who cannot be reached: decided, written down, closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, opening, unreachable
from ringback.actions.act import Held, NotFound, Refused, Stale
from ringback.actions.attempt import Made
from ringback.rules.attempt import Result
from tests import records
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

HOUR = timedelta(hours=1)
WHY = "Rang three times at different times, nobody answered; letter sent, they may call any time."
TRIES = ((0, "phone"), (3, "phone"), (24, "phone"), (25, "letter"))


def tried(cast: Cast, category: str, made: tuple[tuple[int, str], ...] = TRIES) -> tuple[UUID, int]:
    found = came_in(cast.dana, category=category).callback_id
    assert found is not None
    fence = claim.claim(found, by=cast.dana, now=NOON).fence
    for hours, channel in made:
        each = Made(result=Result.NO_ANSWER, channel=channel)
        attempt.log(found, each, by=cast.dana, now=NOON + hours * HOUR, fence=fence)
    return found, fence


def test_who_may_decide_it_closes_it_with_the_reason_as_the_note(cedar: Cast) -> None:
    it, fence = tried(cedar, "APPT")
    later = NOON + 26 * HOUR
    row = unreachable.decide(it, WHY, by=cedar.dana, now=later, fence=fence)
    found = records.callback(cedar, it)
    assert (row.stage, found.outcome, found.closed_at, found.owner_id, found.fence) == (
        "closed",
        "unreachable",
        later,
        None,
        fence + 1,
    )
    assert [each.text for each in records.notes(cedar)] == [WHY]
    (entry,) = records.journal(cedar, "unreachable")
    assert (entry.actor_id, entry.refused, entry.details) == (
        cedar.dana.person_id,
        False,
        {"tries": 4, "by_rule": False},
    )


def test_what_comes_first_is_named_and_the_reason_kept_as_the_draft(cedar: Cast) -> None:
    it, fence = tried(cedar, "APPT", TRIES[:1])
    with pytest.raises(Refused) as refusal:
        unreachable.decide(it, WHY, by=cedar.dana, now=NOON + HOUR, fence=fence)
    assert [each.code for each in refusal.value.reasons] == ["too_few_tries", "write_first"]
    assert records.callback(cedar, it).closed_at is None
    assert records.drafts(cedar) == [(cedar.dana.person_id, WHY)]
    (entry,) = records.journal(cedar, "unreachable")
    assert (entry.refused, entry.details) == (
        True,
        {"refused": ["too_few_tries", "write_first"]},
    )


def test_a_missed_call_ends_by_the_rule_and_the_journal_says_so(cedar: Cast) -> None:
    it, fence = tried(cedar, "MISSED", TRIES[:2])
    unreachable.decide(it, "", by=cedar.dana, now=NOON + 4 * HOUR, fence=fence)
    (entry,) = records.journal(cedar, "unreachable")
    assert entry.details == {"tries": 2, "by_rule": True}
    assert records.notes(cedar) == []


def test_the_desk_never_closes_a_clinical_matter_so(cedar: Cast) -> None:
    it, fence = tried(cedar, "CLIN")
    with pytest.raises(Refused, match="for somebody else to decide"):
        unreachable.decide(it, WHY, by=cedar.dana, now=NOON + 26 * HOUR, fence=fence)


def test_only_who_holds_it_under_its_present_fence_decides(cedar: Cast, elm: Cast) -> None:
    it, fence = tried(cedar, "APPT")
    later = NOON + 25 * HOUR
    with pytest.raises(Held):
        unreachable.decide(it, WHY, by=cedar.mara, now=later, fence=fence)
    with pytest.raises(Stale):
        unreachable.decide(it, WHY, by=cedar.dana, now=later, fence=fence + 1)
    with pytest.raises(NotFound):
        unreachable.decide(it, WHY, by=elm.dana, now=later, fence=fence)


def test_closed_is_closed(cedar: Cast) -> None:
    it, fence = tried(cedar, "APPT")
    later = NOON + 26 * HOUR
    unreachable.decide(it, WHY, by=cedar.dana, now=later, fence=fence)
    with pytest.raises(Refused):
        unreachable.decide(it, WHY, by=cedar.dana, now=later, fence=fence + 1)
    assert opening.opened(it, by=cedar.dana, now=later).outcome == "unreachable"
