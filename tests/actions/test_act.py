"""Every action is one transaction with one entry; a refusal leaves nothing but its entry."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ringback.actions import (
    attempt,
    claim,
    done,
    door,
    escalation,
    judging,
    note,
    opening,
    sorting,
    waiting,
)
from ringback.actions.act import Act, NotFound, NotPermitted, Refused, looked, signed
from ringback.actions.attempt import Made
from ringback.models import Callback
from ringback.rules.access import Permission
from ringback.rules.attempt import Result
from ringback.rules.lifecycle import Party
from ringback.rules.reason import Reason
from tests import records
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

WORDS = "Reached Ana; she wants Tuesday morning and we booked it."
FACTS = {"reason_learned": "a new appointment"}

ACTIONS: dict[str, Callable[[UUID, int, Actor], object]] = {
    "claimed": lambda it, _fence, by: claim.claim(it, by=by, now=NOON),
    "released": lambda it, fence, by: claim.release(it, by=by, now=NOON, fence=fence),
    "opened": lambda it, _fence, by: opening.opened(it, by=by, now=NOON),
    "attempted": lambda it, fence, by: attempt.log(
        it, Made(result=Result.NO_ANSWER, note=WORDS), by=by, now=NOON, fence=fence
    ),
    "noted": lambda it, fence, by: note.sign(it, WORDS, by=by, now=NOON, fence=fence),
    "facts recorded": lambda it, fence, by: done.record(it, FACTS, by=by, now=NOON, fence=fence),
    "done": lambda it, fence, by: done.complete(it, FACTS, WORDS, by=by, now=NOON, fence=fence),
    "sorted": lambda it, fence, by: sorting.sort(it, "NEWPT", by=by, now=NOON, fence=fence),
    "escalated": lambda it, fence, by: waiting.escalate(it, by=by, now=NOON, fence=fence),
    "accepted": lambda it, _fence, by: escalation.accept(it, by=by, now=NOON),
    "answered": lambda it, fence, by: escalation.answer(it, WORDS, by=by, now=NOON, fence=fence),
    "put on hold": lambda it, fence, by: waiting.hold(
        it,
        waits_for=Party.PATIENT,
        review_at=NOON.replace(hour=20),
        by=by,
        now=NOON,
        fence=fence,
    ),
}


OF_CLINICIANS = {"accepted", "answered"}


def doer(cast: Cast, verb: str) -> Actor:
    """Somebody who may do this."""
    return cast.osei if verb in OF_CLINICIANS else cast.dana


def ready_for(cast: Cast, verb: str) -> tuple[UUID, int]:
    """A callback at a stage at which this may follow, and its fence."""
    it, fence = taken(cast)
    if verb in OF_CLINICIANS:
        waiting.escalate(it, by=cast.dana, now=NOON, fence=fence)
        fence = records.callback(cast, it).fence
    return it, fence


def taken(cast: Cast) -> tuple[UUID, int]:
    """A callback in Dana's hands, tried once, so that every action may follow."""
    found = came_in(cast.dana).callback_id
    assert found is not None
    fence = claim.claim(found, by=cast.dana, now=NOON).fence
    attempt.log(found, Made(result=Result.REACHED_PATIENT), by=cast.dana, now=NOON, fence=fence)
    return found, fence


@pytest.mark.parametrize("verb", ACTIONS)
def test_every_action_writes_exactly_one_entry(cedar: Cast, verb: str) -> None:
    it, fence = ready_for(cedar, verb)
    before = records.entries(cedar)
    ACTIONS[verb](it, fence, doer(cedar, verb))
    assert records.entries(cedar) == before + 1
    last = records.journal(cedar, verb, subject_id=it)[-1]
    assert (last.actor_id, last.via, last.at, last.refused) == (
        doer(cedar, verb).person_id,
        "web",
        NOON,
        False,
    )


@pytest.mark.parametrize("verb", ACTIONS)
def test_somebody_without_the_right_changes_nothing_and_it_is_written_down(
    cedar: Cast, verb: str
) -> None:
    it, fence = taken(cedar)
    before, entries = records.callback(cedar, it).__dict__, records.entries(cedar)
    with pytest.raises(NotPermitted):
        ACTIONS[verb](it, fence, cedar.ines)
    after = records.callback(cedar, it).__dict__
    assert {**before, "_state": None} == {**after, "_state": None}
    assert records.entries(cedar) == entries + 1
    (refused,) = records.journal(cedar, verb, refused=True)
    assert (refused.actor_id, refused.subject_id, refused.changed, refused.details) == (
        cedar.ines.person_id,
        it,
        False,
        {"refused": ["not_permitted"]},
    )


@pytest.mark.parametrize("verb", ACTIONS)
def test_another_practices_callback_is_as_absent_as_one_that_never_was(
    cedar: Cast, elm: Cast, verb: str
) -> None:
    it, fence = taken(cedar)
    never = uuid4()
    for asked in (it, never):
        with pytest.raises(NotFound):
            ACTIONS[verb](asked, fence, doer(elm, verb))
    assert [
        (entry.subject_id, entry.details) for entry in records.journal(elm, verb, refused=True)
    ] == [(it, {"refused": ["not_found"]}), (never, {"refused": ["not_found"]})]
    assert records.journal(cedar, verb, refused=True) == []


def test_an_action_that_breaks_after_writing_leaves_neither_change_nor_entry(cedar: Cast) -> None:
    it, _ = taken(cedar)
    entries = records.entries(cedar)
    with (
        pytest.raises(ZeroDivisionError),
        signed("broken", by=cedar.dana, now=NOON, needs=Permission.WORK, subject_id=it),
    ):
        Callback.objects.filter(id=it).update(name="Changed")
        raise ZeroDivisionError
    assert (records.callback(cedar, it).name, records.entries(cedar)) == ("", entries)


def test_a_refusal_after_writing_leaves_only_its_entry_and_the_draft(cedar: Cast) -> None:
    it, _ = taken(cedar)
    entries = records.entries(cedar)
    with (
        pytest.raises(Refused),
        signed(
            "tried", by=cedar.dana, now=NOON, needs=None, subject_id=it, draft="half a note\x00"
        ),
    ):
        Callback.objects.filter(id=it).update(name="Changed")
        raise Refused(Reason(code="no", words="No."))
    assert (records.callback(cedar, it).name, records.entries(cedar)) == ("", entries + 1)
    assert records.journal(cedar, "tried")[0].details == {"refused": ["no"]}
    assert records.drafts(cedar, callback_id=it) == [(cedar.dana.person_id, "half a note")]


def test_what_was_written_for_a_callback_that_is_not_there_is_not_kept(
    cedar: Cast, elm: Cast
) -> None:
    it, fence = taken(cedar)
    with pytest.raises(NotFound):
        note.sign(it, WORDS, by=elm.dana, now=NOON, fence=fence)
    assert (records.drafts(cedar), records.drafts(elm)) == ([], [])


def test_who_lost_the_right_to_write_keeps_what_they_wrote(cedar: Cast) -> None:
    it, fence = taken(cedar)
    with pytest.raises(NotPermitted):
        note.sign(it, WORDS, by=cedar.ines, now=NOON, fence=fence)
    assert records.drafts(cedar, callback_id=it) == [(cedar.ines.person_id, WORDS)]


def test_nothing_to_take_is_nothing_to_write_down(cedar: Cast) -> None:
    entries = records.entries(cedar)
    assert claim.claim_next(by=cedar.dana, now=NOON) is None
    assert records.entries(cedar) == entries


def test_a_token_is_journalled_without_its_secret(cedar: Cast) -> None:
    token = door.issue_token("the website", by=cedar.dana, now=NOON)
    (entry,) = records.journal(cedar, "token issued")
    assert (entry.subject_kind, entry.changed) == ("door", False)
    assert token not in str(entry.__dict__)


def test_a_refusal_speaks_with_the_words_of_its_reasons(cedar: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        came_in(cedar.dana, category="NOPE")
    assert str(refusal.value) == "This practice has no such kind of request."
    assert isinstance(refusal.value.reasons, tuple)
    assert refusal.value.reasons[0].words == judging.NO_SUCH_CATEGORY


def test_looking_at_what_an_action_would_do_changes_nothing_and_is_written_down(
    cedar: Cast,
) -> None:
    it, _ = taken(cedar)

    def look(act: Act) -> str:
        act.details = {"much": "that is not to be kept"}
        Callback.objects.filter(id=it).update(name="Changed")
        return Callback.objects.get(id=it).name

    needs = Permission.SET_UP
    found = looked("hours looked at", look, by=cedar.mara, now=NOON, needs=needs)
    assert (found, records.callback(cedar, it).name) == ("Changed", "")
    (entry,) = records.journal(cedar, "hours looked at")
    assert (entry.actor_id, entry.details, entry.changed) == (cedar.mara.person_id, {}, False)
    with pytest.raises(NotPermitted):
        looked("hours looked at", look, by=cedar.dana, now=NOON, needs=needs)
    assert [each.refused for each in records.journal(cedar, "hours looked at")] == [False, True]
