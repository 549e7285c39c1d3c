"""What other systems bring in: its name, its tries, and what somebody may do about it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import inbound
from ringback.rules.inbound import MOST_TRIES, WHY, State, Trouble

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)


def test_every_trouble_has_its_words() -> None:
    assert set(WHY) == set(Trouble)


@given(st.text(max_size=300), st.binary())
def test_the_same_event_has_the_same_name_and_one_that_fits(given_name: str, body: bytes) -> None:
    name = inbound.known_as(given_name, body, NOON)
    assert name == inbound.known_as(given_name, body, NOON + timedelta(hours=1))
    assert 0 < len(name) <= inbound.LONGEST_NAME
    assert not {"\0", "\n"} & set(name)


def test_its_own_name_counts_and_not_what_is_in_it() -> None:
    assert inbound.known_as("form-1", b"a", NOON) == inbound.known_as("form-1", b"b", NOON)
    assert inbound.known_as("form-1", b"a", NOON) != inbound.known_as("form-2", b"a", NOON)


def test_without_a_name_the_same_words_on_another_day_are_another_event() -> None:
    names = {inbound.known_as("", b"a", NOON + timedelta(days=day)) for day in range(3)}
    assert len(names | {inbound.known_as("", b"b", NOON)}) == 4


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("too_long_ago", Trouble.TOO_LONG_AGO),
        ("location", Trouble.LOCATION),
        ("not_permitted", Trouble.REFUSED),
        ("anything", Trouble.REFUSED),
    ],
)
def test_a_refusal_is_a_trouble(code: str, trouble: Trouble) -> None:
    assert inbound.of_refusal(code) is trouble


def test_each_pause_is_longer_and_then_somebody_looks() -> None:
    found = [inbound.again_at(tries, NOON) for tries in range(1, MOST_TRIES)]
    pauses = [at - NOON for at in found if at]
    assert pauses == sorted(pauses)
    assert len(set(pauses)) == MOST_TRIES - 1
    assert inbound.again_at(0, NOON) == found[0]
    assert inbound.again_at(MOST_TRIES, NOON) is None


@pytest.mark.parametrize(
    ("state", "again", "nothing"),
    [
        (State.WAITING, ["on_its_way"], ["on_its_way"]),
        (State.TAKEN, ["taken_already"], ["taken_already"]),
        (State.LOOK, [], []),
        (State.NOTHING, [], ["settled_already"]),
    ],
)
def test_what_somebody_may_do(state: State, again: list[str], nothing: list[str]) -> None:
    assert [each.code for each in inbound.again_refusals(state)] == again
    assert [each.code for each in inbound.nothing_refusals(state, "spam")] == nothing


@pytest.mark.parametrize("why", ["", "  "])
def test_nothing_to_do_needs_a_reason(why: str) -> None:
    assert [each.code for each in inbound.nothing_refusals(State.LOOK, why)] == ["why"]
