"""The first seconds of a call."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ringback.rules import asking
from ringback.rules.asking import Opening, Purpose
from ringback.rules.authority import Authority, Basis, Patient
from ringback.rules.contact import Contact
from ringback.rules.patientrule import Topic
from tests.rules.contacts import SETTINGS, contact, rule
from tests.rules.reasons import codes

NEUTRAL = replace(SETTINGS, neutral_name="Elm Street")
OURS = "Cedar Family Practice"


def opening(who: Contact, **changes: Any) -> Opening:
    given = {"practice_name": OURS, "kind_may_be_said": True}
    settings = changes.pop("settings", NEUTRAL)
    return asking.opening(who, settings, **(given | changes))


@pytest.mark.parametrize(
    ("who", "changes", "we_are", "purpose", "expected"),
    [
        (contact(), {}, OURS, Purpose.THEIR_REQUEST, []),
        (contact(), {"kind_may_be_said": False}, OURS, Purpose.RETURNING_A_CALL, ["clinical"]),
        (contact(), {"somebody_else": True}, OURS, Purpose.NOTHING, ["somebody_else"]),
        (contact(part2=True), {}, "Elm Street", Purpose.NOTHING, ["part_2"]),
        (contact(rule(Topic.NAME)), {}, "Elm Street", Purpose.NOTHING, ["guarded"]),
        (
            contact(rule(Topic.NAME, confirmed=False)),
            {},
            "Elm Street",
            Purpose.NOTHING,
            ["guarded"],
        ),
        (
            contact(part2=True),
            {"settings": SETTINGS},
            "",
            Purpose.NOTHING,
            ["part_2", "no_neutral_name"],
        ),
        (
            contact(rule(Topic.NAME), part2=True),
            {"settings": SETTINGS, "kind_may_be_said": False, "somebody_else": True},
            "",
            Purpose.NOTHING,
            ["somebody_else", "part_2", "guarded", "no_neutral_name", "clinical"],
        ),
        (contact(rule(Topic.PEOPLE)), {}, OURS, Purpose.THEIR_REQUEST, []),
        (contact(), {"settings": SETTINGS}, OURS, Purpose.THEIR_REQUEST, []),
    ],
)
def test_who_we_are_and_what_it_is_about_depends_on_what_they_asked_for(
    who: Contact, changes: dict[str, Any], we_are: str, purpose: Purpose, expected: list[str]
) -> None:
    found = opening(who, **changes)
    assert (found.we_are, found.purpose) == (we_are, purpose)
    assert codes(found.reasons) == expected


@pytest.mark.parametrize(("safe_name", "expected"), [("", "Lucía Herrera"), ("Lou", "Lou")])
def test_they_are_asked_for_by_the_name_they_gave_us(safe_name: str, expected: str) -> None:
    assert opening(contact(safe_name=safe_name)).ask_for == expected


TODAY = date(2026, 11, 23)
SISTER = Authority(
    name="Ana Herrera",
    relation="sister",
    basis=Basis.PATIENT,
    scope=frozenset({"scheduling"}),
    from_date=date(2026, 1, 1),
)
ONCE = replace(SISTER, name="Luis Herrera", until_date=date(2026, 6, 1))


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (contact(), (SISTER,)),
        (contact(rule(Topic.PEOPLE)), ()),
        (contact(rule(Topic.PEOPLE, confirmed=False)), ()),
        (contact(part2=True), ()),
        (contact(rule(Topic.NAME)), ()),
        (contact(rule(Topic.HOURS)), (SISTER,)),
    ],
)
def test_somebody_else_is_asked_for_only_while_the_patient_wants_it(
    who: Contact, expected: tuple[Authority, ...]
) -> None:
    patient = Patient(birth_date=date(1979, 3, 14))
    found = asking.others(who, patient, [ONCE, SISTER], today=TODAY, majority=18)
    assert found == expected


@pytest.mark.parametrize(("majority", "expected"), [(18, ["Rosa"]), (16, [])])
def test_a_parent_is_asked_for_while_the_patient_is_under_age(
    majority: int, expected: list[str]
) -> None:
    parent = replace(SISTER, name="Rosa", relation="mother", basis=Basis.PARENT)
    patient = Patient(birth_date=date(2009, 3, 14))
    found = asking.others(contact(), patient, [parent], today=TODAY, majority=majority)
    assert [each.name for each in found] == expected


def test_restrictions_stand_before_everything_else_that_must_be_read_first() -> None:
    who = contact(
        rule(Topic.HOURS),
        rule(Topic.PEOPLE),
        rule(Topic.PEOPLE, confirmed=False),
        restrictions=("nothing to the insurer", "nothing to the employer"),
        part2=True,
        language="es",
        interpreter=True,
    )
    shown = asking.shown_before_the_call(who, SETTINGS)
    assert all(str(each) for each in shown)
    assert [(each.code, dict(each.values)) for each in shown] == [
        ("restricted", {"said": "nothing to the insurer"}),
        ("restricted", {"said": "nothing to the employer"}),
        ("redisclosure", {"said": f"{SETTINGS.redisclosure} {SETTINGS.redisclosure_es}"}),
        ("asked", {"said": "as they said"}),
        ("only_them", {"said": "as they said"}),
        ("to_confirm", {"said": "as they said"}),
        ("interpreter", {"language": "es"}),
    ]


def test_the_sentence_of_the_law_is_said_in_english_and_ours_follows_in_spanish_only() -> None:
    (said,) = asking.shown_before_the_call(contact(part2=True), SETTINGS)
    assert dict(said.values) == {"said": SETTINGS.redisclosure}
    without = replace(SETTINGS, redisclosure_es="")
    said, _ = asking.shown_before_the_call(contact(part2=True, language="es"), without)
    assert dict(said.values) == {"said": SETTINGS.redisclosure}


@pytest.mark.parametrize(
    ("language", "interpreter", "expected"),
    [
        ("en", False, []),
        ("es", False, ["language"]),
        ("es", True, ["interpreter"]),
        ("en", True, ["interpreter"]),
    ],
)
def test_their_language_is_said_where_it_is_not_english(
    language: str, interpreter: bool, expected: list[str]
) -> None:
    who = contact(language=language, interpreter=interpreter)
    shown = asking.shown_before_the_call(who, SETTINGS)
    assert codes(shown) == expected
