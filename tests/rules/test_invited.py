"""Who can be asked in, taken out, and let in anew."""

import pytest

from ringback.rules import people
from ringback.rules.access import Role
from ringback.rules.people import Invited, Leaving

ROLES = frozenset({Role.FRONT_DESK})


def asked(email: str = "nora@example.org", **changed: object) -> list[str]:
    facts = {"name": "Nora Vale", "roles": ROLES, "is_here": False, "was_asked": False, **changed}
    found = people.invitation_refusals(Invited(email=email, **facts))  # type: ignore[arg-type]
    return [each.code for each in found]


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"name": ""}, ["no_name"]),
        ({"roles": frozenset()}, ["no_role"]),
        ({"is_here": True}, ["is_here"]),
        ({"was_asked": True}, ["was_asked"]),
        ({"is_here": True, "was_asked": True}, ["is_here"]),
        ({"email": "nora", "name": "", "roles": frozenset()}, ["no_address", "no_name", "no_role"]),
    ],
)
def test_somebody_is_asked_in_with_a_name_an_address_and_a_role(
    changed: dict[str, object], codes: list[str]
) -> None:
    assert asked(**changed) == codes  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("email", "is_one"),
    [
        ("nora.vale+desk@mail.example.org", True),
        ("n@example.co", True),
        ("nora@example", False),
        ("nora@@example.org", False),
        ("nora vale@example.org", False),
        ("nora@example.org, dana@example.org", False),
        ("Nora <nora@example.org>", False),
        ("nora@example.org\nBcc: x@example.org", False),
        ("@example.org", False),
        ("command-line@ringback.invalid", False),
        ("", False),
    ],
)
def test_an_address_is_one_address(email: str, is_one: bool) -> None:
    assert asked(email) == ([] if is_one else ["no_address"])


@pytest.mark.parametrize(
    ("own", "roles", "others", "codes"),
    [
        (False, ROLES, 0, []),
        (False, {Role.MANAGER}, 1, []),
        (False, {Role.MANAGER}, 0, ["last_manager"]),
        (True, ROLES, 1, ["own_leaving"]),
        (True, {Role.MANAGER}, 0, ["own_leaving", "last_manager"]),
    ],
)
def test_somebody_else_leaves_and_a_manager_remains(
    own: bool, roles: set[Role], others: int, codes: list[str]
) -> None:
    found = people.leaving_refusals(Leaving(own=own, roles=frozenset(roles), other_managers=others))
    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("own", "elsewhere", "codes"),
    [
        (False, False, []),
        (False, True, ["works_elsewhere"]),
        (True, False, ["own_way_in"]),
        (True, True, ["own_way_in"]),
    ],
)
def test_one_practices_manager_opens_no_way_into_another_practice(
    own: bool, elsewhere: bool, codes: list[str]
) -> None:
    found = people.way_in_refusals(own=own, works_elsewhere=elsewhere)
    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("email", "codes"),
    [
        ("dana@example.org", []),
        ("dana", ["no_address"]),
        ("dana@removed.invalid", ["no_address"]),
        ("before@example.org", ["same_address"]),
    ],
)
def test_a_new_address_is_one_and_another_than_before(email: str, codes: list[str]) -> None:
    found = people.address_refusals(email, "before@example.org")
    assert [each.code for each in found] == codes
