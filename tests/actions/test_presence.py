"""Who has a callback open: while their page says so, once however many pages they have."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from ringback.actions import claim, presence
from ringback.actions.act import NotFound, NotPermitted
from ringback.models import Presence
from ringback.queries.scope import scope
from tests import patients, records
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres

SECOND = timedelta(seconds=1)


def one(cast: Cast, **given: str) -> UUID:
    found = came_in(cast.dana, **given).callback_id
    assert found is not None
    return found


def names(it: UUID, by: Actor, *, after: timedelta = SECOND, tab: UUID | None = None) -> list[str]:
    found = presence.here(it, tab or uuid4(), by=by, now=NOON + after)
    return [each.name for each in found.here]


def test_colleagues_are_here_each_once_and_oneself_is_not(cedar: Cast) -> None:
    it = one(cedar)
    for _ in range(2):
        presence.here(it, uuid4(), by=cedar.mara, now=NOON)
    presence.here(it, uuid4(), by=cedar.vik, now=NOON)
    presence.here(one(cedar), uuid4(), by=cedar.osei, now=NOON)
    assert names(it, cedar.dana) == ["Mara Lindt", "Vik Sharma"]
    assert names(it, cedar.mara) == ["Dana Reyes", "Vik Sharma"]


def test_a_page_that_is_closed_is_gone_and_another_of_theirs_is_not(cedar: Cast) -> None:
    it, first, second = one(cedar), uuid4(), uuid4()
    for tab in (first, second):
        presence.here(it, tab, by=cedar.mara, now=NOON)
    presence.gone(first, by=cedar.mara)
    presence.gone(second, by=cedar.vik)
    assert names(it, cedar.dana) == ["Mara Lindt"]
    presence.gone(second, by=cedar.mara)
    assert names(it, cedar.dana) == []


def test_one_that_is_silent_counts_no_more_and_is_forgotten(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    settings.PRESENCE_S = 20
    it = one(cedar)
    presence.here(it, uuid4(), by=cedar.mara, now=NOON)
    assert names(it, cedar.dana, after=19 * SECOND) == ["Mara Lindt"]
    assert presence.forget_silent(cedar.practice_id, now=NOON + 19 * SECOND) == 0
    assert names(it, cedar.dana, after=20 * SECOND) == []
    assert presence.forget_silent(cedar.practice_id, now=NOON + 20 * SECOND) == 1


def test_a_page_that_goes_on_to_another_callback_is_at_that_one(cedar: Cast) -> None:
    it, other, tab = one(cedar), one(cedar), uuid4()
    for each in (it, other):
        presence.here(each, tab, by=cedar.mara, now=NOON)
    assert (names(it, cedar.dana), names(other, cedar.dana)) == ([], ["Mara Lindt"])


def test_whoever_is_on_the_phone_about_it_is_here_and_first(cedar: Cast) -> None:
    it = one(cedar)
    presence.here(it, uuid4(), by=cedar.mara, now=NOON)
    claim.claim(it, by=cedar.vik, now=NOON)
    patients.a_call(cedar, it, by_id=cedar.vik.person_id)
    found = presence.here(it, uuid4(), by=cedar.dana, now=NOON)
    assert [(each.name, each.on_call_since) for each in found.here] == [
        ("Vik Sharma", NOON),
        ("Mara Lindt", None),
    ]


def test_the_journal_is_silent_but_for_a_refusal(cedar: Cast, elm: Cast) -> None:
    it = one(cedar, category="BILL")
    before = records.entries(cedar)
    presence.here(it, uuid4(), by=cedar.dana, now=NOON)
    assert records.entries(cedar) == before
    with pytest.raises(NotPermitted):
        presence.here(it, uuid4(), by=cedar.vik, now=NOON)
    with pytest.raises(NotFound):
        presence.here(it, uuid4(), by=elm.dana, now=NOON)
    assert [each.refused for each in records.journal(cedar, "page open")] == [True]
    with scope(cedar.practice_id):
        assert list(Presence.objects.values_list("person_id", flat=True)) == [cedar.dana.person_id]


def test_its_owner_is_told_of_their_last_two_minutes_and_looking_on_keeps_it_from_nobody(
    cedar: Cast,
) -> None:
    it = one(cedar)
    until = claim.claim(it, by=cedar.dana, now=NOON).lease_until
    assert until is not None

    def told(by: Actor, before: timedelta) -> bool:
        return presence.here(it, uuid4(), by=by, now=until - before).running_out

    assert not told(cedar.dana, timedelta(minutes=2, seconds=1))
    assert told(cedar.dana, timedelta(minutes=2))
    assert not told(cedar.mara, timedelta(minutes=1))
    assert records.callback(cedar, it).lease_until == until
