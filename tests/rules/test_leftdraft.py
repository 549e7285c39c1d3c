"""Whose words are readable when they left, and to whom."""

from __future__ import annotations

from uuid import UUID

import pytest

from ringback.rules.access import Actor, Role
from ringback.rules.leftdraft import Kept, Why, is_there, joined, reading_refusals


def reader(*roles: Role) -> Actor:
    return Actor(
        person_id=UUID(int=1), practice_id=UUID(int=2), name="A", roles=frozenset(roles)
    )  # fmt: skip


def kept(**given: object) -> Kept:
    values = {"text": "She asked for Tuesday", "author_left": True, "clinical": False, **given}
    return Kept(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("draft", "roles", "there"),
    [
        (kept(), {Role.MANAGER}, True),
        (kept(author_left=False), {Role.MANAGER}, False),
        (kept(text=" \n"), {Role.MANAGER}, False),
        (kept(clinical=True), {Role.MANAGER}, False),
        (kept(clinical=True), {Role.MANAGER, Role.CLINICIAN}, True),
        (kept(clinical=True, author_left=False), {Role.MANAGER, Role.CLINICIAN}, False),
    ],
)
def test_a_draft_is_there_once_its_author_is_gone(
    draft: Kept, roles: set[Role], *, there: bool
) -> None:
    assert is_there(reader(*roles), draft) is there


def test_it_is_shown_for_one_of_a_few_reasons_only() -> None:
    assert [reading_refusals(each) for each in Why] == [(), (), ()]
    assert [each.code for each in reading_refusals("curious")] == ["no_reason"]


@pytest.mark.parametrize(
    ("own", "theirs", "both"),
    [("", "b", "b"), ("a ", "b\n", "a\n\nb"), ("a", " ", "a")],
)
def test_ones_own_words_stay_above_theirs(own: str, theirs: str, both: str) -> None:
    assert joined(own, theirs) == both
