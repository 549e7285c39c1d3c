"""Next for me across practices: the order of the house decides, whatever practice it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ringback.rules.nextforme import Head, Place, turn

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
CEDAR, ELM, OAK = (UUID(int=each) for each in (1, 2, 3))


def head(practice: UUID, rank: int = 2, due: int = 0, came: int = 0, key: int = 9) -> Head:
    minutes = (NOON + timedelta(minutes=each) for each in (due, came))
    return Head(place=Place(rank, *minutes, UUID(int=key)), practice_id=practice)


def first(*heads: Head) -> UUID:
    """Whose turn it is, however the practices were asked."""
    found = {turn(each) for each in permutations(heads)}
    assert len(found) == 1
    (one,) = found
    assert one is not None
    return one.practice_id


def test_with_nothing_anywhere_it_is_nobodys_turn() -> None:
    assert turn([]) is None


def test_one_practice_gives_without_a_limit() -> None:
    found = turn([head(CEDAR)])
    assert found is not None
    assert (found.practice_id, found.before) == (CEDAR, None)


def test_an_emergency_comes_before_what_is_long_overdue() -> None:
    assert first(head(CEDAR, rank=1, due=-600), head(ELM, rank=0, due=60)) == ELM


def test_among_equals_what_is_due_first_comes_first() -> None:
    assert first(head(CEDAR, due=5), head(ELM, due=4), head(OAK, due=6)) == ELM


def test_due_at_the_same_moment_what_came_in_first_comes_first() -> None:
    assert first(head(CEDAR, came=2), head(ELM, came=1)) == ELM


def test_the_id_decides_last_so_that_it_is_always_the_same() -> None:
    assert first(head(CEDAR, key=8), head(ELM, key=7)) == ELM


def test_the_chosen_practice_gives_only_what_comes_before_the_next_ones_head() -> None:
    found = turn([head(CEDAR, due=5), head(OAK, due=9), head(ELM, due=7)])
    assert found is not None
    assert (found.practice_id, found.before) == (CEDAR, head(ELM, due=7).place)


@given(st.lists(st.tuples(*(st.integers(0, 2) for _ in range(4))), min_size=1, max_size=6))
def test_it_is_always_the_smallest_place_of_all(given_heads: list[tuple[int, ...]]) -> None:
    heads = [head(UUID(int=at), *places) for at, places in enumerate(given_heads, start=1)]
    found = turn(heads)
    assert found is not None
    chosen = next(each for each in heads if each.practice_id == found.practice_id)
    assert chosen.place == min(each.place for each in heads)
