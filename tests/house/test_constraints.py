"""Every named constraint refuses the wrong state and allows the right one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.db.models import CheckConstraint

from ringback.models import (
    Arrival,
    Attempt,
    BreakGlass,
    Callback,
    Door,
    Entry,
    Invitation,
    Note,
    Outgoing,
    Practice,
    ScopeSettled,
    Seal,
)
from ringback.queries.scope import scope
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from django.db.models import Model

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
LATER = NOON + timedelta(hours=1)
OWNER = "the owner"  # stands for Dana's id
HELD = {"owner_id": OWNER, "lease_until": LATER, "fence": 2}
CLOSED = {"stage": "closed", "closed_at": NOON, "outcome": "done"}

# Under each name: the states it refuses, and the states it allows
CALLBACK: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "callback_stage_known": ([{"stage": "lost"}], [{"stage": "waiting"}]),
    "callback_level_known": ([{"level": "so so"}], [{"level": "clinical"}]),
    "callback_party_known": ([{"next_party": "nobody"}], [{"next_party": "patient"}]),
    "callback_outcome_known": ([{**CLOSED, "outcome": "gone"}], [CLOSED]),
    "callback_came_back_known": ([{"came_back": "itself"}], [{"came_back": "lapsed"}]),
    "callback_closed_has_time_and_outcome": (
        [{"stage": "closed"}, {**CLOSED, "outcome": None}, {"closed_at": NOON}],
        [CLOSED],
    ),
    "callback_owned_has_owner_and_lease": (
        [{"stage": "owned"}, {"stage": "owned", **HELD, "lease_until": None}],
        [{"stage": "owned", **HELD}],
    ),
    "callback_lease_has_owner": ([{"lease_until": LATER}], [{"stage": "unsorted",
        "category": "UNSORTED", **HELD}]),
    "callback_closed_has_no_owner": ([{**CLOSED, "owner_id": OWNER, "fence": 2}], [CLOSED]),
    "callback_scheduled_has_next_try": (
        [{"stage": "scheduled", **HELD}],
        [{"stage": "scheduled", **HELD, "next_attempt_at": LATER}],
    ),
    "callback_promise_is_the_next_try": (
        [{"promised_at": LATER}, {"promised_at": NOON, "next_attempt_at": LATER}],
        [{"promised_at": LATER, "next_attempt_at": LATER}],
    ),
    "callback_moved_only_later": (
        [{"moved_from": LATER, "respond_by": LATER}],
        [{"moved_from": NOON, "respond_by": LATER}],
    ),
    "callback_on_hold_has_review": (
        [{"stage": "on_hold"}],
        [{"stage": "on_hold", "review_at": LATER}],
    ),
    "callback_paused_on_hold": (
        [{"paused_at": NOON}],
        [
            {"stage": "on_hold", "review_at": LATER, "paused_at": NOON},
            {**CLOSED, "paused_at": NOON},
        ],
    ),
    "callback_unsorted_is_its_category": (
        [{"stage": "unsorted"}, {"category": "UNSORTED"}],
        [{"stage": "unsorted", "category": "UNSORTED"}, {**CLOSED, "category": "UNSORTED"}],
    ),
    "callback_rank_follows_level": (
        [
            {"level": "emergency"},
            {"level": "urgent", "rank": 0},
            {"rank": 1},
            {"level": "emergency", "rank": 2},
        ],
        [{"level": "emergency", "rank": 0}, {"level": "urgent", "rank": 1}],
    ),
    "callback_last_arrival_not_before_first": (
        [{"last_arrival_at": NOON - timedelta(days=1)}],
        [{"last_arrival_at": LATER}],
    ),
    "callback_hand_known": ([{"hand": "left"}], [{"hand": "aside"}, {"hand": ""}]),
}  # fmt: skip
ATTEMPT = {
    "attempt_result_known": ([{"result": "shouted"}], [{"result": "busy"}]),
    "attempt_sent_is_written": ([{"result": "sent"}], [{"result": "sent", "channel": "letter"}]),
    "attempt_text_was_sent": (
        [{"template": "VM-1"}],
        [
            {"template": "VM-1", "result": "sent", "channel": "text"},
            {"template": "VM-1", "result": "voicemail_left"},
        ],
    ),
    "attempt_party_known": ([{"party": "nobody"}], [{"party": "other"}]),
    "attempt_not_in_the_future": ([{"happened_at": LATER}], [{"happened_at": NOON}]),
    "attempt_call_later_has_time": (
        [{"result": "call_later"}],
        [{"result": "call_later", "call_again_at": LATER}],
    ),
}
NOTE: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "note_says_something": ([{"text": ""}], [{"text": "x"}]),
    "note_not_of_the_future": (
        [{"text": "x", "happened_at": LATER}],
        [{"text": "x", "happened_at": NOON}, {"text": "x"}],
    ),
}
SETTLED: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "scope_settled_says_why": (
        [{"words": ""}, {"reason": ""}],
        [{"words": "just a cold", "reason": "her own words"}],
    )
}
BOSS = "the manager"  # stands for Mara's id
GLASS: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "break_glass_reason_known": ([{"reason": "curious"}], [{"reason": "emergency"}]),
    "break_glass_says_why": ([{"words": ""}], [{"words": "because"}]),
    "break_glass_ends_after_it_begins": ([{"until": NOON}], [{"until": LATER}]),
    "break_glass_reviewed_whole": (
        [{"reviewed_at": NOON}, {"reviewed_by_id": BOSS}],
        [{"reviewed_at": NOON, "reviewed_by_id": BOSS}],
    ),
    "break_glass_reviewed_by_another": (
        [{"reviewed_at": NOON, "reviewed_by_id": OWNER}],
        [{"reviewed_at": NOON, "reviewed_by_id": BOSS}],
    ),
}
PRACTICE: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "practice_colour_known": ([{"colour": "pink"}], [{"colour": "rose"}]),
}
ARRIVAL = {
    "arrival_has_callback_or_reason": (
        [{"callback_id": None}, {"settled": "returned"}],
        [{"callback_id": None, "settled": "returned"}, {}],
    )
}
SEAL: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "seal_counts_from_one": ([{"position": 0}, {"position": -1}], [{"position": 1}])
}

INVITATION: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "invitation_ends_once": (
        [{"accepted_at": NOON, "withdrawn_at": NOON}],
        [{}, {"accepted_at": NOON}, {"withdrawn_at": NOON}],
    ),
    "invitation_has_a_role": ([{"roles": []}], [{"roles": ["front_desk", "manager"]}]),
}

OUTGOING = {
    "outbox_one_end": (
        [
            {"sent_at": NOON, "failed_at": NOON, "error": "busy"},
            {"sent_at": NOON, "cancelled_at": NOON},
            {"cancelled_at": NOON, "failed_at": NOON, "error": "busy"},
        ],
        [{}, {"sent_at": NOON}, {"cancelled_at": NOON}, {"failed_at": NOON, "error": "busy"}],
    ),
    "outbox_failed_says_why": ([{"failed_at": NOON}], [{"error": "busy"}]),
}


def cases(table: dict[str, Any]) -> list[Any]:
    return [
        pytest.param(name, change, refused, id=f"{name}-{'no' if refused else 'yes'}-{number}")
        for name, both in table.items()
        for refused, changes in zip([True, False], both, strict=True)
        for number, change in enumerate(changes)
    ]


def outcome(cast: Cast, model: type[Model], write: Any) -> str:
    """The constraint that refused, or ""."""
    try:
        with scope(cast.practice_id):
            write()
    except IntegrityError as error:
        said = str(error)
        return next(each.name for each in model._meta.constraints if f'"{each.name}"' in said)
    return ""


@pytest.mark.parametrize(
    ("model", "table"),
    [
        (Callback, CALLBACK),
        (Attempt, ATTEMPT),
        (Note, NOTE),
        (ScopeSettled, SETTLED),
        (Arrival, ARRIVAL),
        (Outgoing, OUTGOING),
        (Seal, SEAL),
        (Invitation, INVITATION),
        (BreakGlass, GLASS),
        (Practice, PRACTICE),
    ],
)
def test_every_constraint_is_tried_both_ways(model: type[Model], table: dict[str, Any]) -> None:
    checks = [each for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    assert {each.name for each in checks} == set(table)
    assert all(refused and allowed for refused, allowed in table.values())


def in_order(change: dict[str, Any], cast: Cast) -> dict[str, Any]:
    people = {OWNER: cast.dana.person_id, BOSS: cast.mara.person_id}
    return {
        name: people[value] if isinstance(value, str) and value in people else value
        for name, value in change.items()
    }


@pytest.mark.parametrize(("name", "change", "refused"), cases(CALLBACK))
def test_a_callback_is_only_ever_in_a_state_that_can_be(
    cedar: Cast, name: str, change: dict[str, Any], refused: bool
) -> None:
    it = came_in(cedar.dana).callback_id
    found = outcome(
        cedar,
        Callback,
        lambda: Callback.objects.filter(id=it).update(**in_order(change, cedar)),
    )
    assert found == (name if refused else "")


@pytest.mark.parametrize(("name", "change", "refused"), cases(ATTEMPT))
def test_a_try_is_only_written_as_it_can_have_been(
    cedar: Cast, name: str, change: dict[str, Any], refused: bool
) -> None:
    values = {
        "practice_id": cedar.practice_id,
        "callback_id": came_in(cedar.dana).callback_id,
        "by_id": cedar.dana.person_id,
        "result": "no_answer",
        "happened_at": NOON,
        "entered_at": NOON,
        **change,
    }
    found = outcome(cedar, Attempt, lambda: Attempt.objects.create(**values))
    assert found == (name if refused else "")


@pytest.mark.parametrize(("name", "change", "refused"), cases(NOTE))
def test_a_note_says_something(
    cedar: Cast, name: str, change: dict[str, Any], refused: bool
) -> None:
    values = {
        "practice_id": cedar.practice_id,
        "callback_id": came_in(cedar.dana).callback_id,
        "author_id": cedar.dana.person_id,
        "signed_at": NOON,
        **change,
    }
    found = outcome(cedar, Note, lambda: Note.objects.create(**values))
    assert found == (name if refused else "")


@pytest.mark.parametrize(("name", "change", "refused"), cases(SETTLED))
def test_words_left_for_the_lead_say_which_and_why(
    cedar: Cast, name: str, change: dict[str, Any], refused: bool
) -> None:
    values = {
        "practice_id": cedar.practice_id, "callback_id": came_in(cedar.dana).callback_id,
        "by_id": cedar.dana.person_id, "at": NOON, "code": "cause", "words": "x", "reason": "y",
        **change,
    }  # fmt: skip
    found = outcome(cedar, ScopeSettled, lambda: ScopeSettled.objects.create(**values))
    assert found == (name if refused else "")


@pytest.mark.parametrize(("name", "change", "refused"), cases(ARRIVAL))
def test_what_came_in_has_a_callback_or_a_reason(
    cedar: Cast, name: str, change: dict[str, Any], refused: bool
) -> None:
    it = came_in(cedar.dana).arrival_id
    found = outcome(
        cedar, Arrival, lambda: Arrival.objects.filter(id=it).update(**{"settled": "", **change})
    )
    assert found == (name if refused else "")


@pytest.mark.parametrize(("name", "change", "refused"), cases(OUTGOING))
def test_what_goes_out_ends_once_and_says_why_it_failed(
    cedar: Cast, name: str, change: dict[str, Any], refused: bool
) -> None:
    values = {
        "practice_id": cedar.practice_id,
        "kind": "invitation",
        "dedupe_key": "k",
        "created_at": NOON,
        "not_before": NOON,
        **change,
    }
    found = outcome(cedar, Outgoing, lambda: Outgoing.objects.create(**values))
    assert found == (name if refused else "")


def asked_in(cast: Cast, **change: Any) -> Any:
    """Writes an invitation to the same address each time, behind a door of its own."""
    door = Door.objects.create(
        practice_id=cast.practice_id, purpose="invitation", digest=uuid4().bytes * 2,
        created_at=NOON, expires_at=LATER,
    )  # fmt: skip
    values = {
        "practice_id": cast.practice_id, "email": "nora@example.org", "name": "Nora Vale",
        "roles": ["front_desk"], "lanes": [], "door_id": door.id, "by_id": cast.mara.person_id,
        "created_at": NOON, **change,
    }  # fmt: skip
    return lambda: Invitation.objects.create(**values)


@pytest.mark.parametrize(("name", "change", "refused"), cases(INVITATION))
def test_an_invitation_has_a_role_and_ends_once(
    cedar: Cast, name: str, change: dict[str, Any], refused: bool
) -> None:
    found = outcome(cedar, Invitation, asked_in(cedar, **change))
    assert found == (name if refused else "")


@pytest.mark.parametrize(
    ("first", "refused"),
    [({}, True), ({"accepted_at": NOON}, False), ({"withdrawn_at": NOON}, False)],
)
def test_one_address_has_one_open_invitation_to_a_practice(
    cedar: Cast, elm: Cast, first: dict[str, Any], refused: bool
) -> None:
    assert outcome(cedar, Invitation, asked_in(cedar, **first)) == ""
    found = outcome(cedar, Invitation, asked_in(cedar))
    assert found == ("invitation_open_once" if refused else "")
    assert outcome(elm, Invitation, asked_in(elm)) == ""


@pytest.mark.parametrize(("name", "change", "refused"), cases(SEAL))
def test_positions_count_from_one(
    cedar: Cast, name: str, change: dict[str, Any], refused: bool
) -> None:
    came_in(cedar.dana)
    with scope(cedar.practice_id):
        entry = Entry.objects.first()
    assert entry is not None
    values = {
        "practice_id": cedar.practice_id,
        "entry_id": entry.id,
        "hash": bytes(32),
        "sealed_at": NOON,
        **change,
    }
    assert outcome(cedar, Seal, lambda: Seal.objects.create(**values)) == (name if refused else "")


@pytest.mark.parametrize(("name", "change", "refused"), cases(GLASS))
def test_what_is_opened_in_need_has_a_reason_an_end_and_another_who_reviews_it(
    cedar: Cast, name: str, change: dict[str, Any], refused: bool
) -> None:
    values = {
        "practice_id": cedar.practice_id,
        "callback_id": came_in(cedar.dana).callback_id,
        "person_id": cedar.dana.person_id,
        "reason": "other",
        "words": "they are here",
        "begun_at": NOON,
        "until": LATER,
        **in_order(change, cedar),
    }
    found = outcome(cedar, BreakGlass, lambda: BreakGlass.objects.create(**values))
    assert found == (name if refused else "")


@pytest.mark.parametrize(("name", "change", "refused"), cases(PRACTICE))
def test_a_practice_has_a_colour_there_is(
    cedar: Cast, name: str, change: dict[str, Any], refused: bool
) -> None:
    mine = Practice.objects.filter(id=cedar.practice_id)
    found = outcome(cedar, Practice, lambda: mine.update(**change))
    assert found == (name if refused else "")
