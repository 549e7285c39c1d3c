"""What was done is sealed: all of it, once, whoever's transaction is long."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import IntegrityError

from ringback.actions import ledger as sealing
from ringback.jobs.sealing import Sealer
from ringback.models import Entry
from ringback.queries import ledger, statement
from ringback.queries.scope import scope
from tests import records
from tests.cast import NOON, came_in
from tests.ledgers import seal, sealed_day, seals, superuser, write
from tests.together import at_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from tests.cast import Cast

pytestmark = pytest.mark.postgres


@contextmanager
def somebody() -> Iterator[psycopg.Connection[Any]]:
    """Another connection of the app, with a transaction that is its own."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        yield connection


def entry_ids(cast: Cast) -> list[UUID]:
    with scope(cast.practice_id):
        return list(Entry.objects.order_by("id").values_list("id", flat=True))


def test_every_entry_gets_the_next_position(cedar: Cast) -> None:
    came_in(cedar.dana)
    came_in(cedar.dana)
    seal(cedar)
    first = entry_ids(cedar)
    assert seals(cedar) == list(enumerate(first, start=1))
    came_in(cedar.dana)
    seal(cedar)
    assert seals(cedar) == list(enumerate(entry_ids(cedar), start=1))
    assert len(seals(cedar)) == len(first) + 1


def test_a_second_look_finds_nothing_more_to_seal(cedar: Cast) -> None:
    came_in(cedar.dana)
    since = seal(cedar)
    before = seals(cedar)
    seal(cedar)
    seal(cedar, since=since)
    assert seals(cedar) == before


def test_more_than_fit_in_one_transaction_are_sealed_in_several(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 2)
    for _ in range(5):
        came_in(cedar.dana)
    seal(cedar)
    assert seals(cedar) == list(enumerate(entry_ids(cedar), start=1))
    assert ledger.walk(cedar.practice_id, {})[1] == []


def test_another_practice_has_a_ledger_of_its_own(cedar: Cast, elm: Cast) -> None:
    came_in(cedar.dana)
    came_in(elm.dana)
    seal(cedar)
    assert seals(elm) == []
    seal(elm)
    assert seals(elm) == list(enumerate(entry_ids(elm), start=1))


def test_a_long_transaction_holds_up_nobody_elses_entries_and_its_own_follow(
    cedar: Cast,
) -> None:
    sealer = Sealer()
    sealer.seal(cedar.practice_id, NOON)
    with somebody() as long:
        late = write(long, cedar)
        came_in(cedar.dana)
        sealer.seal(cedar.practice_id, NOON)
        came_in(cedar.dana)
        sealer.seal(cedar.practice_id, NOON)
        assert {entry for _, entry in seals(cedar)} == set(entry_ids(cedar))
        assert late not in entry_ids(cedar)
        before = seals(cedar)
        long.commit()
    sealer.seal(cedar.practice_id, NOON)
    assert seals(cedar) == [*before, (len(before) + 1, late)]
    assert ledger.walk(cedar.practice_id, {})[1] == []


def test_what_a_transaction_took_back_is_never_sealed(cedar: Cast) -> None:
    sealer = Sealer()
    with somebody() as other:
        write(other, cedar)
        sealer.seal(cedar.practice_id, NOON)
        other.rollback()
    sealer.seal(cedar.practice_id, NOON)
    assert seals(cedar) == list(enumerate(entry_ids(cedar), start=1))


def test_a_new_sealer_finds_what_the_one_before_it_left(cedar: Cast) -> None:
    old = Sealer()
    old.seal(cedar.practice_id, NOON)
    with somebody() as long:
        late = write(long, cedar)
        came_in(cedar.dana)
        old.seal(cedar.practice_id, NOON)
        long.commit()
    Sealer().seal(cedar.practice_id, NOON)
    assert seals(cedar)[-1][1] == late


def test_entries_of_another_server_are_sealed_by_a_new_sealer(cedar: Cast) -> None:
    """A dump brings the numbers of transactions that this server has not come to yet."""
    sealed_day(cedar)
    with superuser() as hand:
        moved = "UPDATE journal SET written_in = '999999999999'::xid8 WHERE practice_id = %s"
        hand.execute(moved, [cedar.practice_id])
        hand.execute("DELETE FROM seal WHERE practice_id = %s", [cedar.practice_id])
    sealer = Sealer()
    sealer.seal(cedar.practice_id, NOON)
    came_in(cedar.dana)
    sealer.seal(cedar.practice_id, NOON)
    assert {entry for _, entry in seals(cedar)} == set(entry_ids(cedar))
    assert ledger.walk(cedar.practice_id, {})[1] == []


def test_of_two_sealers_at_once_one_is_refused_and_nothing_is_doubled(cedar: Cast) -> None:
    for _ in range(50):
        came_in(cedar.dana)

    def do(_number: int) -> bool:
        try:
            seal(cedar)
        except IntegrityError:
            return False
        return True

    assert any(at_once(4, do))
    seal(cedar)
    found = seals(cedar)
    assert [position for position, _ in found] == list(range(1, records.entries(cedar) + 1))
    assert sorted(entry for _, entry in found) == entry_ids(cedar)
    assert ledger.walk(cedar.practice_id, {})[1] == []


def test_a_second_sealer_is_refused_the_position_of_the_first(cedar: Cast) -> None:
    sealed_day(cedar)
    (_, entry) = seals(cedar)[0]
    values = {"positions": [1], "entries": [entry], "hashes": [bytes(32)]}
    with pytest.raises(IntegrityError, match="seal_pkey"), scope(cedar.practice_id):
        statement.run("ledger_seal", {"practice": cedar.practice_id, "now": NOON, **values})
    values["positions"] = [len(seals(cedar)) + 1]
    with pytest.raises(IntegrityError, match="seal_of_entry_once"), scope(cedar.practice_id):
        statement.run("ledger_seal", {"practice": cedar.practice_id, "now": NOON, **values})


def test_how_far_it_is_sealed_is_known(cedar: Cast, elm: Cast) -> None:
    nothing = ledger.stand(elm.practice_id)
    assert (nothing.position, nothing.sealed_at) == (0, None)
    sealed_day(cedar)
    found = ledger.stand(cedar.practice_id)
    assert (found.position, found.sealed_at, found.waiting_since) == (
        len(seals(cedar)), NOON, None,
    )  # fmt: skip
    later = NOON + timedelta(minutes=3)
    came_in(cedar.dana, now=later)
    came_in(cedar.dana, now=later + timedelta(minutes=1))
    assert ledger.stand(cedar.practice_id).waiting_since == later
