"""What a call and its check say for the note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import claim
from ringback.models import Call
from ringback.queries import spoken
from ringback.queries.scope import scope
from ringback.rules.notetext import Verified
from tests import patients
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

pytestmark = pytest.mark.postgres


def owned(cast: Cast) -> UUID:
    found = came_in(cast.dana, name="Tom Whitfield").callback_id
    assert found is not None
    claim.claim(found, by=cast.dana, now=NOON)
    return found


def told(cast: Cast, call_id: UUID) -> dict[str, Any]:
    with scope(cast.practice_id):
        return spoken.told(Call.objects.get(id=call_id))


def test_nothing_is_told_of_no_call() -> None:
    assert spoken.told(None) == {}


def test_before_the_check_it_is_open_how_it_was_made_sure(cedar: Cast) -> None:
    call = patients.a_call(cedar, owned(cedar), caller="patient")
    assert told(cedar, call) == {"verified": None, "identifiers": (), "checked": True}


@pytest.mark.parametrize(
    ("ways", "how"),
    [
        (("said", "matched_here"), Verified.MATCHED_HERE),
        (("matched_here", "against_chart"), Verified.CHECKED_CHART),
    ],
)
def test_what_agreed_is_named_in_its_order_and_never_what_was_said(
    cedar: Cast, ways: tuple[str, str], how: Verified
) -> None:
    call = patients.a_call(cedar, owned(cedar), caller="patient", verified_at=NOON)
    for name, way in zip(("name", "birth_date"), ways, strict=True):
        patients.compared(cedar, call, agreed=True, identifier=name, way=way)
    patients.compared(cedar, call, agreed=False, identifier="address")
    found = told(cedar, call)
    assert found["verified"] is how
    assert set(found["identifiers"]) == {"name", "date of birth"}


def test_a_check_that_ended_otherwise_says_so(cedar: Cast) -> None:
    call = patients.a_call(cedar, owned(cedar), caller="patient", ended_why="would_not_say")
    assert told(cedar, call) == {
        "verified": Verified.NOT_VERIFIED,
        "identifiers": (),
        "checked": True,
    }


def test_somebody_new_to_us_has_nothing_to_be_compared_with(cedar: Cast) -> None:
    call = patients.a_call(cedar, owned(cedar), caller="new_to_us")
    assert told(cedar, call) == {"verified": Verified.NEW_TO_US, "identifiers": (), "checked": True}


def test_who_speaks_for_the_patient_is_named_as_on_file(cedar: Cast) -> None:
    tom = patients.on_file(cedar)
    maria = patients.authority(cedar, tom)
    call = patients.a_call(
        cedar, owned(cedar), caller="authorised", patient_id=tom, authority_id=maria
    )
    found = told(cedar, call)
    assert (found["who"], found["relation"]) == ("Maria Whitfield", "wife")


def test_who_is_not_on_file_is_said_by_relation_only(cedar: Cast) -> None:
    found = told(cedar, patients.a_call(cedar, owned(cedar), caller="parent"))
    assert "who" not in found
    assert found["relation"] == "parent"


def test_another_office_is_its_person_and_its_name(cedar: Cast) -> None:
    it = owned(cedar)
    call = patients.a_call(cedar, it, caller="other_office", office="Elm Lab", office_person="Kay")
    assert told(cedar, call)["party"] == "Kay, Elm Lab"


def test_only_ones_own_call_is_under_way_and_only_until_it_ends(cedar: Cast) -> None:
    it = owned(cedar)
    call = patients.a_call(cedar, it)
    with scope(cedar.practice_id):
        mine, hers = (spoken.under_way(it, by) for by in (cedar.dana, cedar.mara))
        Call.objects.filter(id=call).update(ended_at=NOON)
        over = spoken.under_way(it, cedar.dana)
    assert mine is not None
    assert (mine.id, hers, over) == (call, None, None)
