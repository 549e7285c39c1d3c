"""Checkpoints: what is signed, how a line is written, and which lines are none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from ringback.rules.checkpoint import Checkpoint, Doubt, Signed, judged, line, read

AT = datetime(2026, 11, 23, 17, 0, 0, 250, tzinfo=UTC)
ONE = Checkpoint(practice_id=UUID(int=7), position=258, hash=bytes(range(32)), at=AT)
SIGNED = Signed(checkpoint=ONE, key=b"k" * 32, signature=b"s" * 64)


def test_what_is_signed_has_every_part_at_its_known_place() -> None:
    found = ONE.to_sign()
    microseconds = 1_795_453_200_000_250
    assert found == (
        b"ringback checkpoint 1\0"
        + bytes(15)
        + b"\7"
        + bytes(range(32))
        + b"\0\0\0\0\0\0\1\2"
        + microseconds.to_bytes(8, "big")
    )
    assert len(found) == 22 + 16 + 32 + 8 + 8


@pytest.mark.parametrize(
    "other",
    [
        replace(ONE, practice_id=UUID(int=8)),
        replace(ONE, position=259),
        replace(ONE, hash=bytes(32)),
        replace(ONE, at=AT + timedelta(microseconds=1)),
    ],
)
def test_whatever_is_changed_changes_what_is_signed(other: Checkpoint) -> None:
    assert other.to_sign() != ONE.to_sign()


def test_the_same_moment_in_another_zone_is_the_same() -> None:
    elsewhere = replace(ONE, at=AT.astimezone(timezone(timedelta(hours=5))))
    assert elsewhere.to_sign() == ONE.to_sign()
    assert line(replace(SIGNED, checkpoint=elsewhere)) == line(SIGNED)


def test_a_line_is_read_as_it_was_written() -> None:
    assert read(line(SIGNED)) == SIGNED
    assert "\n" not in line(SIGNED)
    assert list(json.loads(line(SIGNED))) == [
        "practice", "position", "hash", "at", "key", "signature",
    ]  # fmt: skip


CHANGES: list[dict[str, Any]] = [
    {"practice": "cedar"},
    {"practice": 5},
    {"position": 0},
    {"position": -1},
    {"position": "some"},
    {"position": 1 << 64},
    {"position": None},
    {"hash": "00" * 31},
    {"hash": "zz"},
    {"hash": None},
    {"key": "00" * 33},
    {"signature": ""},
    {"at": "noon"},
    {"at": "2026-11-23T17:00:00"},
    {"at": "0001-01-01T00:00:00+00:00"},
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_line_that_says_what_cannot_be_is_no_checkpoint(change: dict[str, Any]) -> None:
    assert read(json.dumps({**json.loads(line(SIGNED)), **change})) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null", line(SIGNED)[:-1], "{}"])
def test_a_line_that_is_torn_or_something_else_is_no_checkpoint(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "name", "trusted", "genuine", "expected"),
    [
        (line(SIGNED), str(UUID(int=7)), [SIGNED.key], True, ONE),
        (line(SIGNED), str(UUID(int=7)), [SIGNED.key], False, Doubt.NOT_SIGNED),
        (line(SIGNED), str(UUID(int=7)), [b"o" * 32], True, Doubt.OTHER_KEY),
        (line(SIGNED), str(UUID(int=8)), [SIGNED.key], True, Doubt.OTHER_PRACTICE),
        (line(SIGNED)[:-5], str(UUID(int=7)), [SIGNED.key], True, Doubt.NO_CHECKPOINT),
    ],
)
def test_a_line_is_a_checkpoint_of_its_practice_by_a_known_key_or_doubted(
    text: str, name: str, trusted: list[bytes], genuine: bool, expected: Checkpoint | Doubt
) -> None:
    asked = []

    def is_genuine(key: bytes, signature: bytes, data: bytes) -> bool:
        asked.append((key, signature, data))
        return genuine

    assert judged(text, name=name, trusted=trusted, genuine=is_genuine) == expected
    assert asked in ([], [(SIGNED.key, SIGNED.signature, ONE.to_sign())])
