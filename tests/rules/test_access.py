"""Who may do what, and who sees which kind of information."""

from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import access
from ringback.rules.access import TABLE, Actor, FieldClass, Permission, Role

WORKER = {
    Permission.SEE_QUEUE,
    Permission.WORK,
    Permission.RECEIVE,
    Permission.SEE_SETUP,
    Permission.PUT_RIGHT,
}
DESK = {Permission.SORT, Permission.IMPORT, Permission.AUDIT_DAY, Permission.HAND_OUT}
MANAGERS = {
    Permission.SET_UP,
    Permission.MANAGE_PEOPLE,
    Permission.SET_PRIVACY,
    Permission.REVIEW_GLASS,
    Permission.SEE_LEDGER,
    Permission.READ_LEFT,
    Permission.PUT_RIGHT_OTHERS,
    Permission.SEE_INCIDENTS,
    Permission.EXPORT,
}
EVERYTHING = set(Permission)
F0, F1, F2, F3, F4, _ = FieldClass

MAY = {
    Role.ASSISTANT: WORKER,
    Role.FRONT_DESK: WORKER | DESK,
    Role.CLINICIAN: EVERYTHING - MANAGERS,
    Role.MANAGER: EVERYTHING - {Permission.ANSWER},
    Role.AUDITOR: {Permission.SEE_SETUP, Permission.SEE_LEDGER, Permission.SEE_INCIDENTS},
    Role.ADMIN: {Permission.SEE_SETUP, Permission.SET_UP},
    Role.CONNECTOR: {Permission.RECEIVE},
}
SEES = {  # in the list, of their own
    Role.ASSISTANT: ({F0}, {F0, F1, F3}),
    Role.FRONT_DESK: ({F0, F1, F3}, {F0, F1, F3}),
    Role.CLINICIAN: ({F0, F1, F3, F4}, {F0, F1, F3, F4}),
    Role.MANAGER: ({F0, F1, F3}, {F0, F1, F3}),
    Role.AUDITOR: (set(), set()),
    Role.ADMIN: (set(), set()),
    Role.CONNECTOR: (set(), set()),
}
roles = st.frozensets(st.sampled_from(Role))


def actor(*held: Role, lanes: frozenset[str] | None = None) -> Actor:
    return Actor(
        person_id=UUID(int=1), practice_id=UUID(int=2), name="A", roles=frozenset(held), lanes=lanes
    )


def allowed(who: Actor) -> set[Permission]:
    return {each for each in Permission if not access.refusals(who, each)}


def seen(who: Actor, *, owns: bool) -> set[FieldClass]:
    return {each for each in FieldClass if access.sees(who, each, owns=owns)}


def test_every_role_stands_in_the_table() -> None:
    assert set(TABLE) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_exactly_what_the_table_says(role: Role) -> None:
    assert allowed(actor(role)) == MAY[role]


@pytest.mark.parametrize(("role", "owns"), list(product(Role, [False, True])))
def test_each_role_sees_exactly_what_the_table_says(role: Role, owns: bool) -> None:
    assert seen(actor(role), owns=owns) == SEES[role][owns]


def test_nobody_sees_identifiers_they_are_only_ever_asked_for() -> None:
    assert F2 not in seen(actor(*Role), owns=True)


def test_without_a_role_there_is_no_right() -> None:
    assert (allowed(actor()), seen(actor(), owns=True)) == (set(), set())


@given(roles, roles)
def test_several_roles_are_the_union_of_their_rights(some: set[Role], more: set[Role]) -> None:
    both = actor(*some, *more)
    assert allowed(both) == allowed(actor(*some)) | allowed(actor(*more))
    assert seen(both, owns=False) == seen(actor(*some), owns=False) | seen(actor(*more), owns=False)


@given(roles)
def test_owning_an_item_never_hides_anything(held: set[Role]) -> None:
    assert seen(actor(*held), owns=False) <= seen(actor(*held), owns=True)


def test_a_refusal_says_what_to_do() -> None:
    (reason,) = access.refusals(actor(Role.ADMIN), Permission.WORK)
    assert (reason.code, str(reason)) == (
        "not_permitted",
        "Your role here does not include this. Ask a manager.",
    )


@pytest.mark.parametrize("role", Role)
def test_a_pin_opens_the_work_of_a_role_and_nothing_of_who_may_what(role: Role) -> None:
    by_pin = replace(actor(role), by_pin=True)
    work = WORKER | DESK | {Permission.ANSWER}
    assert {each for each in Permission if not access.refusals(by_pin, each)} == MAY[role] & work
    assert access.shut_by_pin(by_pin) == bool(MAY[role] - work)
    assert not access.shut_by_pin(actor(role))


def test_a_refusal_after_a_pin_says_what_to_show() -> None:
    by_pin = replace(actor(Role.MANAGER), by_pin=True)
    assert [each.code for each in access.refusals(by_pin, Permission.SET_UP)] == ["second_step"]
    assert [each.code for each in access.refusals(by_pin, Permission.ANSWER)] == ["not_permitted"]


def test_without_lanes_every_kind_of_request_is_ones_own() -> None:
    assert access.lane_refusals(actor(Role.FRONT_DESK), "INTAKE") == ()


def test_a_lane_is_left_only_with_a_refusal() -> None:
    vik = actor(Role.ASSISTANT, lanes=frozenset({"MISSED"}))
    assert access.lane_refusals(vik, "MISSED") == ()
    refused = access.lane_refusals(vik, "INTAKE")
    assert [(each.code, str(each)) for each in refused] == [
        ("not_your_lane", "This kind of request is not one you work on. Ask a manager.")
    ]


def test_empty_lanes_are_no_lanes() -> None:
    assert access.lane_refusals(actor(Role.ASSISTANT, lanes=frozenset()), "MISSED") != ()


def test_a_role_taken_away_counts_no_more_and_a_new_one_from_the_next_page_on() -> None:
    them = actor(Role.CLINICIAN, Role.FRONT_DESK)
    assert access.still(them, ["front_desk", "manager"]) == actor(Role.FRONT_DESK)


def test_whoever_has_gone_is_nobody_here() -> None:
    assert access.still(actor(Role.MANAGER), None) is None
