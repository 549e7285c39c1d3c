"""Something written is told once it was sent by hand: it counts as written, and the calls go on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import attempt, claim, unreachable
from ringback.actions.act import Refused
from ringback.actions.attempt import Made
from ringback.rules.attempt import Result
from tests import patients, records
from tests.cast import NOON, NUMBER, came_in

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.attempt import Logged
    from tests.cast import Cast

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
WORDS = "We tried to reach you about your visit. Please call us when it suits you."
WHY = "Rang three times at different times, nobody answered; letter sent, they may call any time."


@pytest.fixture
def it(cedar: Cast) -> tuple[UUID, int]:
    """Tom's request, in Dana's hands."""
    found = came_in(cedar.dana, phone=NUMBER, category="APPT").callback_id
    assert found is not None
    tom = patients.on_file(cedar)
    patients.number(cedar, tom, NUMBER)
    patients.whose(cedar, found, tom)
    return found, claim.claim(found, by=cedar.dana, now=NOON).fence


def tom_of(cast: Cast, it: tuple[UUID, int]) -> UUID:
    found: UUID = records.callback(cast, it[0]).patient_id
    return found


def tell(
    cast: Cast, it: tuple[UUID, int], channel: str, now: datetime = NOON, **made: Any
) -> Logged:
    told = Made(result=Result.SENT, channel=channel, **made)
    return attempt.log(it[0], told, by=cast.dana, now=now, fence=it[1])


def refused(cast: Cast, it: tuple[UUID, int], channel: str, **made: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        tell(cast, it, channel, **made)
    assert records.attempts(cast) == []
    entry = records.journal(cast, "attempted")[-1]
    assert entry.refused
    return [each.code for each in refusal.value.reasons]


def test_a_letter_is_kept_with_its_words_and_is_the_first_action(
    cedar: Cast, it: tuple[UUID, int]
) -> None:
    tell(cedar, it, "letter", note=WORDS, picks={})
    (made,) = records.attempts(cedar)
    assert (made.result, made.channel, made.number, made.template, made.call_id) == (
        "sent", "letter", "", "", None,
    )  # fmt: skip
    (note,) = records.notes(cedar)
    assert "by letter" in note.text
    assert "Sent by hand." in note.text
    assert WORDS in note.text
    assert note.attempt_id == made.id
    found = records.callback(cedar, it[0])
    assert (found.first_action_at, found.tries, found.last_result) == (NOON, 1, "sent")
    (entry,) = records.journal(cedar, "attempted")
    assert entry.details == {"attempt": str(made.id), "result": "sent", "channel": "letter"}


def test_a_planned_try_stays_where_it_was(cedar: Cast, it: tuple[UUID, int]) -> None:
    call = Made(result=Result.NO_ANSWER)
    before = attempt.log(it[0], call, by=cedar.dana, now=NOON, fence=it[1]).next_attempt_at
    logged = tell(cedar, it, "portal", now=NOON + 20 * MINUTE, note=WORDS)
    assert before is not None
    assert logged.next_attempt_at == before
    assert records.callback(cedar, it[0]).stage == "scheduled"


def test_a_text_holds_the_approved_words_alone_and_its_number(
    cedar: Cast, it: tuple[UUID, int]
) -> None:
    patients.consent(cedar, tom_of(cedar, it))
    tell(cedar, it, "text")
    (made,) = records.attempts(cedar)
    assert (made.template, made.number) == ("VM-1", NUMBER)
    assert records.notes(cedar) == []


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("text", ["no_consent"]),
        ("email", ["no_consent"]),
        ("letter", ["say_what"]),
        ("portal", ["say_what"]),
        ("phone", ["say_how"]),
        ("pigeon", ["say_how"]),
    ],
)
def test_what_may_not_be_sent_or_is_not_said_is_refused(
    cedar: Cast, it: tuple[UUID, int], channel: str, expected: list[str]
) -> None:
    assert refused(cedar, it, channel) == expected


def test_a_way_they_do_not_want_is_refused_and_the_words_are_kept(
    cedar: Cast, it: tuple[UUID, int]
) -> None:
    tom = tom_of(cedar, it)
    patients.rule(cedar, tom, "channel", said="no letters home", channels=["letter"])
    assert refused(cedar, it, "letter", note=WORDS) == ["asked_not_this_way"]
    assert records.drafts(cedar) == [(cedar.dana.person_id, WORDS)]


def test_who_opted_out_of_texts_gets_none(cedar: Cast, it: tuple[UUID, int]) -> None:
    patients.consent(cedar, tom_of(cedar, it), agreed=False)
    assert refused(cedar, it, "text") == ["opted_out"]


def test_no_other_result_goes_by_a_way_they_do_not_allow(cedar: Cast, it: tuple[UUID, int]) -> None:
    with pytest.raises(Refused, match="have not agreed"):
        attempt.log(
            it[0], Made(result=Result.NO_ANSWER, channel="text"), by=cedar.dana, now=NOON,
            fence=it[1],
        )  # fmt: skip


def test_after_its_calls_and_a_letter_they_may_be_called_unreachable(cedar: Cast) -> None:
    began = NOON - 30 * HOUR
    found = came_in(cedar.dana, now=began, category="APPT").callback_id
    assert found is not None
    it = (found, claim.claim(found, by=cedar.dana, now=NOON).fence)
    for hours in (24, 18, 12):
        call = Made(result=Result.NO_ANSWER, happened_at=NOON - hours * HOUR)
        attempt.log(it[0], call, by=cedar.dana, now=NOON, fence=it[1])

    def close(now: datetime) -> None:
        unreachable.decide(found, WHY, by=cedar.dana, now=now, fence=it[1])

    with pytest.raises(Refused) as refusal:
        close(NOON)
    assert [each.code for each in refusal.value.reasons] == ["write_first"]
    assert tell(cedar, it, "letter", note=WORDS).next_attempt_at is None
    assert records.callback(cedar, it[0]).stage == "owned"
    close(NOON + MINUTE)
    assert records.callback(cedar, it[0]).outcome == "unreachable"


def test_a_call_under_way_goes_on(cedar: Cast, it: tuple[UUID, int]) -> None:
    call = patients.a_call(cedar, it[0])
    tell(cedar, it, "portal", note=WORDS)
    (made,) = records.attempts(cedar)
    assert made.call_id is None
    then = attempt.log(
        it[0], Made(result=Result.NO_ANSWER), by=cedar.dana, now=NOON + MINUTE, fence=it[1]
    )
    (ended,) = records.attempts(cedar, id=then.attempt_id)
    assert ended.call_id == call
