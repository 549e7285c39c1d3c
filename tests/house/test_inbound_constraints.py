"""What the database refuses of other systems, and of what they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db.models import CheckConstraint

from ringback.models import Arrival, Connector, Inbound
from ringback.queries.scope import scope
from tests.cast import NOON, came_in
from tests.connectors import connected
from tests.house.test_constraints import cases, outcome

if TYPE_CHECKING:
    from django.db.models import Model

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
SOMEBODY, AN_ARRIVAL, ONE = "somebody", "an arrival", "a connector"
SETTLED = {"state": "nothing", "settled_by_id": SOMEBODY, "settled_at": NOON, "why": "spam"}
TABLES: dict[type[Model], dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]]] = {
    Connector: {
        "connector_on_has_agreement": (
            [
                {"on_since": NOON},
                {"on_since": NOON, "agreement_with": "Forms Inc."},
                {"on_since": NOON, "agreement_date": NOON.date()},
            ],
            [
                {},
                {"on_since": NOON, "own": True},
                {"on_since": NOON, "agreement_with": "F", "agreement_date": NOON.date()},
            ],
        ),
    },
    Inbound: {
        "inbound_state_known": ([{"state": "lost"}], [{"state": "waiting"}]),
        "inbound_taken_has_arrival": (
            [{"state": "taken"}, {"arrival_id": AN_ARRIVAL}],
            [{"state": "taken", "arrival_id": AN_ARRIVAL}],
        ),
        "inbound_to_look_at_says_why": (
            [{"state": "look"}],
            [{"state": "look", "trouble": "empty"}],
        ),
        "inbound_settled_says_who_and_why": (
            [
                {"state": "nothing"},
                {**SETTLED, "why": ""},
                {**SETTLED, "settled_at": None},
                {**SETTLED, "settled_by_id": None},
                {**SETTLED, "state": "waiting"},
                {"why": "spam"},
            ],
            [SETTLED],
        ),
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
    cedar: Cast, model: type[Model], name: str, change: dict[str, Any], refused: bool
) -> None:
    came_in(cedar.dana)
    it = connected(cedar).id
    with scope(cedar.practice_id):
        stands = {
            SOMEBODY: cedar.dana.person_id,
            AN_ARRIVAL: Arrival.objects.values_list("id", flat=True)[0],
        }
    given = {
        key: stands.get(value, value) if isinstance(value, str) else value
        for key, value in change.items()
    }
    own: dict[str, Any] = {"practice_id": cedar.practice_id}
    if model is Connector:
        own |= {"person_id": cedar.dana.person_id, "label": "x", "created_at": NOON}
    else:
        own |= {
            "connector_id": it, "external_id": uuid4().hex, "payload": b"x",
            "received_at": NOON, "not_before": NOON,
        }  # fmt: skip
    manager: Any = model._default_manager
    found = outcome(cedar, model, lambda: manager.create(**{**own, **given}))
    assert found == (name if refused else "")
