"""What a patient was promised in an earlier callback, and whether it was kept.

A time told to the patient is a promise. It was kept if we tried by then (a little later is no
broken word), if they rang themselves first, or if the matter ended before its time in a way that
owed no call any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ringback.rules.lifecycle import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ringback.rules.attempt import Try

GRACE: Final = timedelta(minutes=15)
"""How long after the time they were told a call still keeps the word."""

NOTHING_OWED: Final = frozenset({Outcome.DONE, Outcome.WITHDRAWN, Outcome.DUPLICATE})
"""Ends after which a call that was to follow was not needed: it was settled, or asked back."""

SHOWN: Final = 3


@dataclass(frozen=True, kw_only=True)
class Closed:
    """An earlier callback that is closed: how and when (UTC), and its tries, oldest first."""

    outcome: Outcome
    closed_at: datetime
    tries: Sequence[Try]


def promised(closed: Closed) -> datetime | None:
    """The last time they were told we would call (UTC), if any."""
    told = [each.call_again_at for each in closed.tries if each.call_again_at]
    return told[-1] if told else None


def broken(closed: Closed) -> datetime | None:
    """The last promised time that was not kept (UTC); None where every one was."""
    found = [
        each.call_again_at
        for place, each in enumerate(closed.tries)
        if each.call_again_at and not _kept(each.call_again_at, closed.tries[place + 1 :], closed)
    ]
    return found[-1] if found else None


def _kept(at: datetime, later: Sequence[Try], closed: Closed) -> bool:
    if any(each.happened_at <= at + GRACE for each in later):
        return True
    return closed.closed_at <= at and closed.outcome in NOTHING_OWED


def order(found: Sequence[tuple[datetime | None, datetime]]) -> list[int]:
    """Which of these to show, and in which order: broken promises first, then the newest.

    Each is when its promise was broken, if it was, and when it was closed (UTC).
    """
    places = sorted(range(len(found)), key=lambda place: found[place][1], reverse=True)
    places.sort(key=lambda place: found[place][0] is None)
    return places[:SHOWN]
