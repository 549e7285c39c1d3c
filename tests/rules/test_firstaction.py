"""What counts as the first action a kind of request promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ringback.rules import firstaction
from ringback.rules.attempt import Result, Try
from ringback.rules.category import FirstAction
from ringback.rules.firstaction import Did

AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
UNHEARD = Try(result=Result.NO_ANSWER, happened_at=AT)
REACHED = Try(result=Result.REACHED_PATIENT, happened_at=LATER)
WRITTEN = Try(result=Result.NO_ANSWER, happened_at=LATER, channel="text")


@pytest.mark.parametrize(
    ("promised", "enough"),
    [
        (FirstAction.ATTEMPT, {Did.TRIED, Did.TOLD}),
        (FirstAction.ACCEPTED, {Did.ACCEPTED}),
        (FirstAction.READ, {Did.READ, Did.TRIED, Did.TOLD, Did.ACCEPTED}),
        (FirstAction.ACKNOWLEDGED, {Did.TOLD}),
    ],
)
def test_each_promise_is_kept_by_what_it_says_and_nothing_less(
    promised: FirstAction, enough: set[Did]
) -> None:
    assert {each for each in Did if firstaction.counts(promised, each)} == enough


@pytest.mark.parametrize(
    ("result", "channel", "did"),
    [
        (Result.REACHED_PATIENT, "phone", Did.TOLD),
        (Result.REACHED_AUTHORISED, "phone", Did.TOLD),
        (Result.REACHED_OTHER, "phone", Did.TRIED),
        (Result.VOICEMAIL_LEFT, "phone", Did.TRIED),
        (Result.NO_ANSWER, "phone", Did.TRIED),
        (Result.NO_ANSWER, "letter", Did.TOLD),
    ],
)
def test_they_heard_from_us_when_they_were_reached_or_written_to(
    result: Result, channel: str, did: Did
) -> None:
    assert firstaction.of_try(result, channel) == did


@pytest.mark.parametrize(
    ("promised", "before", "accepted", "tries", "expected"),
    [
        (FirstAction.ATTEMPT, FirstAction.ATTEMPT, False, (), AT),
        (FirstAction.ACCEPTED, FirstAction.ATTEMPT, False, (UNHEARD,), None),
        (FirstAction.ACCEPTED, FirstAction.ATTEMPT, True, (UNHEARD,), AT),
        (FirstAction.ATTEMPT, FirstAction.ACCEPTED, True, (UNHEARD, REACHED), AT),
        (FirstAction.ATTEMPT, FirstAction.ACCEPTED, True, (), None),
        (FirstAction.ACKNOWLEDGED, FirstAction.ATTEMPT, False, (UNHEARD,), None),
        (FirstAction.ACKNOWLEDGED, FirstAction.ATTEMPT, False, (UNHEARD, REACHED), LATER),
        (FirstAction.ACKNOWLEDGED, FirstAction.ATTEMPT, False, (WRITTEN,), LATER),
        (FirstAction.READ, FirstAction.ATTEMPT, False, (), AT),
    ],
)
def test_what_was_done_counts_for_another_kind_as_far_as_it_is_what_that_promises(
    promised: FirstAction,
    before: FirstAction,
    accepted: bool,
    tries: tuple[Try, ...],
    expected: datetime | None,
) -> None:
    found = firstaction.carried(
        promised, AT, before=before, tries=tries, accepted=accepted, now=LATER
    )
    assert found == expected


def test_giving_it_a_kind_is_reading_it() -> None:
    found = firstaction.carried(
        FirstAction.READ, None, before=FirstAction.ATTEMPT, tries=(), accepted=False, now=LATER
    )
    assert found == LATER
