"""Every address, asked by every role, for one's own practice's things and for another's.

The verdicts stand in verdicts.py; an address without one fails.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ringback.models import Entry
from ringback.queries.scope import scope
from ringback.rules.access import Role
from tests.cast import gather, joined
from tests.house import matrix, world
from tests.house.matrix import COLUMNS, SEE_PATIENTS, TAKES
from tests.house.verdicts import OUTSIDE, TABLE, read

if TYPE_CHECKING:
    from ringback.rules.access import Actor
    from tests.cast import Cast
    from tests.house.matrix import Answer

pytestmark = pytest.mark.postgres
ROUTES = {each.key: each for each in matrix.inventory()}
VERDICTS = read(TABLE)
NAMED = sorted(set(VERDICTS) & set(ROUTES))
OF_ONE = sorted(key for key in NAMED if VERDICTS[key][-1] != "-")


TOGETHER = 12
"""So many addresses are asked in one practice. Each question brings somebody new, and a practice of
thousands makes every page of people slow."""


@cache
def practice(name: str, batch: int) -> Cast:  # noqa: ARG001 - part of the key
    """The practice that is asked in, and the other one. Every question gets things of its own."""
    return gather(name)


@pytest.fixture
def batch(request: pytest.FixtureRequest) -> int:
    asked = getattr(request.node, "callspec", None)
    return sorted(ROUTES).index(asked.params["key"]) // TOGETHER if asked else 0


@pytest.fixture
def here(batch: int) -> Cast:
    return practice("Cedar Street Family", batch)


@pytest.fixture
def there(batch: int) -> Cast:
    return practice("Elm Avenue Pediatrics", batch)


def everything(cast: Cast) -> Actor:
    """Somebody with every role there is: only the practice can stand in their way."""
    return joined("Eve Everything", cast.practice_id, Role)


def test_every_verdict_is_of_an_address() -> None:
    assert sorted(set(VERDICTS) - set(ROUTES)) == []
    assert {len(verdicts) for verdicts in VERDICTS.values()} == {len(COLUMNS) + 1}


@pytest.mark.parametrize("key", sorted(set(ROUTES) - set(VERDICTS)))
def test_an_address_without_a_verdict_is_not_asked_like_this(here: Cast, key: str) -> None:
    """It answers 405, or leads back to the callback whose form is sent there."""
    route = ROUTES[key]
    answer = matrix.ask(route, everything(here), here, matrix.of_absent(route))
    leads_back = route.method == "GET" and route.pattern.startswith("callbacks/")
    assert (answer.status, answer.body) == (302, "") if leads_back else answer.status == 405


def denied(answer: Answer) -> bool:
    return answer.verdict in {"no", "gone"}


@pytest.mark.parametrize("key", NAMED)
def test_each_role_gets_what_its_line_says(here: Cast, key: str) -> None:
    route, expected = ROUTES[key], dict(zip(COLUMNS, VERDICTS[key], strict=False))
    answers = {
        column: matrix.ask(route, matrix.someone(here, column), here, matrix.things(here, route))
        for column in COLUMNS
    }
    assert {column: each.verdict for column, each in answers.items()} == expected
    entries = {column: each.refusals for column, each in answers.items() if denied(each)}
    assert entries == dict.fromkeys(entries, 1)
    told = {
        column: each.tells
        for column, each in answers.items()
        if each.tells and (denied(each) or not (column in SEE_PATIENTS or route.key in TAKES))
    }
    assert told == {}


@pytest.mark.parametrize("key", OF_ONE)
def test_another_practices_thing_looks_like_one_that_never_was(
    here: Cast, there: Cast, key: str
) -> None:
    route, eve = ROUTES[key], everything(here)
    theirs = matrix.ask(route, eve, here, matrix.things(there, route))
    absent = matrix.ask(route, eve, here, matrix.of_absent(route))
    assert (theirs.verdict, theirs.refusals, theirs.tells) == (VERDICTS[key][-1], 1, [])
    assert (theirs.status, theirs.body) == (absent.status, absent.body)
    with scope(there.practice_id):
        assert Entry.objects.filter(actor_id=eve.person_id).count() == 0


@pytest.mark.parametrize("key", sorted(read(OUTSIDE)))
def test_outside_their_lanes_an_assistant_gets_nothing(here: Cast, key: str) -> None:
    route = ROUTES[key]
    found = {"callback_id": str(world.outside(here))}
    answer = matrix.ask(route, matrix.someone(here, "assistant"), here, found)
    assert ([answer.verdict], answer.refusals, answer.tells) == (read(OUTSIDE)[key], 1, [])


def test_every_address_of_a_callback_is_asked_outside_the_lanes() -> None:
    of_callbacks = {key for key in NAMED if ROUTES[key].places == {"callback_id"}}
    assert set(read(OUTSIDE)) == of_callbacks


def test_an_id_that_is_none_is_just_absent(here: Cast) -> None:
    route = ROUTES["GET callback"]
    assert matrix.ask(route, here.dana, here, {"callback_id": str(uuid4())}).verdict == "gone"
