"""Next for me of somebody who works for several practices: one of them, and never two people."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from ringback.actions import claim, practice
from ringback.models import Callback, Membership
from ringback.queries import person
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.queue import Level
from tests import records
from tests.cast import NOON, came_in, joined
from tests.together import at_once

if TYPE_CHECKING:
    from uuid import UUID

    import pytest

    from ringback.queries.queue import QueueRow
    from ringback.rules.access import Actor
    from tests.cast import Cast

EARLIER = NOON - timedelta(hours=2)


def of_both(cedar: Cast, elm: Cast, name: str = "Vera Both", also: str = "MISSED") -> Actor:
    """An assistant for two practices, at work in the first."""
    lanes = ["MISSED", also]
    first = joined(name, cedar.practice_id, [Role.ASSISTANT], lanes=lanes)
    practice.member(first.person_id, elm.practice_id, roles=[Role.ASSISTANT], lanes=lanes)
    return first


def everywhere(who: Actor) -> list[Actor]:
    found = person.at_work(who.person_id, who.practice_id, via="web")
    assert found is not None
    return person.everywhere(found)


def next_of(who: Actor) -> tuple[UUID, QueueRow] | None:
    taken = claim.claim_next_anywhere(everywhere(who), by=who, now=NOON)
    return (taken[0].practice_id, taken[1]) if taken else None


def test_the_most_pressing_of_both_is_taken_and_it_is_said_whose_it_is(
    cedar: Cast, elm: Cast
) -> None:
    vera = of_both(cedar, elm)
    here = came_in(cedar.dana).callback_id
    there = came_in(elm.dana, now=EARLIER).callback_id
    taken = next_of(vera)
    assert taken is not None
    assert (taken[0], taken[1].id, taken[1].owner_id) == (elm.practice_id, there, vera.person_id)
    assert [each.subject_id for each in records.journal(elm, "claimed")] == [there]
    assert records.journal(cedar, "claimed") == []
    taken = next_of(vera)
    assert taken is not None
    assert (taken[0], taken[1].id) == (cedar.practice_id, here)
    assert next_of(vera) is None


def test_an_emergency_elsewhere_comes_before_what_is_overdue_here(cedar: Cast, elm: Cast) -> None:
    vera = of_both(cedar, elm, also="CLIN")
    came_in(cedar.dana, now=EARLIER)
    urgent = came_in(elm.dana).callback_id
    with scope(elm.practice_id):
        Callback.objects.filter(id=urgent).update(level=Level.URGENT, rank=1)
    taken = next_of(vera)
    assert taken is not None
    assert taken[1].id == urgent


def test_a_practice_one_left_or_never_was_in_gives_nothing(cedar: Cast, elm: Cast) -> None:
    vera = of_both(cedar, elm)
    came_in(elm.dana)
    Membership.objects.filter(person_id=vera.person_id, practice_id=elm.practice_id).update(
        left_at=NOON
    )
    assert [each.practice_id for each in everywhere(vera)] == [cedar.practice_id]
    assert next_of(vera) is None
    assert records.journal(elm, "claimed") == []


def test_where_one_has_no_right_to_work_nothing_is_taken(cedar: Cast, elm: Cast) -> None:
    vera = of_both(cedar, elm)
    Membership.objects.filter(person_id=vera.person_id, practice_id=elm.practice_id).update(
        roles=["auditor"]
    )
    came_in(elm.dana)
    assert next_of(vera) is None


def test_in_each_practice_ones_lanes_there_count(cedar: Cast, elm: Cast) -> None:
    vera = of_both(cedar, elm)
    Membership.objects.filter(person_id=vera.person_id, practice_id=elm.practice_id).update(
        lanes=["NEWPT"]
    )
    came_in(elm.dana)
    new = came_in(elm.dana, category="NEWPT").callback_id
    taken = next_of(vera)
    assert taken is not None
    assert taken[1].id == new


def test_whoever_lost_the_head_does_not_take_something_less_pressing_before_another_practices(
    cedar: Cast, elm: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cedar's head is taken between the look and the claim: Elm's comes before Cedar's second."""
    vera = of_both(cedar, elm)
    head = came_in(cedar.dana, now=EARLIER).callback_id
    theirs = came_in(elm.dana, now=NOON - timedelta(hours=1)).callback_id
    came_in(cedar.dana)
    looked = claim.nextforme.heads
    quicker = [head]

    def heads(*asked: object) -> object:
        found = looked(*asked)  # type: ignore[arg-type]
        if quicker:
            claim.claim(quicker.pop(), by=cedar.dana, now=NOON)
        return found

    monkeypatch.setattr(claim.nextforme, "heads", heads)
    taken = next_of(vera)
    assert taken is not None
    assert (taken[0], taken[1].id) == (elm.practice_id, theirs)


def test_eight_people_of_two_practices_never_get_one_twice(cedar: Cast, elm: Cast) -> None:
    """Eight at once, sixteen times; an outsider of Elm never gets anything there."""
    both = [of_both(cedar, elm, f"Vera {number}") for number in range(7)]
    outsider = joined("Only Cedar", cedar.practice_id, [Role.ASSISTANT], lanes=["MISSED"])
    people = [*both, outsider]
    for _ in range(30):
        came_in(cedar.dana)
        came_in(elm.dana)

    def press(number: int) -> list[tuple[UUID, UUID]]:
        taken = (next_of(people[number]) for _ in range(10))
        return [(each[0], each[1].id) for each in taken if each]

    found = at_once(8, press)
    taken = [each for one in found for each in one]
    assert len(taken) == len(set(taken)) == 60
    assert Counter(where for where, _ in taken) == {cedar.practice_id: 30, elm.practice_id: 30}
    assert {where for where, _ in found[7]} <= {cedar.practice_id}
    owners = {each.owner_id for each in records.callbacks(elm)}
    assert outsider.person_id not in owners
    assert owners <= {each.person_id for each in both}
