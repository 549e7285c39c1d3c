"""What the database refuses of hands: handed over, put aside, waited for, taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import CheckConstraint

from ringback.actions import attempt, claim
from ringback.actions.attempt import Made
from ringback.models import Hand, LastStep, Undone, Waiting
from ringback.rules.attempt import Result
from tests import records
from tests.cast import NOON, came_in
from tests.house.test_constraints import cases, outcome

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Model

    from tests.cast import Cast

pytestmark = pytest.mark.postgres

LATER = NOON + timedelta(hours=1)
SOMEBODY = "somebody"  # stands for Dana's id

# Under each model: the values of a row that is right, and under each name what is refused, allowed
ROWS: dict[type[Model], dict[str, Any]] = {
    Hand: {"kind": "handed", "by_id": SOMEBODY, "at": NOON},
    Waiting: {
        "whom": "office",
        "what": "the report",
        "asks_id": SOMEBODY,
        "by_id": SOMEBODY,
        "begun_at": NOON,
        "review_at": LATER,
    },
    LastStep: {
        "by_id": SOMEBODY,
        "kind": "result",
        "before": {},
        "fence": 2,
        "at": NOON,
        "until": LATER,
    },
}
Table = dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]]
TABLES: dict[type[Model], Table] = {
    Hand: {
        "hand_kind_known": ([{"kind": "lost"}], [{"kind": "back"}]),
        "hand_aside_has_a_time": (
            [{"kind": "aside"}, {"until": LATER}],
            [{"kind": "aside", "until": LATER}],
        ),
        "hand_to_one": (
            [{"to_person_id": SOMEBODY, "to_post": "billing"}],
            [{"to_person_id": SOMEBODY}, {"to_post": "billing"}],
        ),
    },
    Waiting: {
        "waiting_whom_known": ([{"whom": "nobody"}], [{"whom": "records"}]),
        "waiting_says_for_what": ([{"what": ""}], [{}]),
        "waiting_is_looked_at_later": ([{"review_at": NOON}], [{}]),
        "waiting_ended_whole": (
            [{"ended_at": LATER}, {"ended": "came"}, {"ended_at": LATER, "ended": "lost"}],
            [{"ended_at": LATER, "ended": "came"}],
        ),
    },
    LastStep: {
        "last_step_kind_known": ([{"kind": "sneeze"}], [{"kind": "done"}]),
        "last_step_can_be_undone_for_a_while": ([{"until": NOON}], [{}]),
    },
}
EVERY_CASE = [
    pytest.param(model, *each.values, id=each.id)
    for model, table in TABLES.items()
    for each in cases(table)
]


@pytest.mark.parametrize("model", TABLES)
def test_every_constraint_is_tried_both_ways(model: type[Model]) -> None:
    checks = [each for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    assert {each.name for each in checks} == set(TABLES[model])


@pytest.mark.parametrize(("model", "name", "change", "refused"), EVERY_CASE)
def test_only_what_can_be_is_kept(
    cedar: Cast, model: type[Any], name: str, change: dict[str, Any], refused: bool
) -> None:
    assert made(cedar, model, callback(cedar), **change) == (name if refused else "")


def callback(cast: Cast) -> UUID:
    found = came_in(cast.dana).callback_id
    assert found is not None
    return found


def made(cast: Cast, model: type[Any], callback_id: UUID, **change: Any) -> str:
    values = {"practice_id": cast.practice_id, "callback_id": callback_id, **ROWS[model], **change}
    values = {
        key: cast.dana.person_id if value == SOMEBODY else value for key, value in values.items()
    }
    return outcome(cast, model, lambda: model.objects.create(**values))


def test_one_is_waited_for_at_a_time(cedar: Cast) -> None:
    it = callback(cedar)
    assert made(cedar, Waiting, it, ended_at=LATER, ended="stopped") == ""
    assert made(cedar, Waiting, it) == ""
    assert made(cedar, Waiting, it) == "waiting_one_at_a_time"


def test_one_step_is_remembered(cedar: Cast) -> None:
    it = callback(cedar)
    assert made(cedar, LastStep, it) == ""
    assert made(cedar, LastStep, it) == "last_step_one_per_callback"


def test_a_try_is_taken_back_once(cedar: Cast) -> None:
    it = callback(cedar)
    fence = claim.claim(it, by=cedar.dana, now=NOON).fence
    attempt.log(it, Made(result=Result.BUSY), by=cedar.dana, now=NOON, fence=fence)
    (one,) = records.attempts(cedar)
    values = {
        "practice_id": cedar.practice_id, "attempt_id": one.id, "by_id": cedar.dana.person_id,
        "at": NOON,
    }  # fmt: skip
    for expected in ("", "attempt_undone_once"):
        assert outcome(cedar, Undone, lambda: Undone.objects.create(**values)) == expected
