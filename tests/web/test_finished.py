"""A search finds what was finished lately: by the whole name or number, for who may see it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import claim, knowncaller
from ringback.actions.knowncaller import Said
from ringback.engine.wallclock import now as clock
from ringback.queries import search
from ringback.rules.access import Role
from ringback.rules.knowncaller import NextTime, NotAPatient
from tests import records
from tests.cast import came_in, joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
WHO, PHONE = "Quetzalina Vandermolen", "+12025550188"
HEAD = "Finished in the last two weeks"


def closed(cast: Cast, *, category: str = "MISSED", name: str = WHO) -> UUID:
    it = came_in(cast.dana, name=name, phone=PHONE, category=category, now=clock()).callback_id
    assert it is not None
    fence = claim.claim(it, by=cast.dana, now=clock()).fence
    said = Said(who=NotAPatient.PERSONAL, next_time=NextTime.AS_NOW)
    knowncaller.close(it, said, by=cast.dana, now=clock(), fence=fence)
    return it


def found(who: Actor, words: str) -> str:
    answer = signed_in(who).post("/search", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("words", [WHO, f" {WHO.upper()} ", PHONE, "(202) 555-0188"])
def test_the_whole_name_or_number_finds_it_with_how_it_ended_and_when(
    cedar: Cast, words: str
) -> None:
    it = closed(cedar)
    page = found(cedar.dana, words)
    assert f'<a href="/callbacks/{it}">Missed call, {WHO}</a>' in page
    assert "<small>Not a patient’s call, " in page
    assert "Nothing open by that name or number" in page
    assert [each.details for each in records.journal(cedar, "searched")] == [{"found": 1}]


@pytest.mark.parametrize("words", ["0188", "Vandermolen", "%", "5550188", ""])
def test_a_part_of_it_does_not(cedar: Cast, words: str) -> None:
    it = closed(cedar)
    page = found(cedar.dana, words)
    assert (HEAD in page, str(it) in page) == (False, False)


def test_it_is_found_for_fourteen_days_the_newest_first(cedar: Cast) -> None:
    first, second = closed(cedar), closed(cedar)
    for days, expected in ((13.99, [second, first]), (14.01, [])):
        rows = search.beside(cedar.dana, WHO, now=clock() + timedelta(days=days)).finished
        assert [each.id for each in rows] == expected


def test_an_open_one_is_no_finished_one(cedar: Cast) -> None:
    came_in(cedar.dana, name=WHO, now=clock())
    assert HEAD not in found(cedar.dana, WHO)


def test_in_their_lanes_only_and_an_assistant_reads_no_name(cedar: Cast, elm: Cast) -> None:
    it = closed(cedar)
    outside = closed(cedar, category="BILL")
    page = found(cedar.vik, WHO)
    assert [str(each) in page for each in (it, outside)] == [True, False]
    assert WHO not in page.replace(f'value="{WHO}"', "")
    assert HEAD not in found(elm.dana, WHO)
    lanes = joined("Mona Lane", cedar.practice_id, [Role.MANAGER], lanes=["NEWPT"])
    assert HEAD not in found(lanes, WHO)
    assert search.beside(cedar.ines, WHO, now=clock()).finished == []


def test_three_are_asked_for_like_one(cedar: Cast) -> None:
    client, asked = signed_in(cedar.dana), []
    for more in (1, 2):
        for _ in range(more):
            closed(cedar)
        client.post("/search", {"q": WHO})
        with CaptureQueriesContext(connections["default"]) as queries:
            client.post("/search", {"q": WHO})
        asked.append(len(queries))
    assert asked[0] == asked[1]
