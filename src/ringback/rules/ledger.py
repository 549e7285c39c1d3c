"""The record of who did and saw what is sealed, so that nobody can change it unseen.

Every entry gets a position and a hash over its own content and the hash before it. An entry that
is changed, taken out, put in or moved no longer fits the hashes that follow; an end that is cut
off is found by the signed checkpoints, which are kept elsewhere.

Source of the duty: 45 CFR 164.312(b) and (c), audit controls and integrity. The construction is
the linear hash chain of Haber and Stornetta, "How to time-stamp a digital document" (1991).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.checkpoint import Doubt

    Content = bytes | memoryview

FORM: Final = b"ringback ledger 1\0"
"""What the hashes are of; another form of the ledger would begin otherwise."""

BEGINNING: Final = bytes(32)
"""The hash before the first entry."""

LATE: Final = timedelta(seconds=60)
"""An entry that is not sealed after so long is told: sealing has stopped."""


PERIODS: Final = 2
"""What has been sealed for so many periods of signing is signed, unless signing stopped or the
checkpoints were taken away."""


MOST_GAPS: Final = 20
"""So many gaps of one record are named; where there are more, nobody reads them."""


class Gap(StrEnum):
    """What is wrong at a place of the ledger."""

    MISSING_POSITION = "missing_position"
    MISSING_ENTRY = "missing_entry"
    ALTERED = "altered"
    UNSEALED = "unsealed"
    CUT_OFF = "cut_off"
    OTHER_PAST = "other_past"
    FORGED = "forged"
    PRACTICE_GONE = "practice_gone"
    NO_CHECKPOINT = "no_checkpoint"


class Sealed(NamedTuple):
    """One sealed entry. `content` is its bytes in the ledger's form; None where it is gone."""

    position: int
    hash: bytes
    content: Content | None


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A place that does not fit, and what else is to be told of it.

    `entry_id` is the entry there, where somebody looked it up; `at` is since when an entry waits
    to be sealed; `doubt` is about line `line` of `file`.
    """

    gap: Gap
    position: int = 0
    entry_id: UUID | None = None
    at: datetime | None = None
    file: str = ""
    line: int = 0
    doubt: Doubt | None = None


@dataclass(kw_only=True)
class Walk:
    """A walk along the ledger from its beginning: where it is, and the checkpoints on its way.

    It goes on behind what does not fit, from the seal that stands there: one seal put in by hand
    must not keep everybody from looking at what was sealed after it.
    """

    checkpoints: Mapping[int, bytes] = field(default_factory=dict)
    position: int = 0
    hash: bytes = BEGINNING

    def over(self, sealed: Iterable[Sealed | tuple[int, bytes, Content | None]]) -> list[Broken]:
        """Go on over these; what does not fit, in their order.

        Plain tuples will do: of a million entries, making a Sealed of each would be felt.
        """
        found: list[Broken] = []
        for position, hash_, content in sealed:
            if position != self.position + 1:
                found.append(Broken(gap=Gap.MISSING_POSITION, position=self.position + 1))
            elif content is not None and link(self.hash, position, content) != hash_:
                found.append(Broken(gap=Gap.ALTERED, position=position))
            elif self.checkpoints.get(position, hash_) != hash_:
                found.append(Broken(gap=Gap.OTHER_PAST, position=position))
            if content is None:
                found.append(Broken(gap=Gap.MISSING_ENTRY, position=position))
            self.position, self.hash = position, hash_ or BEGINNING
        return found

    def end(self) -> Broken | None:
        """What is wrong with the ledger ending here: a checkpoint that went further."""
        furthest = max(self.checkpoints, default=0)
        if furthest > self.position:
            return Broken(gap=Gap.CUT_OFF, position=self.position + 1)
        return None


def link(before: bytes, position: int, content: Content) -> bytes:
    """The hash that seals an entry at a position, after the hash before it.

    Every part has a length that is known or comes last, so no two ledgers have the same bytes.
    """
    return sha256(b"".join((FORM, before, position.to_bytes(8, "big"), content))).digest()


def seals(before: bytes, position: int, contents: Iterable[Content]) -> Iterator[tuple[int, bytes]]:
    """Position and hash of each of these entries, which come after `position`."""
    for number, content in enumerate(contents, start=position + 1):
        before = link(before, number, content)
        yield number, before


def behind(waiting_since: datetime | None, now: datetime) -> timedelta:
    """How long the oldest entry that is not sealed has waited; nothing where none waits."""
    return timedelta(0) if waiting_since is None else max(now - waiting_since, timedelta(0))
