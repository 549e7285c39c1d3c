"""Whose words are readable when they left, and to whom."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from ringback.rules.access import Actor, Role
from ringback.rules.arrival import UNSORTED
from ringback.rules.category import Kind
from ringback.rules.leftdraft import (
    Kept,
    Matter,
    Why,
    for_clinicians,
    handing_refusals,
    is_clinical,
    is_theirs_to_read,
    is_there,
    reading_refusals,
)
from ringback.rules.queue import Level


def reader(*roles: Role) -> Actor:
    return Actor(
        person_id=UUID(int=1), practice_id=UUID(int=2), name="A", roles=frozenset(roles)
    )  # fmt: skip


def kept(**given: object) -> Kept:
    values = {"text": "She asked for Tuesday", "author_left": True, "clinical": False, **given}
    return Kept(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("draft", "there"),
    [
        (kept(), True),
        (kept(clinical=True), True),
        (kept(author_left=False), False),
        (kept(text=" \n"), False),
    ],
)
def test_a_draft_is_there_once_its_author_is_gone(draft: Kept, *, there: bool) -> None:
    assert is_there(draft) is there


@pytest.mark.parametrize(
    ("draft", "roles", "read"),
    [
        (kept(), {Role.MANAGER}, True),
        (kept(clinical=True), {Role.MANAGER}, False),
        (kept(clinical=True), {Role.MANAGER, Role.CLINICIAN}, True),
    ],
)
def test_what_is_for_clinicians_is_read_by_clinicians(
    draft: Kept, roles: set[Role], *, read: bool
) -> None:
    assert is_theirs_to_read(reader(*roles), draft) is read
    assert for_clinicians().code == "for_clinicians"


@pytest.mark.parametrize(
    ("given", "clinical"),
    [
        ({}, False),
        ({"kind": Kind.CLINICAL}, True),
        ({"kind": Kind.EMERGENCY}, True),
        ({"category": UNSORTED}, True),
        ({"level": Level.URGENT}, True),
        ({"asked": True}, True),
    ],
)
def test_only_what_is_ordinary_throughout_is_no_clinicians_matter(
    given: dict[str, Any], *, clinical: bool
) -> None:
    ordinary: dict[str, Any] = {
        "kind": Kind.ROUTINE, "category": "NEWPT", "level": Level.ROUTINE, "asked": False,
    }  # fmt: skip
    assert is_clinical(Matter(**ordinary | given)) is clinical


def test_it_is_handed_to_a_clinician_who_works_that_kind_of_request_and_to_nobody_else() -> None:
    clinician, manager = reader(Role.CLINICIAN), reader(Role.MANAGER)
    assert handing_refusals(clinician, works_it=True) == ()
    for to, works_it in ((clinician, False), (manager, True), (None, False)):
        (no,) = handing_refusals(to, works_it=works_it)
        assert no.code == "no_clinician"


def test_it_is_shown_for_one_of_a_few_reasons_only() -> None:
    assert [reading_refusals(each) for each in Why] == [(), (), ()]
    assert [each.code for each in reading_refusals("curious")] == ["no_reason"]
