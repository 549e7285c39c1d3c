"""Who may be handed what, and what has to be said with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from ringback.rules import handover
from ringback.rules.access import Actor, Role
from ringback.rules.handover import Handing
from ringback.rules.lifecycle import Stage
from ringback.rules.queue import Level


def actor(number: int, *roles: Role, lanes: frozenset[str] | None = None) -> Actor:
    return Actor(
        person_id=UUID(int=number),
        practice_id=UUID(int=99),
        name=f"Nr {number}",
        roles=frozenset(roles),
        lanes=lanes,
    )


DANA, MARA = actor(1, Role.FRONT_DESK), actor(2, Role.MANAGER)
VIK = actor(3, Role.ASSISTANT, lanes=frozenset({"MISSED"}))


def handing(**changed: Any) -> Handing:
    usual = {
        "by": DANA, "to": MARA, "category": "APPT", "stage": Stage.OWNED,
        "level": Level.ROUTINE, "why": "She asked for you",
    }  # fmt: skip
    return Handing(**{**usual, **changed})


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"to": None, "anyone": True, "why": ""}, []),
        ({"to": None, "post_filled": True}, []),
        ({"to": None, "post_filled": False}, ["nobody_there"]),
        ({"to": None}, ["to_whom"]),
        ({"to": DANA}, ["to_yourself"]),
        ({"to": VIK}, ["not_theirs"]),
        ({"to": VIK, "category": "MISSED"}, []),
        ({"to": actor(4, Role.ADMIN)}, ["not_theirs"]),
        ({"to": actor(4)}, ["not_theirs"]),
        ({"why": " \n"}, ["say_why"]),
        ({"why": "x" * 201}, ["why_too_long"]),
        ({"why": "x " * 100}, []),
        ({"anyone": True, "why": "x" * 201}, ["why_too_long"]),
        ({"stage": Stage.ESCALATED}, ["escalated"]),
        ({"by": VIK, "level": Level.CLINICAL}, ["clinicians_matter"]),
        ({"by": VIK, "level": Level.URGENT, "why": ""}, ["clinicians_matter", "say_why"]),
        ({"by": VIK, "level": Level.URGENT, "anyone": True}, []),
        ({"by": actor(5, Role.ASSISTANT, Role.MANAGER), "level": Level.URGENT}, []),
        ({"level": Level.EMERGENCY}, []),
    ],
)
def test_what_stands_in_the_way(changed: dict[str, Any], codes: list[str]) -> None:
    assert [each.code for each in handover.refusals(handing(**changed))] == codes


def test_a_line_is_one_line() -> None:
    assert handover.line(" she\n asked\x00for\tyou ") == "she asked for you"
