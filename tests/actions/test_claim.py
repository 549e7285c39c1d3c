"""One owner, for a while."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim, opening
from ringback.actions.act import Held, NotFound, NotPermitted
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from tests.cast import Cast


def test_whoever_takes_a_callback_holds_it_for_fifteen_minutes(cedar: Cast) -> None:
    found = came_in(cedar.dana)
    view = claim.claim(found.callback_id, by=cedar.vik, now=NOON)
    assert (view.owner_id, view.fence, view.lease_until) == (
        cedar.vik.person_id,
        2,
        NOON + timedelta(minutes=15),
    )


def test_a_second_person_is_told_who_has_it_and_until_when(cedar: Cast) -> None:
    found = came_in(cedar.dana)
    claim.claim(found.callback_id, by=cedar.vik, now=NOON)
    with pytest.raises(Held) as refusal:
        claim.claim(found.callback_id, by=cedar.dana, now=NOON)
    assert str(refusal.value) == "Vik Sharma has this one until 12:15."


def test_next_for_me_never_gives_one_callback_to_two_people(cedar: Cast) -> None:
    ids = {came_in(cedar.dana).callback_id for _ in range(40)}
    people = [cedar.dana, cedar.vik, cedar.osei, cedar.mara]

    def work(number: int) -> list[object]:
        taken = []
        while (view := claim.claim_next(by=people[number], now=NOON)) is not None:
            taken.append(view.id)
        return taken

    with ThreadPoolExecutor(4) as threads:
        taken = [one for each in threads.map(work, range(4)) for one in each]
    assert sorted(taken) == sorted(ids)


def test_next_for_me_stays_in_my_lane(cedar: Cast) -> None:
    came_in(cedar.dana, category="INTAKE")
    mine = came_in(cedar.dana, category="NEWPT")
    first = claim.claim_next(by=cedar.vik, now=NOON)
    assert first is not None
    assert first.id == mine.callback_id
    assert claim.claim_next(by=cedar.vik, now=NOON) is None


def test_another_practice_sees_nothing_to_take(cedar: Cast, elm: Cast) -> None:
    found = came_in(cedar.dana)
    assert claim.claim_next(by=elm.dana, now=NOON) is None
    with pytest.raises(NotFound):
        claim.claim(found.callback_id, by=elm.dana, now=NOON)


def test_it_cannot_see_a_patient(cedar: Cast) -> None:
    found = came_in(cedar.dana)
    with pytest.raises(NotPermitted):
        opening.opened(found.callback_id, by=cedar.ines, now=NOON)


def test_a_lapsed_callback_is_anyones_again_and_says_why(cedar: Cast) -> None:
    found = came_in(cedar.dana)
    claim.claim(found.callback_id, by=cedar.vik, now=NOON)
    later = NOON + timedelta(minutes=15)
    assert claim.return_lapsed(cedar.practice_id, now=later) == 1
    view = opening.opened(found.callback_id, by=cedar.dana, now=later)
    assert (view.owner_id, view.stage, view.came_back, view.fence) == (
        None,
        "waiting",
        "lapsed",
        3,
    )
