"""Several of one's own in one press: each by itself, and taken back by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import claim, opening, several
from ringback.actions.act import Refused
from ringback.actions.handover import To
from ringback.actions.several import Chosen
from ringback.queries import several as rows
from tests import records
from tests.actions.test_attempt import taken
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from tests.cast import Cast

SECOND = timedelta(seconds=1)
UNTIL = NOON + timedelta(minutes=20)
WHY = "The scheduler is down"


def three(cast: Cast) -> list[Chosen]:
    made = [taken(cast) for _ in range(3)]
    return [Chosen(callback_id=it, fence=fence) for it, fence in made]


def stages(cast: Cast, chosen: list[Chosen]) -> list[str]:
    return [records.callback(cast, each.callback_id).stage for each in chosen]


def test_each_is_put_aside_with_an_entry_of_its_own_and_taken_back(cedar: Cast) -> None:
    chosen = three(cedar)
    outcome = several.aside(chosen, UNTIL, WHY, by=cedar.dana, now=NOON)
    assert (outcome.done, outcome.refused) == (tuple(each.callback_id for each in chosen), ())
    assert stages(cedar, chosen) == ["scheduled"] * 3
    entries = records.journal(cedar, "put aside")
    assert {each.subject_id for each in entries} == {each.callback_id for each in chosen}
    last = rows.last(cedar.dana, now=NOON + SECOND)
    assert last is not None
    assert (last.kind, len(last.callbacks)) == ("aside", 3)
    back = several.undone(by=cedar.dana, now=NOON + SECOND)
    assert (len(back.done), back.refused) == (3, ())
    assert stages(cedar, chosen) == ["owned"] * 3
    assert len(records.journal(cedar, "undone")) == 3


def test_one_that_cannot_be_keeps_none_from_it(cedar: Cast) -> None:
    chosen = three(cedar)
    stale = Chosen(callback_id=chosen[0].callback_id, fence=99)
    theirs = came_in(cedar.dana).callback_id
    assert theirs is not None
    fence = claim.claim(theirs, by=cedar.mara, now=NOON).fence
    outcome = several.hand(
        [stale, chosen[1], Chosen(callback_id=theirs, fence=fence)],
        To(person_id=cedar.mara.person_id), WHY, by=cedar.dana, now=NOON,
    )  # fmt: skip
    assert outcome.done == (chosen[1].callback_id,)
    assert [(key, reasons[0].code) for key, reasons in outcome.refused] == [
        (stale.callback_id, "stale"), (theirs, "held"),
    ]  # fmt: skip
    assert records.callback(cedar, chosen[1].callback_id).owner_id == cedar.mara.person_id
    assert sum(each.refused for each in records.journal(cedar, "handed over")) == 2


def test_what_somebody_acted_on_since_stays_and_says_so(cedar: Cast) -> None:
    chosen = three(cedar)
    several.hand(chosen, To(anyone=True), "", by=cedar.dana, now=NOON)
    first = chosen[0].callback_id
    claim.claim(first, by=cedar.mara, now=NOON + SECOND)
    back = several.undone(by=cedar.dana, now=NOON + 2 * SECOND)
    assert [(key, reasons[0].code) for key, reasons in back.refused] == [(first, "acted_since")]
    assert len(back.done) == 2
    assert records.callback(cedar, first).owner_id == cedar.mara.person_id


def test_only_the_last_press_is_taken_back_and_only_for_ten_seconds(cedar: Cast) -> None:
    chosen = three(cedar)
    several.aside(chosen[:1], UNTIL, WHY, by=cedar.dana, now=NOON)
    several.aside(chosen[1:], UNTIL, WHY, by=cedar.dana, now=NOON + SECOND)
    several.undone(by=cedar.dana, now=NOON + 2 * SECOND)
    assert stages(cedar, chosen) == ["scheduled", "owned", "owned"]
    with pytest.raises(Refused, match="nothing here to undo"):
        several.undone(by=cedar.dana, now=NOON + 12 * SECOND)


def test_none_and_somebody_elses_practice(cedar: Cast, elm: Cast) -> None:
    with pytest.raises(Refused, match="Choose at least one"):
        several.aside([], UNTIL, WHY, by=cedar.dana, now=NOON)
    (one, *_rest) = three(cedar)
    outcome = several.aside([one], UNTIL, WHY, by=elm.dana, now=NOON)
    assert [(key, reasons[0].code) for key, reasons in outcome.refused] == [
        (one.callback_id, "not_there")
    ]
    assert rows.chosen(elm.dana, [one.callback_id]) == []
    assert opening.opened(one.callback_id, by=cedar.dana, now=NOON).mine
