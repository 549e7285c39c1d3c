"""A practice begins."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import IntegrityError

from ringback.actions import practice
from ringback.actions.practice import COMMAND_LINE, NewPractice
from ringback.models import PolicyPart
from ringback.queries import person
from ringback.queries import practice as practices
from ringback.queries.scope import scope
from tests import records
from tests.cast import NOON

if TYPE_CHECKING:
    from tests.cast import Cast


def test_a_practice_begins_with_its_hours_and_pathways(cedar: Cast) -> None:
    with scope(cedar.practice_id):
        codes = [each.category.code for each in practices.categories(cedar.practice_id)]
        parts = sorted(PolicyPart.objects.values_list("kind", "version"))
    assert codes == [
        "ACCESS", "APPT", "BILL", "CLIN", "CONCERN", "CONFIRM", "DOCUMENT", "EMERG", "INTAKE",
        "MISSED", "NEWPT", "PRO", "REFER", "RESULT", "RX", "UNSORTED", "URGENT",
    ]  # fmt: skip
    assert parts == [
        ("contact", 1),
        ("hours", 1),
        ("promises", 1),
        ("scripts", 1),
        ("verification", 1),
    ]


def test_its_beginning_is_the_first_entry_of_its_journal(cedar: Cast) -> None:
    (entry,) = records.journal(cedar, "practice established")
    assert (entry.via, entry.subject_kind, entry.subject_id) == (
        "cli",
        "practice",
        cedar.practice_id,
    )


def test_it_has_a_command_line_that_nobody_signs_in_as(cedar: Cast) -> None:
    found = person.actor_by_email(COMMAND_LINE, cedar.practice_id, via="cli")
    assert found is not None
    assert COMMAND_LINE not in [each.email for each in person.members(cedar.practice_id)]


def test_a_name_taken_already_leaves_nothing_behind(cedar: Cast) -> None:
    before = len(practices.practices())
    with pytest.raises(IntegrityError):
        practice.establish(NewPractice(slug=cedar.slug, name="Again", zone="UTC"), now=NOON)
    assert len(practices.practices()) == before


def test_an_address_is_the_same_whatever_its_capitals(cedar: Cast) -> None:
    email = f"Dana-{uuid4().hex}@Example.org"
    who = practice.person(email=email, name="Dana")
    practice.member(who, cedar.practice_id, roles=[])
    found = person.actor_by_email(f" {email.upper()} ", cedar.practice_id, via="web")
    assert found is not None
    assert found.person_id == who
