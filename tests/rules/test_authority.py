"""Who may hear about a patient, by the authority on file and by age today."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules import authority
from ringback.rules.authority import EVERYTHING, Authority, Basis, Claim, Patient
from ringback.rules.verification import THIRD_PARTIES, Caller
from tests.rules.reasons import codes

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

TODAY = date(2026, 11, 23)
CHILD = Patient(birth_date=date(2018, 5, 1))
ADULT = Patient(birth_date=date(1979, 3, 14))


def entry(basis: Basis = Basis.PATIENT, **changes: Any) -> Authority:
    given = {
        "name": "Rosa Vega",
        "relation": "mother",
        "scope": frozenset({"scheduling"}),
        "from_date": date(2026, 1, 1),
    }
    return Authority(basis=basis, **(given | changes))


def lacks(
    caller: Caller = Caller.AUTHORISED,
    patient: Patient = ADULT,
    on_file: Authority | None = None,
    *,
    topic: str = "scheduling",
    said: bool = True,
    majority: int = 18,
) -> list[str]:
    claim = Claim(topic=topic, on_file=on_file, said=said)
    found = authority.missing(
        caller=caller, patient=patient, claim=claim, today=TODAY, majority=majority
    )
    return codes(found)


@pytest.mark.parametrize("caller", sorted(THIRD_PARTIES))
def test_without_an_entry_on_file_nobody_hears_anything(caller: Caller) -> None:
    assert lacks(caller, CHILD) == ["no_authority"]
    found = authority.missing(caller=caller, patient=CHILD, claim=None, today=TODAY, majority=18)
    assert codes(found) == ["no_authority"]


@pytest.mark.parametrize("caller", sorted(set(Caller) - THIRD_PARTIES - {Caller.PATIENT}))
def test_callers_who_hear_nothing_need_no_authority(caller: Caller) -> None:
    assert lacks(caller, CHILD) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"scope": frozenset({EVERYTHING})}, []),
        ({"scope": frozenset({"billing"})}, ["out_of_scope"]),
        ({"scope": frozenset()}, ["out_of_scope"]),
        ({"from_date": TODAY}, []),
        ({"from_date": date(2026, 11, 24)}, ["not_yet"]),
        ({"until_date": TODAY}, []),
        ({"until_date": date(2026, 11, 22)}, ["over"]),
        ({"revoked_date": TODAY}, ["revoked"]),
        ({"revoked_date": date(2026, 11, 24)}, []),
        (
            {"revoked_date": TODAY, "until_date": date(2026, 2, 1), "scope": frozenset({"x"})},
            ["revoked", "over", "out_of_scope"],
        ),
    ],
)
def test_an_entry_has_its_dates_and_its_scope(change: dict[str, Any], expected: list[str]) -> None:
    assert lacks(on_file=entry(**change)) == expected
    assert lacks(on_file=entry(**change), said=False) == ["say_who", *expected]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"scope": frozenset()}, False),
        ({"from_date": date(2026, 11, 24)}, False),
        ({"until_date": date(2026, 11, 22)}, False),
        ({"basis": Basis.PARENT}, False),
    ],
)
def test_an_entry_in_force_covers_something_today(change: dict[str, Any], expected: bool) -> None:
    on_file = entry(**{"basis": Basis.PATIENT, **change})
    assert authority.in_force(on_file, ADULT, today=TODAY, majority=18) is expected


@pytest.mark.parametrize(
    ("born", "majority", "expected"),
    [
        (date(2008, 11, 23), 18, ["parent_no_longer"]),
        (date(2008, 11, 24), 18, []),
        (date(2007, 11, 24), 19, []),
        (date(2007, 11, 23), 19, ["parent_no_longer"]),
    ],
)
def test_a_parent_speaks_for_a_child_until_the_day_it_is_of_age(
    born: date, majority: int, expected: list[str]
) -> None:
    patient = Patient(birth_date=born)
    on_file = entry(Basis.PARENT)
    assert lacks(Caller.PARENT, patient, on_file, majority=majority) == expected


@pytest.mark.parametrize(
    ("basis", "patient", "expected"),
    [
        (Basis.PARENT, ADULT, ["parent_no_longer"]),
        (Basis.COURT, ADULT, []),
        (Basis.PATIENT, ADULT, []),
        (Basis.PARENT, CHILD, []),
        (Basis.COURT, CHILD, []),
        (
            Basis.PARENT,
            Patient(birth_date=CHILD.birth_date, emancipated=True),
            ["parent_no_longer"],
        ),
        (Basis.COURT, Patient(birth_date=CHILD.birth_date, emancipated=True), []),
        (Basis.PARENT, Patient(), ["age_unknown"]),
        (Basis.COURT, Patient(), ["age_unknown"]),
        (Basis.PATIENT, Patient(), []),
        (Basis.PARENT, Patient(of_age_in_chart=False), []),
        (Basis.PARENT, Patient(of_age_in_chart=True), ["parent_no_longer"]),
        (Basis.PARENT, Patient(birth_date=CHILD.birth_date, of_age_in_chart=True), []),
        (Basis.PARENT, Patient(birth_date=CHILD.birth_date, own_care=True), ["own_care"]),
        (Basis.COURT, Patient(birth_date=CHILD.birth_date, own_care=True), ["own_care"]),
        (Basis.PATIENT, Patient(birth_date=CHILD.birth_date, own_care=True), []),
        (Basis.COURT, Patient(birth_date=ADULT.birth_date, own_care=True), []),
        (
            Basis.PARENT,
            Patient(birth_date=CHILD.birth_date, own_care=True, clinician_said=True),
            [],
        ),
    ],
)
def test_what_does_not_come_from_the_patient_depends_on_their_age(
    basis: Basis, patient: Patient, expected: list[str]
) -> None:
    assert lacks(Caller.PARENT, patient, entry(basis)) == expected


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (ADULT, []),
        (CHILD, ["minor_alone"]),
        (Patient(birth_date=CHILD.birth_date, clinician_said=True), []),
        (Patient(birth_date=CHILD.birth_date, emancipated=True), []),
        (Patient(), ["age_unknown"]),
        (Patient(clinician_said=True), ["age_unknown"]),
        (Patient(of_age_in_chart=True), []),
        (Patient(of_age_in_chart=False), ["minor_alone"]),
    ],
)
def test_a_minor_who_calls_alone_is_heard_and_a_clinician_is_asked(
    patient: Patient, expected: list[str]
) -> None:
    assert lacks(Caller.PATIENT, patient) == expected


@pytest.mark.parametrize(
    ("born", "today", "expected"),
    [
        (date(2008, 11, 23), date(2026, 11, 22), 17),
        (date(2008, 11, 23), date(2026, 11, 23), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 11, 23), date(2026, 11, 23), 0),
    ],
)
def test_ages_are_whole_years(born: date, today: date, expected: int) -> None:
    assert authority.age(born, today) == expected


@UNHURRIED
@given(
    st.sampled_from(sorted(THIRD_PARTIES)),
    st.builds(
        Patient,
        birth_date=st.none() | st.dates(date(1930, 1, 1), TODAY),
        of_age_in_chart=st.none() | st.booleans(),
        emancipated=st.booleans(),
        own_care=st.booleans(),
        clinician_said=st.booleans(),
    ),
    st.sampled_from(Basis),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)
def test_nobody_hears_outside_the_dates_and_a_parent_only_about_a_minor(
    caller: Caller, patient: Patient, basis: Basis, start: date, end: date | None
) -> None:
    on_file = entry(basis, from_date=start, until_date=end)
    found = lacks(caller, patient, on_file)
    if not start <= TODAY or (end is not None and end < TODAY):
        assert found != []
    if found == [] and basis is Basis.PARENT:
        assert authority.decides_alone(patient, TODAY, 18) is False
    assert (found == []) == authority.in_force(on_file, patient, today=TODAY, majority=18)
