"""A callback is called done only when nothing is missing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import attempt, claim, done, opening, people
from ringback.actions.act import Held, Refused, Stale
from ringback.actions.attempt import Made
from ringback.actions.done import NotDone
from ringback.models import DoneFact
from ringback.queries.scope import scope
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.category import Post
from ringback.rules.roster import OnCall
from tests import records
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.queue import QueueRow
    from tests.cast import Cast

WORDS = "Reached Ana; she wants Tuesday morning and we booked it."
VAGUE = "the note: who was reached, what was said, and what happens next"
NO_NOTE = "a note the next colleague can act on"
BOOKED = {"no_promise": True, "forms_not_needed": True}
FORMS = "send the intake form, as they allow"
CALLED = "what happened when you called"


def tried(cast: Cast, result: Result = Result.REACHED_PATIENT, **given: Any) -> tuple[UUID, int]:
    found = came_in(cast.dana, **given).callback_id
    assert found is not None
    fence = claim.claim(found, by=cast.dana, now=NOON).fence
    attempt.log(found, Made(result=result), by=cast.dana, now=NOON, fence=fence)
    return found, fence


def complete(
    cast: Cast, it: tuple[UUID, int], facts: dict[str, Any], text: str = WORDS
) -> QueueRow:
    return done.complete(it[0], facts, text, by=cast.dana, now=NOON, fence=it[1])


def closed(cast: Cast, **given: Any) -> UUID:
    it = tried(cast, **given)
    complete(cast, it, {"nothing_needed": True})
    return it[0]


def refused(
    cast: Cast, it: tuple[UUID, int], facts: dict[str, Any], text: str = WORDS
) -> list[str]:
    with pytest.raises(NotDone) as refusal:
        complete(cast, it, facts, text)
    return [str(each) for each in refusal.value.reasons]


@pytest.mark.parametrize(
    ("category", "facts"),
    [
        ("MISSED", {"reason_learned": "a refill"}),
        ("MISSED", {"nothing_needed": True}),
        ("NEWPT", {"booked_for": "2026-11-24T10:30", "booked_with": "Dr. Osei", **BOOKED}),
        ("NEWPT", {"wait_list_since": "2026-11-23", **BOOKED}),
        ("NEWPT", {"declined_because": "moved away", **BOOKED}),
        ("NEWPT", {"other_care": "urgent care", **BOOKED}),
        ("INTAKE", {"received_and_checked": True}),
        ("INTAKE", {"way_to_send": "by post", "deadline": "2026-12-01"}),
    ],
)
def test_each_way_a_pathway_names_closes_it(
    cedar: Cast, category: str, facts: dict[str, Any]
) -> None:
    it = tried(cedar, category=category)
    assert complete(cedar, it, facts).stage == "closed"
    view = opening.opened(it[0], by=cedar.dana, now=NOON)
    assert (view.stage, view.outcome, view.owner_id, view.closed_at, view.outcome_needed) == (
        "closed",
        "done",
        None,
        NOON,
        "",
    )
    assert ({fact.code: fact.value for fact in view.facts}, view.fence) == (facts, it[1] + 1)
    assert [(each.author, each.text) for each in view.notes] == [("Dana Reyes", WORDS)]
    assert records.journal(cedar, "done")[0].details == {"facts": sorted(facts)}


@pytest.mark.parametrize(
    ("category", "facts", "text", "missing"),
    [
        ("MISSED", {}, WORDS, ["reach them, learn the reason"]),
        ("MISSED", {}, "", ["reach them, learn the reason", NO_NOTE]),
        ("MISSED", {"nothing_needed": True}, "left message", [VAGUE]),
        ("NEWPT", {}, WORDS,
         ["book or offer the wait list", "no cost or coverage promised", FORMS]),
        ("NEWPT", {"no_promise": True}, WORDS, ["book or offer the wait list", FORMS]),
        ("INTAKE", {"way_to_send": "by post"}, WORDS,
         ["the missing item, or how and when"]),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_and_what_was_written_is_kept(
    cedar: Cast, category: str, facts: dict[str, Any], text: str, missing: list[str]
) -> None:
    it = tried(cedar, category=category)
    assert refused(cedar, it, facts, text) == missing
    assert records.callback(cedar, it[0]).stage == "owned"
    assert records.drafts(cedar) == ([(cedar.dana.person_id, text)] if text else [])
    assert records.notes(cedar) == []


@pytest.mark.parametrize("result", [Result.NO_ANSWER, Result.VOICEMAIL_LEFT, Result.WRONG_NUMBER])
def test_what_nobody_told_us_does_not_close_it_and_one_logged_call_does(
    cedar: Cast, result: Result
) -> None:
    it = tried(cedar, result)
    facts = {"reason_learned": "a refill"}
    assert refused(cedar, it, facts) == [
        (
            "“What they were calling about” is noted, but no try reached them. "
            "Log the call in which they said so."
        )
    ]
    made = Made(result=Result.REACHED_PATIENT, facts=facts)
    attempt.log(it[0], made, by=cedar.dana, now=NOON, fence=it[1])
    assert complete(cedar, it, {}).stage == "closed"
    assert records.journal(cedar, "attempted")[-1].details["facts"] == ["reason_learned"]


def test_the_list_asks_on_while_nothing_shows_what_was_noted(cedar: Cast) -> None:
    it = tried(cedar, Result.NO_ANSWER)
    done.record(it[0], {"reason_learned": "a refill"}, by=cedar.dana, now=NOON, fence=it[1])
    before = records.callback(cedar, it[0]).outcome_needed
    made = Made(result=Result.PATIENT_CALLED_US)
    attempt.log(it[0], made, by=cedar.dana, now=NOON, fence=it[1])
    after = records.callback(cedar, it[0]).outcome_needed
    assert (before, after) == ("reach them, learn the reason", "")


def test_who_comes_to_the_desk_was_reached(cedar: Cast) -> None:
    it = tried(cedar, Result.NO_ANSWER, phone="+12025550147")
    done.record(it[0], {"reason_learned": "a refill"}, by=cedar.dana, now=NOON, fence=it[1])
    came_in(cedar.dana, kind=Kind.WALK_UP, category="MISSED", phone="+12025550147")
    assert records.callback(cedar, it[0]).outcome_needed == ""
    assert complete(cedar, it, {}).stage == "closed"


def test_facts_that_cannot_be_read_refuse_the_try_they_came_with(cedar: Cast) -> None:
    it = tried(cedar, category="NEWPT")
    made = Made(result=Result.REACHED_PATIENT, facts={"booked_for": "Tuesday"})
    with pytest.raises(NotDone):
        attempt.log(it[0], made, by=cedar.dana, now=NOON, fence=it[1])
    assert len(records.attempts(cedar)) == 1


def test_nothing_is_done_before_anybody_called(cedar: Cast) -> None:
    view = claim.claim(came_in(cedar.dana).callback_id, by=cedar.dana, now=NOON)
    assert refused(cedar, (view.id, view.fence), {"nothing_needed": True}) == [CALLED]


@pytest.mark.parametrize(
    ("channels", "facts"),
    [(("phone", "letter"), {}), (("phone",), {"nothing_written_allowed": True})],
)
def test_two_tries_and_a_message_they_allow_close_a_missed_call(
    cedar: Cast, channels: tuple[str, ...], facts: dict[str, Any]
) -> None:
    it = tried(cedar, Result.NO_ANSWER)
    later = NOON + timedelta(hours=3)
    for channel in channels:
        sent = {"result": Result.SENT, "note": "Please call us back when you can."}
        how = {"result": Result.NO_ANSWER} if channel == "phone" else sent
        attempt.log(it[0], Made(channel=channel, **how), by=cedar.dana, now=later, fence=it[1])
    text = "Rang twice at different times, nobody answered; letter sent."
    view = done.complete(it[0], facts, text, by=cedar.dana, now=later, fence=it[1])
    assert view.stage == "closed"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"booked_for": "Tuesday"}, "Booked for (day and time): what was given cannot be read"),
        ({"no_promise": "yes"}, "No cost or coverage was promised: what was given cannot be read"),
        ({"other_care": "\x00"}, "Given another source of care: what was given cannot be read"),
        ({"Ana Gomez": True}, "something was given that this kind of request does not ask for"),
        ({"two_tries": True}, "something was given that this kind of request does not ask for"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_nothing_is_stored(
    cedar: Cast, facts: dict[str, Any], words: str
) -> None:
    it = tried(cedar, category="NEWPT")
    assert refused(cedar, it, facts) == [words, *refused(cedar, it, {})]
    with pytest.raises(NotDone):
        done.record(it[0], facts, by=cedar.dana, now=NOON, fence=it[1])
    with scope(cedar.practice_id):
        assert DoneFact.objects.count() == 0


def test_facts_can_be_recorded_one_after_the_other_with_who_and_when(cedar: Cast) -> None:
    it = tried(cedar, category="NEWPT")
    done.record(it[0], {"other_care": "a clinic"}, by=cedar.dana, now=NOON, fence=it[1])
    assert records.callback(cedar, it[0]).outcome_needed == "no cost or coverage promised"
    later = NOON + timedelta(minutes=2)
    done.record(it[0], {"other_care": "a hospital"}, by=cedar.dana, now=later, fence=it[1])
    complete(cedar, it, BOOKED)
    view = opening.opened(it[0], by=cedar.dana, now=NOON)
    assert [(fact.code, fact.value, fact.by, fact.at) for fact in view.facts] == [
        ("forms_not_needed", True, "Dana Reyes", NOON),
        ("no_promise", True, "Dana Reyes", NOON),
        ("other_care", "a hospital", "Dana Reyes", later),
    ]


def test_a_note_signed_before_counts_for_closing(cedar: Cast) -> None:
    it = tried(cedar)
    made = Made(result=Result.REACHED_PATIENT, note=WORDS)
    attempt.log(it[0], made, by=cedar.dana, now=NOON, fence=it[1])
    assert complete(cedar, it, {"nothing_needed": True}, text="").stage == "closed"


def test_a_note_from_before_the_latest_try_does_not_count(cedar: Cast) -> None:
    it = tried(cedar)
    for result, note, at in (
        (Result.NO_ANSWER, "Rang twice, nobody answered; try again in the morning.", NOON),
        (Result.REACHED_PATIENT, "", NOON + timedelta(minutes=2)),
    ):
        made = Made(result=result, note=note)
        attempt.log(it[0], made, by=cedar.dana, now=at, fence=it[1])
    with pytest.raises(NotDone, match="a note the next colleague can act on"):
        complete(cedar, it, {"nothing_needed": True}, text="")


def test_only_who_holds_it_closes_it(cedar: Cast) -> None:
    it = tried(cedar)
    with pytest.raises(Held):
        done.complete(it[0], {"nothing_needed": True}, WORDS, by=cedar.vik, now=NOON, fence=it[1])


def test_who_comes_too_late_keeps_the_text(cedar: Cast) -> None:
    it = tried(cedar)
    claim.release(it[0], by=cedar.dana, now=NOON, fence=it[1])
    with pytest.raises(Stale):
        complete(cedar, it, {"nothing_needed": True})
    assert records.drafts(cedar) == [(cedar.dana.person_id, WORDS)]


def test_closed_is_closed(cedar: Cast) -> None:
    it = closed(cedar)
    with pytest.raises(Refused, match="This callback is closed"):
        claim.claim(it, by=cedar.dana, now=NOON)
    fence = records.callback(cedar, it).fence
    with pytest.raises(Refused, match="This callback is closed"):
        done.record(it, {"nothing_needed": True}, by=cedar.dana, now=NOON, fence=fence)


def test_what_a_clinician_decided_is_overwritten_by_nobody_else(cedar: Cast) -> None:
    found = came_in(cedar.osei, category="URGENT").callback_id
    assert found is not None
    fence = claim.claim(found, by=cedar.osei, now=NOON).fence
    done.record(found, {"decided": "come in now"}, by=cedar.osei, now=NOON, fence=fence)
    claim.release(found, by=cedar.osei, now=NOON, fence=fence)
    fence = claim.claim(found, by=cedar.dana, now=NOON).fence
    with pytest.raises(NotDone, match="is for a clinician to write down"):
        done.record(found, {"decided": "wait a week"}, by=cedar.dana, now=NOON, fence=fence)
    facts = opening.opened(found, by=cedar.osei, now=NOON).facts
    assert [(each.code, each.value, each.by_clinician) for each in facts] == [
        ("decided", "come in now", True)
    ]


BILLING_FACTS = {
    "no_promise": True,
    "next_step_told": "the biller looks it up",
    "next_step_by": "2026-11-25",
}
OFFICE = {
    "organisation": "Main Street Pharmacy",
    "caller_name": "Lee",
    "callback_number": "555-0123",
    "reference": "A 17",
}
NOT_TAKEN = {
    "BILL": "the answer from the record, or a named biller",
    "PRO": "connect them, or a named person takes the message",
}


def closed_or_missing(cast: Cast, category: str, facts: dict[str, Any]) -> list[str]:
    """What is still missing where the front desk holds it and presses Done."""
    it = tried(cast, category=category)
    with pytest.raises(NotDone) as refusal:
        complete(cast, it, facts)
    return [str(each) for each in refusal.value.reasons]


@pytest.mark.parametrize(("category", "facts"), [("BILL", BILLING_FACTS), ("PRO", OFFICE)])
def test_the_front_desk_has_accepted_nothing_by_holding_it(
    cedar: Cast, category: str, facts: dict[str, Any]
) -> None:
    assert closed_or_missing(cedar, category, facts) == [NOT_TAKEN[category]]


def test_who_fills_the_billing_post_accepts_a_bill_by_holding_it(cedar: Cast) -> None:
    it = tried(cedar, category="BILL")
    people.fill_post(cedar.dana.person_id, Post.BILLING, by=cedar.mara, now=NOON)
    assert opening.opened(it[0], by=cedar.dana, now=NOON).accepted is True
    assert complete(cedar, it, BILLING_FACTS).stage == "closed"


@pytest.mark.parametrize(("ends", "accepted"), [(1, True), (0, False)])
def test_who_has_the_post_by_the_roster_accepts_it_while_they_have(
    cedar: Cast, ends: int, accepted: bool
) -> None:
    duty = OnCall(
        post=Post.BILLING,
        person_id=cedar.dana.person_id,
        starts_at=NOON - timedelta(hours=1),
        ends_at=NOON + timedelta(minutes=ends),
    )
    people.put_on_call(duty, by=cedar.mara, now=NOON - timedelta(minutes=30))
    it = tried(cedar, category="BILL")
    assert opening.opened(it[0], by=cedar.dana, now=NOON).accepted is accepted


def test_a_post_somebody_left_or_another_practices_post_accepts_nothing(
    cedar: Cast, elm: Cast
) -> None:
    for cast, by in ((cedar, cedar.mara), (elm, elm.mara)):
        people.fill_post(cast.dana.person_id, Post.BILLING, by=by, now=NOON)
    people.leave_post(cedar.dana.person_id, Post.BILLING, by=cedar.mara, now=NOON)
    assert closed_or_missing(cedar, "BILL", BILLING_FACTS) == [NOT_TAKEN["BILL"]]


def test_a_clinician_accepts_another_offices_message_by_holding_it(cedar: Cast) -> None:
    found = came_in(cedar.osei, category="PRO").callback_id
    assert found is not None
    fence = claim.claim(found, by=cedar.osei, now=NOON).fence
    made = Made(result=Result.REACHED_PATIENT)
    attempt.log(found, made, by=cedar.osei, now=NOON, fence=fence)
    row = done.complete(found, OFFICE, WORDS, by=cedar.osei, now=NOON, fence=fence)
    assert row.stage == "closed"


def test_the_list_says_who_has_to_take_it(cedar: Cast) -> None:
    it = tried(cedar, category="BILL")
    done.record(it[0], {"no_promise": True}, by=cedar.dana, now=NOON, fence=it[1])
    assert records.callback(cedar, it[0]).outcome_needed == NOT_TAKEN["BILL"]


def test_the_manager_records_an_incident_in_a_few_words(cedar: Cast) -> None:
    said = "You told my sister about my visit; that was told to the wrong person."
    found = came_in(cedar.mara, category="CONCERN", kind=Kind.WEB_FORM, text=said).callback_id
    assert found is not None
    fence = claim.claim(found, by=cedar.mara, now=NOON).fence
    made = Made(result=Result.REACHED_PATIENT)
    attempt.log(found, made, by=cedar.mara, now=NOON, fence=fence)
    facts = {
        "what_happened": "her sister was told about the visit",
        "outcome_told": "we looked into it and wrote to her",
        "outcome_date": "2026-11-24",
    }
    with pytest.raises(NotDone) as refusal:
        done.complete(found, facts, WORDS, by=cedar.mara, now=NOON, fence=fence)
    assert [str(each) for each in refusal.value.reasons] == ["record the incident"]
    facts["incident_noted"] = "told to a sister without authority"
    row = done.complete(found, facts, WORDS, by=cedar.mara, now=NOON, fence=fence)
    assert row.stage == "closed"
