"""What the database refuses of patients on file, of calls, and of what came of their checks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.db.models import CheckConstraint

from ringback.models import (
    Authority,
    Call,
    CheckLift,
    Comparison,
    Consent,
    ContactRule,
    Patient,
    PatientNumber,
    Presence,
    ScriptSuggestion,
    StagedPatient,
    Visit,
)
from tests import patientlists, patients
from tests.cast import NOON, NUMBER, came_in
from tests.house.test_constraints import cases, outcome

if TYPE_CHECKING:
    from django.db.models import Model

    from tests.cast import Cast

pytestmark = pytest.mark.postgres

TODAY = NOON.date()
EARLIER = NOON - timedelta(hours=1)
SOMEBODY = "somebody"  # stands for Dana's id

# Under each model: the values of a row that is right, and under each name what is refused, allowed
ROWS: dict[type[Model], dict[str, Any]] = {
    Patient: {"name": "Tom Whitfield", "created_at": NOON},
    PatientNumber: {"number": NUMBER},
    ContactRule: {"topic": "voicemail", "said": "no voicemail", "heard_at": NOON},
    StagedPatient: {"position": 7, "line": 2, "name": "Tom Whitfield", "record_number": "7"},
    Consent: {"channel": "text", "agreed": True, "at": NOON, "by_id": SOMEBODY},
    Authority: {
        "name": "Maria Whitfield",
        "relation": "mother",
        "basis": "parent",
        "scope": ["visits"],
        "from_date": TODAY,
    },
    Visit: {"starts_at": NOON, "what": "follow-up"},
    Call: {"by_id": SOMEBODY, "begun_at": NOON},
    Comparison: {
        "identifier": "birth_date",
        "way": "matched_here",
        "agreed": False,
        "at": NOON,
        "by_id": SOMEBODY,
    },
    CheckLift: {"by_id": SOMEBODY, "at": NOON, "reason": "I know them"},
    Presence: {"person_id": SOMEBODY, "tab": UUID(int=7), "began_at": NOON, "seen_at": NOON},
    ScriptSuggestion: {
        "line": "why",
        "language": "en",
        "text": "x",
        "author_id": SOMEBODY,
        "created_at": NOON,
    },
}
Table = dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]]
TABLES: dict[type[Model], Table] = {
    Patient: {
        "patient_has_a_name": ([{"name": ""}], [{}]),
        "patient_voicemail_level_known": (
            [{"voicemail_level": "all"}],
            [{}, {"voicemail_level": "minimal"}],
        ),
    },
    PatientNumber: {
        "patient_number_whole": ([{"number": "2025550147"}], [{}]),
        "patient_number_flag_known": ([{"flag": "liked"}], [{"flag": "blocked"}]),
    },
    ContactRule: {
        "contact_rule_topic_known": ([{"topic": "mood"}], [{"topic": "hours"}]),
        "contact_rule_level_known": ([{"level": "loud"}], [{"level": "none"}]),
        "contact_rule_says_it": ([{"said": ""}], [{}]),
        "contact_rule_confirmed_by_somebody": (
            [{"confirmed_at": NOON}, {"confirmed_by_id": SOMEBODY}],
            [{"confirmed_at": NOON, "confirmed_by_id": SOMEBODY}],
        ),
    },
    StagedPatient: {
        "staged_patient_has_a_name": ([{"name": ""}], [{}]),
        "staged_patient_can_be_told": (
            [{"record_number": ""}],
            [{}, {"record_number": "", "birth_date": TODAY}],
        ),
        "staged_patient_verdict_known": ([{"verdict": "maybe"}], [{}, {"verdict": "new"}]),
        "staged_patient_topic_known": ([{"topic": "mood"}], [{}, {"topic": "voicemail"}]),
    },
    Consent: {"consent_channel_known": ([{"channel": "pigeon"}], [{"channel": "email"}])},
    Authority: {
        "authority_basis_known": ([{"basis": "friend"}], [{"basis": "court"}]),
        "authority_names_who": ([{"name": ""}, {"relation": ""}], [{}]),
        "authority_ends_after_it_begins": (
            [{"until_date": TODAY - timedelta(days=1)}],
            [{"until_date": TODAY}],
        ),
    },
    Visit: {"visit_says_what": ([{"what": ""}], [{}])},
    Call: {
        "call_direction_known": ([{"direction": "up"}], [{"direction": "in"}]),
        "call_party_known": ([{"party": "fun"}], [{"party": "other"}]),
        "call_caller_known": ([{"caller": "aunt"}], [{"caller": "parent"}]),
        "call_call_back_known": ([{"call_back": "soon"}], [{"call_back": "given"}]),
        "call_ended_why_known": ([{"ended_why": "tired"}], [{"ended_why": "would_not_say"}]),
        "call_ends_after_it_begins": ([{"ended_at": EARLIER}], [{"ended_at": NOON}]),
        "call_verified_or_not": (
            [{"verified_at": NOON, "ended_why": "would_not_say"}],
            [{"verified_at": NOON}],
        ),
    },
    Comparison: {
        "comparison_identifier_known": ([{"identifier": "shoe_size"}], [{"identifier": "name"}]),
        "comparison_way_known": ([{"way": "guessed"}], [{"way": "said"}]),
        "comparison_not_by_this_line": (
            [{"this_line": True, "agreed": True}],
            [{"this_line": True}],
        ),
    },
    Presence: {"presence_seen_since_it_began": ([{"seen_at": EARLIER}], [{}])},
    CheckLift: {"check_lift_says_why": ([{"reason": ""}], [{}])},
    ScriptSuggestion: {
        "script_suggestion_kind_known": ([{"kind": "shout"}], [{"kind": "asked"}]),
        "script_suggestion_decided_whole": (
            [{"decided_at": NOON}, {"accepted": True}],
            [{"decided_at": NOON, "accepted": False}],
        ),
    },
}


def over(cast: Cast) -> UUID:
    """A call that is over, so that another may begin."""
    return patients.a_call(cast, came_in(cast.dana).callback_id, ended_at=NOON)


def around(model: type[Model], cast: Cast) -> dict[str, Any]:
    """What the row hangs on."""
    if model in (PatientNumber, ContactRule, Consent, Authority, Visit):
        return {"patient_id": patients.on_file(cast)}
    if model is StagedPatient:
        return {"batch_id": patientlists.bring(patientlists.a_list(patientlists.ANA), cast.dana)}
    if model in (Comparison, CheckLift):
        return {"call_id": over(cast)}
    return {"callback_id": came_in(cast.dana).callback_id} if model in (Call, Presence) else {}


EVERY_CASE = [
    pytest.param(model, *each.values, id=each.id)
    for model, table in TABLES.items()
    for each in cases(table)
]


@pytest.mark.parametrize("model", TABLES)
def test_every_constraint_is_tried_both_ways(model: type[Model]) -> None:
    checks = [each for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    assert {each.name for each in checks} == set(TABLES[model])
    assert all(refused and allowed for refused, allowed in TABLES[model].values())


@pytest.mark.parametrize(("model", "name", "change", "refused"), EVERY_CASE)
def test_only_what_can_be_is_kept(
    cedar: Cast, model: type[Any], name: str, change: dict[str, Any], refused: bool
) -> None:
    values = {"practice_id": cedar.practice_id, **around(model, cedar), **ROWS[model], **change}
    values = {
        key: cedar.dana.person_id if value == SOMEBODY else value for key, value in values.items()
    }
    found = outcome(cedar, model, lambda: model.objects.create(**values))
    assert found == (name if refused else "")


def begun(cast: Cast, **given: Any) -> str:
    values = {
        "practice_id": cast.practice_id,
        "by_id": cast.dana.person_id,
        "begun_at": NOON,
        **given,
    }
    return outcome(cast, Call, lambda: Call.objects.create(**values))


def test_a_callback_has_one_call_at_a_time(cedar: Cast) -> None:
    it = came_in(cedar.dana).callback_id
    vik = {"callback_id": it, "by_id": cedar.vik.person_id}
    assert begun(cedar, callback_id=it, ended_at=NOON) == ""
    assert begun(cedar, callback_id=it) == ""
    assert begun(cedar, **vik) == "call_one_per_callback"


def test_a_person_is_on_one_call_at_a_time(cedar: Cast) -> None:
    first, second = (came_in(cedar.dana).callback_id for _ in range(2))
    assert begun(cedar, callback_id=first) == ""
    assert begun(cedar, callback_id=second) == "call_one_per_person"
    assert begun(cedar, callback_id=second, by_id=cedar.vik.person_id) == ""


def test_a_number_stands_once_with_a_patient(cedar: Cast) -> None:
    first, second = patients.on_file(cedar), patients.on_file(cedar, "Maria Whitfield")

    def kept(patient_id: UUID) -> str:
        values = {"practice_id": cedar.practice_id, "patient_id": patient_id, "number": NUMBER}
        return outcome(cedar, PatientNumber, lambda: PatientNumber.objects.create(**values))

    assert [kept(first), kept(second), kept(first)] == ["", "", "patient_number_once"]


def test_one_detail_agrees_once_in_a_call(cedar: Cast) -> None:
    call_id = over(cedar)

    def compared(agreed: bool) -> str:
        values = {"practice_id": cedar.practice_id, "call_id": call_id, **ROWS[Comparison]}
        values |= {"agreed": agreed, "by_id": cedar.dana.person_id}
        return outcome(cedar, Comparison, lambda: Comparison.objects.create(**values))

    found = [compared(agreed) for agreed in (False, False, True, True)]
    assert found == ["", "", "", "comparison_agrees_once"]
