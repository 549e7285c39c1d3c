"""A signed note of how far a practice's record goes, kept where the record is not.

Whoever cuts the end off the record, or writes all of it anew, leaves one that fits in itself; only
what was signed before and lies elsewhere says otherwise.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable, Container

FORM: Final = b"ringback checkpoint 1\0"
"""What the signatures are of; another form of checkpoints would begin otherwise."""

BEGINNING_OF_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)
HASH_BYTES: Final = 32
KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64


class Doubt(StrEnum):
    """Why a line is not taken for a checkpoint."""

    NO_CHECKPOINT = "no_checkpoint"
    OTHER_PRACTICE = "other_practice"
    OTHER_KEY = "other_key"
    NOT_SIGNED = "not_signed"


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """So far a practice's record went at this time, with this hash over all of it."""

    practice_id: UUID
    position: int
    hash: bytes
    at: datetime

    def to_sign(self) -> bytes:
        """The bytes a signature is over: each part has a known length, so they read one way."""
        microseconds = (self.at - BEGINNING_OF_TIME) // timedelta(microseconds=1)
        numbers = self.position.to_bytes(8, "big") + microseconds.to_bytes(8, "big")
        return FORM + self.practice_id.bytes + self.hash + numbers


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A checkpoint with its signature and the public key that is said to have made it."""

    checkpoint: Checkpoint
    key: bytes
    signature: bytes


def line(signed: Signed) -> str:
    """One line of a file of checkpoints."""
    found = signed.checkpoint
    return json.dumps(
        {
            "practice": str(found.practice_id),
            "position": found.position,
            "hash": found.hash.hex(),
            "at": found.at.astimezone(UTC).isoformat(),
            "key": signed.key.hex(),
            "signature": signed.signature.hex(),
        }
    )


def read(text: str) -> Signed | None:
    """What a line says; None where it is no checkpoint."""
    try:
        found = json.loads(text)
        signed = Signed(
            checkpoint=Checkpoint(
                practice_id=UUID(found["practice"]),
                position=int(found["position"]),
                hash=bytes.fromhex(found["hash"]),
                at=datetime.fromisoformat(found["at"]),
            ),
            key=bytes.fromhex(found["key"]),
            signature=bytes.fromhex(found["signature"]),
        )
        return signed if _can_be(signed) else None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None


def _can_be(signed: Signed) -> bool:
    """Whether each part has its length: only then are the signed bytes what they seem."""
    found = signed.checkpoint
    lengths = (len(found.hash), len(signed.key), len(signed.signature))
    found.to_sign()
    return lengths == (HASH_BYTES, KEY_BYTES, SIGNATURE_BYTES) and found.position > 0


def judged(
    text: str,
    *,
    name: str,
    trusted: Container[bytes],
    genuine: Callable[[bytes, bytes, bytes], bool],
) -> Checkpoint | Doubt:
    """The checkpoint a line in the file of this name is, or why it is taken for none.

    `genuine` says whether the holder of a key made a signature over these bytes.
    """
    found = read(text)
    if found is None:
        return Doubt.NO_CHECKPOINT
    if str(found.checkpoint.practice_id) != name:
        return Doubt.OTHER_PRACTICE
    if found.key not in trusted:
        return Doubt.OTHER_KEY
    if not genuine(found.key, found.signature, found.checkpoint.to_sign()):
        return Doubt.NOT_SIGNED
    return found.checkpoint
