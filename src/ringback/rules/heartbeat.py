"""The parts that work by the clock say every few seconds that they are alive; silence is told.

Nothing may stop unseen: whoever relies on a thing that stopped believes it still happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta


class Part(StrEnum):
    """What works by itself: the practice's clock, who sends its mail, who takes in what comes."""

    TICK = "tick"
    WORKER = "worker"
    INTAKE = "intake"


@dataclass(frozen=True, kw_only=True)
class Watched:
    """Which parts there should be, when each was last alive, and since when somebody looks.

    Before `since` nobody was there to be told, and what is just being started needs a moment.
    """

    parts: frozenset[Part]
    last: Mapping[str, datetime]
    since: datetime


def silent(watched: Watched, now: datetime, limit: timedelta) -> tuple[Part, ...]:
    """The parts of which nothing was heard for longer than the limit."""
    heard = {part: watched.last.get(part, watched.since) for part in sorted(watched.parts)}
    return tuple(part for part, at in heard.items() if now - max(at, watched.since) > limit)
