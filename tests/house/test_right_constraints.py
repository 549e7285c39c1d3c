"""What the database refuses of entries that were put right, of incidents, and of sheets."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import CheckConstraint

from ringback.models import Attempt, Incident, Note, Sheet, SheetRow, Struck
from ringback.queries.scope import scope
from tests import patients
from tests.cast import NOON, came_in
from tests.house.test_constraints import cases, outcome

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Model

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
SOMEBODY, A_TRY, A_NOTE, A_CALL = "somebody", "a try", "a note", "a call"
CLOSED = {"closed_at": NOON, "closed_by_id": SOMEBODY, "ended": "told", "words": "We told them."}
TABLES: dict[type[Model], dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]]] = {
    Struck: {
        "struck_is_one_entry": (
            [{"attempt_id": None}, {"note_id": A_NOTE}, {"call_id": A_CALL}],
            [{}, {"attempt_id": None, "note_id": A_NOTE}, {"attempt_id": None, "call_id": A_CALL}],
        ),
        "struck_says_why": ([{"reason": ""}], [{}]),
        "struck_said_known": ([{"said": "maybe"}], [{"said": "unsure"}]),
    },
    Sheet: {"sheet_counts_from_one": ([{"number": 0}], [{"number": 1}])},
    SheetRow: {"sheet_row_from_one": ([{"position": 0}], [{"position": 1}])},
    Incident: {
        "incident_has_its_time": ([{"tell_by": NOON}], [{}]),
        "incident_closed_whole": (
            [
                {**CLOSED, "words": ""}, {**CLOSED, "ended": "well"}, {**CLOSED, "closed_at": None},
                {**CLOSED, "closed_by_id": None}, {"words": "x"}, {"ended": "told"},
            ],
            [{}, CLOSED, {**CLOSED, "ended": "none"}],
        ),
    },
}  # fmt: skip
EVERY_CASE = [
    pytest.param(model, *each.values, id=each.id)
    for model, table in TABLES.items()
    for each in cases(table)
]


@pytest.mark.parametrize("model", TABLES)
def test_every_constraint_is_tried_both_ways(model: type[Model]) -> None:
    checks = [each for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    assert {each.name for each in checks} == set(TABLES[model])


def on(cast: Cast, it: UUID) -> dict[str, Any]:
    """Somebody, and an entry of each kind on this callback."""
    own = {"practice_id": cast.practice_id, "callback_id": it}
    who = cast.dana.person_id
    with scope(cast.practice_id):
        tried = Attempt.objects.create(
            **own, by_id=who, result="busy", happened_at=NOON, entered_at=NOON
        )
        noted = Note.objects.create(**own, author_id=who, text="x", signed_at=NOON)
    call = patients.a_call(cast, it, ended_at=NOON)
    return {SOMEBODY: who, A_TRY: tried.id, A_NOTE: noted.id, A_CALL: call}


def struck(cast: Cast, it: UUID, **change: Any) -> Any:
    """Writes the striking of a try on this callback."""
    return lambda: Struck.objects.create(
        **{
            "practice_id": cast.practice_id, "callback_id": it, "by_id": cast.dana.person_id,
            "at": NOON, "reason": "wrong Ana", "said": "no", **change,
        }
    )  # fmt: skip


def on_paper(cast: Cast, it: UUID, model: type[Any], given: dict[str, Any]) -> Any:
    """Writes a sheet, or a row of one."""
    own = {"practice_id": cast.practice_id}
    a_sheet = {**own, "number": 1, "by_id": cast.dana.person_id, "at": NOON}
    if model is Sheet:
        return lambda: Sheet.objects.create(**{**a_sheet, **given})
    with scope(cast.practice_id):
        of = Sheet.objects.create(**a_sheet)
    row = {**own, "sheet": of, "position": 1, "callback_id": it, **given}
    return lambda: SheetRow.objects.create(**row)


@pytest.mark.parametrize(("model", "name", "change", "refused"), EVERY_CASE)
def test_only_what_can_be_is_kept(
    cedar: Cast, model: type[Any], name: str, change: dict[str, Any], refused: bool
) -> None:
    it = came_in(cedar.dana).callback_id
    assert it is not None
    known = on(cedar, it)
    given = {key: known.get(value, value) for key, value in change.items()}
    if model in (Sheet, SheetRow):
        write = on_paper(cedar, it, model, given)
    elif model is Struck:
        write = struck(cedar, it, **{"attempt_id": known[A_TRY], **given})
    else:
        with scope(cedar.practice_id):
            of = struck(cedar, it, attempt_id=known[A_TRY])()

        def write() -> Incident:
            return Incident.objects.create(
                **{
                    "practice_id": cedar.practice_id, "callback_id": it, "struck": of,
                    "by_id": cedar.dana.person_id, "discovered_at": NOON,
                    "tell_by": NOON + timedelta(days=60), **given,
                }
            )  # fmt: skip

    assert outcome(cedar, model, write) == (name if refused else "")


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ({"attempt_id": A_TRY}, "struck_attempt_once"),
        ({"note_id": A_NOTE}, "struck_note_once"),
        ({"call_id": A_CALL}, "struck_call_once"),
    ],
)
def test_an_entry_is_struck_once(cedar: Cast, entry: dict[str, Any], name: str) -> None:
    it = came_in(cedar.dana).callback_id
    assert it is not None
    known = on(cedar, it)
    given = {key: known[value] for key, value in entry.items()}
    assert outcome(cedar, Struck, struck(cedar, it, **given)) == ""
    assert outcome(cedar, Struck, struck(cedar, it, **given)) == name
