"""A clinician takes what was handed to them, or answers it; nobody else does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, done, escalation, level, opening, waiting
from ringback.actions.act import Held, NotPermitted, Refused, Stale
from ringback.actions.attempt import Made
from ringback.rules.access import Role
from ringback.rules.attempt import Result
from ringback.rules.queue import Level
from tests import records
from tests.actions.test_attempt import taken
from tests.cast import NOON, joined
from tests.together import at_once

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

ANSWER = "One tablet in the evening is fine; come in on Friday if it swells again."
MINUTE = timedelta(minutes=1)


def handed_up(cast: Cast) -> tuple[UUID, int]:
    it, fence = taken(cast)
    made = Made(result=Result.REACHED_PATIENT)
    attempt.log(it, made, by=cast.dana, now=NOON, fence=fence)
    waiting.escalate(it, by=cast.dana, now=NOON, fence=fence)
    return it, records.callback(cast, it).fence


def answer(it: tuple[UUID, int], by: Actor, text: str = ANSWER) -> None:
    escalation.answer(it[0], text, by=by, now=NOON, fence=it[1])


def second_clinician(cast: Cast) -> Actor:
    return joined("Dr. Amari", cast.practice_id, [Role.CLINICIAN])


def test_a_clinician_takes_it_and_it_stays_a_clinicians_matter(cedar: Cast) -> None:
    it, fence = handed_up(cedar)
    escalation.accept(it, by=cedar.osei, now=NOON)
    found = records.callback(cedar, it)
    assert (found.stage, found.next_party, found.owner_id, found.fence, found.lease_until) == (
        "escalated",
        "clinician",
        cedar.osei.person_id,
        fence + 1,
        NOON + 15 * MINUTE,
    )


def test_taking_it_again_only_extends_the_time(cedar: Cast) -> None:
    it, fence = handed_up(cedar)
    escalation.accept(it, by=cedar.osei, now=NOON)
    escalation.accept(it, by=cedar.osei, now=NOON + 5 * MINUTE)
    found = records.callback(cedar, it)
    assert (found.fence, found.lease_until) == (fence + 1, NOON + 20 * MINUTE)


def test_given_back_or_forgotten_it_waits_for_a_clinician_again(cedar: Cast) -> None:
    it, _ = handed_up(cedar)
    escalation.accept(it, by=cedar.osei, now=NOON)
    claim.release(it, by=cedar.osei, now=NOON, fence=records.callback(cedar, it).fence)
    given_back = records.callback(cedar, it)
    escalation.accept(it, by=cedar.osei, now=NOON)
    assert claim.return_lapsed(cedar.practice_id, now=NOON + 16 * MINUTE) == 1
    forgotten = records.callback(cedar, it)
    assert {(each.stage, each.next_party, each.owner_id) for each in (given_back, forgotten)} == {
        ("escalated", "clinician", None)
    }
    assert claim.claim_next(by=cedar.dana, now=NOON) is None


def test_the_answer_brings_it_back_to_be_told(cedar: Cast) -> None:
    it = handed_up(cedar)
    answer(it, cedar.osei)
    found = records.callback(cedar, it[0])
    assert (found.stage, found.next_party, found.owner_id, found.came_back, found.fence) == (
        "waiting",
        "practice",
        None,
        "answered",
        it[1] + 1,
    )
    assert (found.due_at, found.due_why) == (NOON + 60 * MINUTE, "a clinician answered")
    taken_up = claim.claim_next(by=cedar.dana, now=NOON)
    assert taken_up is not None
    assert taken_up.id == it[0]
    told = opening.opened(it[0], by=cedar.dana, now=NOON).answer
    assert told is not None
    assert (told.value, told.by, told.at) == (ANSWER, "Dr. Osei", NOON)
    (entry,) = records.journal(cedar, "answered")
    assert (entry.changed, entry.details) == (True, {"facts": ["answer"]})


def test_an_answer_alone_closes_nothing(cedar: Cast) -> None:
    it = handed_up(cedar)
    answer(it, cedar.osei)
    fence = claim.claim(it[0], by=cedar.dana, now=NOON).fence
    with pytest.raises(done.NotDone) as refusal:
        done.complete(it[0], {}, "", by=cedar.dana, now=NOON, fence=fence)
    assert [each.code for each in refusal.value.reasons] == ["reason", "note"]


def test_whoever_does_not_see_their_words_does_not_see_the_answer_either(cedar: Cast) -> None:
    it = handed_up(cedar)
    answer(it, cedar.osei)
    assert opening.opened(it[0], by=cedar.vik, now=NOON).answer is None
    claim.claim(it[0], by=cedar.vik, now=NOON)
    assert opening.opened(it[0], by=cedar.vik, now=NOON).answer is not None


def test_what_was_promised_and_not_begun_does_not_become_later_by_an_answer(cedar: Cast) -> None:
    it, fence = taken(cedar)
    waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence)
    promised = records.callback(cedar, it).respond_by
    answer((it, records.callback(cedar, it).fence), cedar.osei)
    assert records.callback(cedar, it).due_at == promised < NOON + 60 * MINUTE


def test_an_emergency_is_told_within_minutes(cedar: Cast) -> None:
    it, fence = taken(cedar)
    level.raise_level(it, Level.EMERGENCY, by=cedar.dana, now=NOON)
    made = Made(result=Result.REACHED_PATIENT)
    attempt.log(it, made, by=cedar.dana, now=NOON, fence=fence)
    waiting.escalate(it, by=cedar.dana, now=NOON, fence=fence)
    answer((it, records.callback(cedar, it).fence), cedar.osei)
    found = records.callback(cedar, it)
    assert (found.level, found.due_at) == ("emergency", NOON + 5 * MINUTE)


def test_every_answer_is_kept_and_the_latest_is_told(cedar: Cast) -> None:
    it = handed_up(cedar)
    answer(it, cedar.osei)
    fence = claim.claim(it[0], by=cedar.dana, now=NOON).fence
    waiting.escalate(it[0], by=cedar.dana, now=NOON, fence=fence)
    again = (it[0], records.callback(cedar, it[0]).fence)
    later = NOON + MINUTE
    escalation.answer(it[0], "Better two.", by=cedar.osei, now=later, fence=again[1])
    view = opening.opened(it[0], by=cedar.dana, now=later)
    assert [(each.code, each.value) for each in view.facts] == [
        ("answer", ANSWER),
        ("accepted", True),
        ("answer_2", "Better two."),
    ]
    assert view.answer == view.facts[-1]


@pytest.mark.parametrize("who", ["vik", "dana", "mara", "ines"])
def test_nobody_but_a_clinician_takes_or_answers_and_the_attempt_is_written_down(
    cedar: Cast, who: str
) -> None:
    it, somebody = handed_up(cedar), getattr(cedar, who)
    before = records.callback(cedar, it[0])
    with pytest.raises(NotPermitted):
        escalation.accept(it[0], by=somebody, now=NOON)
    with pytest.raises(NotPermitted):
        answer(it, somebody)
    after = records.callback(cedar, it[0])
    assert (after.stage, after.owner_id, after.fence) == ("escalated", None, before.fence)
    refused = records.journal(cedar, "accepted", "answered", refused=True)
    assert [(each.actor_id, each.subject_id, each.details) for each in refused] == [
        (somebody.person_id, it[0], {"refused": ["not_permitted"]})
    ] * 2
    assert records.drafts(cedar) == [(somebody.person_id, ANSWER)]


def test_of_two_clinicians_who_take_it_at_once_one_has_it_and_the_other_knows_who(
    cedar: Cast,
) -> None:
    it, fence = handed_up(cedar)
    both = [cedar.osei, second_clinician(cedar)]

    def take(number: int) -> str:
        try:
            escalation.accept(it, by=both[number], now=NOON)
        except Held as refusal:
            return str(refusal)
        return "taken"

    found = sorted(at_once(2, take))
    owner = records.callback(cedar, it).owner
    assert owner is not None
    assert found == [f"{owner.name} has this one until 12:15.", "taken"]
    assert records.callback(cedar, it).fence == fence + 1


def test_of_two_clinicians_who_answer_at_once_one_is_told_and_the_others_words_are_kept(
    cedar: Cast,
) -> None:
    it = handed_up(cedar)
    both = [cedar.osei, second_clinician(cedar)]

    def say(number: int) -> str:
        try:
            answer(it, both[number], f"{ANSWER} {number}")
        except Held as refusal:
            return str(refusal)
        return "said"

    found = at_once(2, say)
    first = found.index("said")
    assert found[1 - first] == f"{both[first].name} has answered this one already."
    told = opening.opened(it[0], by=cedar.dana, now=NOON).answer
    assert told is not None
    assert told.value == f"{ANSWER} {first}"
    assert records.drafts(cedar) == [(both[1 - first].person_id, f"{ANSWER} {1 - first}")]


def test_who_answers_what_a_colleague_took_is_told_who(cedar: Cast) -> None:
    it = handed_up(cedar)
    escalation.accept(it[0], by=cedar.osei, now=NOON)
    with pytest.raises(Held, match=r"Dr. Osei has this one until 12:15\."):
        answer(it, second_clinician(cedar))


def test_who_took_it_answers_it_or_ends_it_themselves(cedar: Cast) -> None:
    it, _ = handed_up(cedar)
    escalation.accept(it, by=cedar.osei, now=NOON)
    fence = records.callback(cedar, it).fence
    made = Made(result=Result.REACHED_PATIENT, facts={"reason_learned": "the swelling"})
    attempt.log(it, made, by=cedar.osei, now=NOON, fence=fence)
    held = records.callback(cedar, it)
    assert (held.stage, held.next_party, held.owner_id) == (
        "escalated",
        "clinician",
        cedar.osei.person_id,
    )
    text = "Called the patient myself; one tablet in the evening, visit on Friday."
    assert done.complete(it, {}, text, by=cedar.osei, now=NOON, fence=fence).stage == "closed"


def test_an_answer_with_an_old_fence_or_without_words_is_refused_and_kept(cedar: Cast) -> None:
    it = handed_up(cedar)
    with pytest.raises(Stale):
        answer((it[0], it[1] - 1), cedar.osei)
    assert records.drafts(cedar) == [(cedar.osei.person_id, ANSWER)]
    with pytest.raises(Refused, match="what the patient is to be told"):
        answer(it, cedar.osei, "  ")


def test_the_draft_an_answer_was_written_in_is_finished(cedar: Cast) -> None:
    it = handed_up(cedar)
    with pytest.raises(Stale):
        answer((it[0], it[1] - 1), cedar.osei)
    answer(it, cedar.osei)
    assert records.drafts(cedar) == [(cedar.osei.person_id, "")]
