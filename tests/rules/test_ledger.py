"""The chain over the record: what fits, and what is found where something does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from ringback.rules.ledger import BEGINNING, Broken, Gap, Sealed, Walk, behind, link, seals

CONTENTS = (b"one", b"two", b"three", b"four")


def chain(contents: tuple[bytes, ...] = CONTENTS) -> list[Sealed]:
    return [
        Sealed(position, hash_, content)
        for content, (position, hash_) in zip(contents, seals(BEGINNING, 0, contents), strict=True)
    ]


def broken(gap: Gap, position: int) -> Broken:
    return Broken(gap=gap, position=position)


def test_a_seal_is_over_the_one_before_it_the_place_and_the_whole_entry() -> None:
    place = b"\0\0\0\0\0\0\0\7"
    expected = sha256(b"ringback ledger 1\0" + b"x" * 32 + place + b"content").digest()
    assert link(b"x" * 32, 7, b"content") == expected
    assert link(b"x" * 32, 7, memoryview(b"content")) == expected


@pytest.mark.parametrize(
    ("before", "position", "content"),
    [(b"y" * 32, 7, b"content"), (b"x" * 32, 8, b"content"), (b"x" * 32, 7, b"contents")],
)
def test_whatever_is_changed_changes_the_seal(before: bytes, position: int, content: bytes) -> None:
    assert link(before, position, content) != link(b"x" * 32, 7, b"content")


def test_seals_go_on_where_the_last_ones_ended() -> None:
    whole = list(seals(BEGINNING, 0, CONTENTS))
    first = list(seals(BEGINNING, 0, CONTENTS[:2]))
    assert [*first, *seals(first[-1][1], 2, CONTENTS[2:])] == whole
    assert [position for position, _ in whole] == [1, 2, 3, 4]


def test_a_whole_chain_fits_at_once_and_in_pages() -> None:
    walk = Walk()
    assert (walk.over(chain()), walk.end(), walk.position) == ([], None, 4)
    paged = Walk()
    assert (paged.over(chain()[:1]), paged.over(chain()[1:]), paged.end()) == ([], [], None)
    assert (paged.position, paged.hash) == (4, chain()[-1].hash)


def test_nothing_is_whole_too() -> None:
    assert (Walk().over([]), Walk().end()) == ([], None)


def changed(number: int, **change: Any) -> list[Sealed]:
    found = chain()
    found[number] = found[number]._replace(**change)
    return found


def swapped() -> list[Sealed]:
    found = chain()
    second, third = found[1], found[2]
    found[1] = second._replace(content=third.content)
    found[2] = third._replace(content=second.content)
    return found


def after(*put_in: Sealed) -> list[Sealed]:
    """Seals put in by hand behind the chain, and one more by a sealer that knows nothing of it."""
    last = put_in[-1]
    place = last.position + 1
    before = last.hash or BEGINNING
    return [*chain(), *put_in, Sealed(place, link(before, place, b"later"), b"later")]


FITS = link(chain()[-1].hash, 5, b"another entry")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (changed(2, content=b"threE"), [broken(Gap.ALTERED, 3)]),
        (changed(2, content=None), [broken(Gap.MISSING_ENTRY, 3)]),
        (changed(2, hash=bytes(32)), [broken(Gap.ALTERED, 3), broken(Gap.ALTERED, 4)]),
        (chain()[1:], [broken(Gap.MISSING_POSITION, 1)]),
        (chain()[:1] + chain()[2:], [broken(Gap.MISSING_POSITION, 2)]),
        (
            [chain()[0], chain()[2]._replace(content=None), chain()[3]._replace(content=b"fouR")],
            [
                broken(Gap.MISSING_POSITION, 2),
                broken(Gap.MISSING_ENTRY, 3),
                broken(Gap.ALTERED, 4),
            ],
        ),
        (after(Sealed(5, bytes(32), b"put in")), [broken(Gap.ALTERED, 5)]),
        (after(Sealed(5, b"", b"put in")), [broken(Gap.ALTERED, 5)]),
        (after(Sealed(5, FITS, b"put in")), [broken(Gap.ALTERED, 5)]),
        (after(Sealed(2**62, FITS, b"another entry")), [broken(Gap.MISSING_POSITION, 5)]),
        (swapped(), [broken(Gap.ALTERED, 2), broken(Gap.ALTERED, 3)]),
    ],
    ids=[
        "edited", "gone", "seal edited", "no first", "no second", "several", "put in",
        "put in, without a hash", "put in for another entry", "put in far away", "moved",
    ],
)  # fmt: skip
def test_every_place_that_does_not_fit_is_named_and_what_follows_is_looked_at(
    found: list[Sealed], expected: list[Broken]
) -> None:
    assert Walk().over(found) == expected


def test_a_cut_end_is_found_by_a_checkpoint_only() -> None:
    cut = chain()[:2]
    assert (Walk().over(cut), Walk().end()) == ([], None)
    walk = Walk(checkpoints={1: chain()[0].hash, 4: chain()[3].hash})
    assert walk.over(cut) == []
    assert walk.end() == broken(Gap.CUT_OFF, 3)


def test_a_record_written_anew_is_found_by_a_checkpoint_only() -> None:
    anew = chain((b"one", b"TWO", b"three", b"four"))
    assert Walk().over(anew) == []
    walk = Walk(checkpoints={1: chain()[0].hash, 3: chain()[2].hash})
    assert walk.over(anew) == [broken(Gap.OTHER_PAST, 3)]


def test_checkpoints_that_fit_say_nothing() -> None:
    walk = Walk(checkpoints={each.position: each.hash for each in chain()})
    assert (walk.over(chain()), walk.end()) == ([], None)


@pytest.mark.parametrize(
    ("waits", "expected"), [(None, 0), (100.0, 0), (95.0, 5), (101.0, 0), (39.5, 60.5)]
)
def test_how_far_the_seals_are_behind(waits: float | None, expected: float) -> None:
    then = datetime(2026, 11, 23, 17, tzinfo=UTC)
    waiting = None if waits is None else then + timedelta(seconds=waits)
    found = behind(waiting, then + timedelta(seconds=100))
    assert found == timedelta(seconds=expected)
