"""A kind of request changes by versions, and what comes in is judged by the newest."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import category
from ringback.actions.act import NotFound, NotPermitted, Refused, Stale
from ringback.models import CategoryVersion
from ringback.queries import category as queries
from ringback.queries import practice
from ringback.queries.scope import scope
from ringback.rules import categorywrite
from tests import records
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from tests.cast import Cast


def now_set(cast: Cast, code: str = "NEWPT") -> dict[str, Any]:
    return categorywrite.written(queries.versions(cast.mara, code)[0].category)


def sooner(cast: Cast, minutes: int = 60, *, seen: int = 1, **more: Any) -> int:
    written = {**now_set(cast), "first_action": f"{minutes} business minutes", **more}
    return category.change("NEWPT", written, seen=seen, reason="too slow", by=cast.mara, now=NOON)


def due_in(cast: Cast) -> timedelta:
    """How long after it came in the next request is due."""
    found = records.callback(cast, came_in(cast.dana, category="NEWPT").callback_id)
    return found.due_at - found.received_at


def test_what_comes_in_is_judged_by_the_newest_version(cedar: Cast) -> None:
    assert due_in(cedar) == timedelta(minutes=120)
    assert sooner(cedar) == 2
    assert due_in(cedar) == timedelta(minutes=60)
    names = practice.kind_names(cedar.dana)
    assert sooner(cedar, seen=2, name="Requests") == 3
    assert practice.kind_names(cedar.dana) == {**names, "NEWPT": "Requests"}


def test_what_is_open_keeps_the_version_it_came_in_under(cedar: Cast) -> None:
    before = records.callback(cedar, came_in(cedar.dana, category="NEWPT").callback_id)
    sooner(cedar)
    after = records.callback(cedar, before.id)
    assert (after.due_at, after.category_version_id) == (before.due_at, before.category_version_id)
    version_id = after.category_version_id
    with scope(cedar.practice_id):
        assert practice.version_number(cedar.practice_id, version_id) == 1
        kept = practice.category(cedar.practice_id, version_id)
    assert str(kept.first_action) == "120 business minutes"


def test_another_practice_keeps_its_own(cedar: Cast, elm: Cast) -> None:
    sooner(cedar)
    assert due_in(elm) == timedelta(minutes=120)


def test_a_stale_version_is_refused_and_named(cedar: Cast) -> None:
    sooner(cedar)
    with pytest.raises(Stale) as refused:
        sooner(cedar, 30)
    assert "Mara Lindt changed this at 12:00" in str(refused.value)
    assert refused.value.fence == 2


def test_a_reason_is_asked_for_and_every_mistake_is_told_at_once(cedar: Cast) -> None:
    written = {**now_set(cedar), "first_action": "soon", "name": ""}
    with pytest.raises(Refused) as refused:
        category.change("NEWPT", written, seen=1, reason=" ", by=cedar.mara, now=NOON)
    assert [each.code for each in refused.value.reasons] == ["mistake", "mistake", "reason"]
    assert [each.version for each in _versions(cedar)] == [1]


def test_it_cannot_become_another_kind_nor_lead_nowhere(cedar: Cast) -> None:
    sooner(cedar, code="BILL")
    assert [each.code for each in _versions(cedar)] == ["NEWPT", "NEWPT"]
    nowhere = [{"when": {"pregnant": True}, "words": "x", "becomes": "GONE"}]
    with pytest.raises(Refused, match="GONE is no kind of request"):
        sooner(cedar, 30, seen=2, tighten=nowhere)


def test_who_may_not_and_what_is_not_there(cedar: Cast) -> None:
    with pytest.raises(NotPermitted):
        category.change("NEWPT", {}, seen=1, reason="x", by=cedar.osei, now=NOON)
    with pytest.raises(NotFound):
        category.change("NOPE", {}, seen=0, reason="x", by=cedar.mara, now=NOON)
    with pytest.raises(NotFound):
        category.restore("NEWPT", 7, seen=1, reason="x", by=cedar.mara, now=NOON)
    with pytest.raises(NotPermitted):
        category.allowed(by=cedar.dana, now=NOON)
    refused = records.journal(
        cedar, "pathway changed", "pathway restored", "setup opened", refused=True
    )
    assert len(refused) == 4
    category.allowed(by=cedar.ines, now=NOON)
    assert len(records.journal(cedar, "setup opened")) == 1


def _versions(cast: Cast) -> list[CategoryVersion]:
    with scope(cast.practice_id):
        return list(CategoryVersion.objects.filter(code="NEWPT").order_by("version"))


def test_the_longest_words_a_pathway_may_have_come_in_at_the_door(cedar: Cast) -> None:
    before = categorywrite.written(queries.versions(cedar.mara, "NEWPT")[0].category)
    rule = {"when": {"pregnant": True}, "words": "y" * 120, "first_action": "5 business minutes"}
    done = [{**before["done"][0], "words": "n" * 200}, *before["done"][1:]]
    written = {**before, "tighten": [rule], "done": done}
    category.change("NEWPT", written, seen=1, reason="long", by=cedar.mara, now=NOON)
    found = came_in(cedar.dana, category="NEWPT", text="I am pregnant with twins")
    it = records.callback(cedar, found.callback_id)
    assert (it.due_why, it.outcome_needed) == ("y" * 120, "n" * 200)
