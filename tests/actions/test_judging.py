"""What a pathway makes of a callback: by when, how pressing, and what else follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import attempt, claim, done, level, sorting
from ringback.actions.act import Refused
from ringback.actions.attempt import Made
from ringback.models import Callback, Outgoing
from ringback.queries.scope import scope
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.queue import Level
from tests import records
from tests.cast import NOON, NUMBER, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

MINUTE = timedelta(minutes=1)
ARRIVED = NOON - 10 * MINUTE
URGENT = "my chest hurts when I walk up the stairs since this morning"
MILD = "I have a rash on my arm and would like a visit"


def wrote(cast: Cast, text: str, **given: Any) -> Callback:
    found = came_in(cast.dana, kind=Kind.WEB_FORM, text=text, **given).callback_id
    return records.callback(cast, found)


def beside(cast: Cast, it: UUID) -> list[Callback]:
    with scope(cast.practice_id):
        return list(Callback.objects.filter(linked_to_id=it))


def told(cast: Cast) -> list[tuple[str, str]]:
    with scope(cast.practice_id):
        found = Outgoing.objects.filter(kind="tell_post").order_by("created_at", "dedupe_key")
        return [(each.payload["post"], each.payload["callback"]) for each in found]


def test_pressing_words_raise_what_nobody_has_read_and_it_stays_unread(cedar: Cast) -> None:
    it = wrote(cedar, URGENT)
    assert (it.category, it.stage, it.level, it.rank) == ("UNSORTED", "unsorted", "emergency", 0)
    assert (it.due_at, it.respond_by) == (ARRIVED + 5 * MINUTE, ARRIVED + 5 * MINUTE)
    assert (it.due_why, it.due_window, it.due_since) == (
        "marked an emergency: moved earlier",
        "5 minutes",
        ARRIVED,
    )


def test_words_that_say_nothing_pressing_raise_nothing(cedar: Cast) -> None:
    it = wrote(cedar, "please send me the address of the office")
    assert (it.level, it.heard, it.due_window) == ("routine", [], "15 business minutes")
    assert it.due_at == ARRIVED + 15 * MINUTE


def test_a_second_message_with_pressing_words_raises_the_first(cedar: Cast) -> None:
    first = came_in(cedar.dana, phone=NUMBER, happened_at=NOON - 30 * MINUTE)
    came_in(cedar.dana, phone=NUMBER, category="MISSED", text=URGENT)
    it = records.callback(cedar, first.callback_id)
    assert (it.category, it.level, it.stage, it.arrivals) == ("EMERG", "emergency", "waiting", 2)
    assert it.due_at == NOON - 25 * MINUTE
    assert it.outcome_needed == "send them to help now"


def test_symptoms_in_a_request_for_a_visit_open_a_clinical_question_beside_it(cedar: Cast) -> None:
    it = wrote(cedar, MILD, category="NEWPT", phone=NUMBER)
    (other,) = beside(cedar, it.id)
    assert (it.category, other.category, other.stage) == ("NEWPT", "CLIN", "waiting")
    assert (other.phone, other.words, other.received_at) == (NUMBER, MILD, it.received_at)
    assert it.due_why == ""


def test_nothing_is_opened_beside_what_a_clinician_looks_at_already(cedar: Cast) -> None:
    it = wrote(cedar, f"{URGENT}, I would like a visit", category="NEWPT", phone=NUMBER)
    assert (it.category, beside(cedar, it.id)) == ("EMERG", [])


def test_it_is_opened_once_however_often_they_write(cedar: Cast) -> None:
    it = wrote(cedar, MILD, category="NEWPT", phone=NUMBER)
    again = wrote(cedar, MILD, category="NEWPT", phone=NUMBER)
    assert (again.id, len(beside(cedar, it.id))) == (it.id, 1)


def test_a_result_they_call_abnormal_is_a_clinical_question(cedar: Cast) -> None:
    it = wrote(cedar, "the lab said my result is abnormal", category="RESULT")
    assert it.category == "CLIN"
    assert it.outcome_needed == "the patient’s exact words, and how to reach them"


def test_somebody_with_something_urgent_open_is_called_back_sooner(cedar: Cast) -> None:
    open_one = wrote(cedar, "a form", category="URGENT", phone=NUMBER)
    assert open_one.level == "urgent"
    found = came_in(cedar.dana, kind=Kind.LIVE_CALL, phone=NUMBER, category="MISSED")
    it = records.callback(cedar, found.callback_id)
    assert it.due_at == ARRIVED + 15 * MINUTE
    assert it.due_why == "something urgent of theirs is open: moved earlier"


def test_what_is_written_down_may_move_it_earlier_and_have_somebody_told_once(cedar: Cast) -> None:
    found = came_in(cedar.dana, category="INTAKE", visit_date=date(2026, 12, 10))
    fence = claim.claim(found.callback_id, by=cedar.dana, now=NOON).fence
    for _ in range(2):
        done.record(
            found.callback_id, {"missing_item": "referral"}, by=cedar.dana, now=NOON, fence=fence
        )
    it = records.callback(cedar, found.callback_id)
    assert (it.due_at, it.due_window) == (NOON + 5 * 60 * MINUTE, "by closing")
    assert told(cedar) == [("clinician_on_duty", str(it.id))]


def test_after_a_try_what_becomes_known_only_moves_the_next_step_earlier(cedar: Cast) -> None:
    found = came_in(cedar.dana, category="INTAKE", visit_date=date(2026, 12, 10))
    it = found.callback_id
    fence = claim.claim(it, by=cedar.dana, now=NOON).fence
    attempt.log(it, Made(result=Result.NO_ANSWER), by=cedar.dana, now=NOON, fence=fence)
    promised = records.callback(cedar, it).respond_by
    planned = records.callback(cedar, it).due_at
    done.record(it, {"missing_item": "referral"}, by=cedar.dana, now=NOON, fence=fence)
    after = records.callback(cedar, it)
    assert after.due_at <= planned
    assert after.respond_by == promised


@pytest.mark.parametrize(
    ("to", "code"),
    [(Level.CLINICAL, "CLIN"), (Level.URGENT, "URGENT"), (Level.EMERGENCY, "EMERG")],
)
def test_what_a_person_marks_as_pressing_goes_on_that_pathway(
    cedar: Cast, to: Level, code: str
) -> None:
    it = came_in(cedar.dana).callback_id
    level.raise_level(it, to, by=cedar.dana, now=NOON)
    found = records.callback(cedar, it)
    assert (found.category, found.level, found.stage) == (code, str(to), "waiting")
    assert found.due_at <= ARRIVED + 60 * MINUTE


def test_a_clinical_pathway_keeps_what_is_marked_urgent(cedar: Cast) -> None:
    it = came_in(cedar.dana, category="RX").callback_id
    level.raise_level(it, Level.URGENT, by=cedar.dana, now=NOON)
    found = records.callback(cedar, it)
    assert (found.category, found.level, found.due_at) == ("RX", "urgent", NOON + 10 * MINUTE)


def test_only_a_clinician_says_that_something_pressing_is_not(cedar: Cast) -> None:
    it = wrote(cedar, URGENT)
    with pytest.raises(Refused) as refusal:
        sorting.sort(it.id, "MISSED", by=cedar.dana, now=NOON, fence=1)
    assert [each.code for each in refusal.value.reasons] == ["too_pressing"]
    assert records.callback(cedar, it.id).category == "UNSORTED"
    sorting.sort(it.id, "MISSED", by=cedar.osei, now=NOON, fence=1)
    found = records.callback(cedar, it.id)
    assert (found.category, found.level, found.rank) == ("MISSED", "routine", 2)


def test_sorted_into_an_emergency_it_stands_first(cedar: Cast) -> None:
    it = wrote(cedar, "please send me the address of the office")
    sorting.sort(it.id, "EMERG", by=cedar.dana, now=NOON, fence=1)
    found = records.callback(cedar, it.id)
    assert (found.level, found.rank, found.due_at) == ("emergency", 0, ARRIVED + 5 * MINUTE)


def test_what_a_clinical_pathway_raises_stays_on_it(cedar: Cast) -> None:
    text = "two tablets left of the blood thinner"
    it = wrote(cedar, text, category="URGENT")
    assert (it.category, it.level, it.due_at) == ("URGENT", "emergency", ARRIVED + 5 * MINUTE)
    done_before = records.callback(cedar, it.id).outcome_needed
    found = claim.claim(it.id, by=cedar.dana, now=NOON)
    done.record(it.id, {"exact_words": text}, by=cedar.dana, now=NOON, fence=found.fence)
    after = records.callback(cedar, it.id)
    assert (after.category, done_before) == ("URGENT", "the patient’s exact words")


def test_what_they_say_next_may_move_it_to_an_emergency(cedar: Cast) -> None:
    it = wrote(cedar, "a question about the tablets", category="CLIN", phone=NUMBER)
    wrote(cedar, URGENT, category="CLIN", phone=NUMBER)
    assert records.callback(cedar, it.id).category == "EMERG"
