"""What counts as the first action a kind of request promises: not everything somebody does is it.

A routine request promises a try; a clinical one that a named person takes it on, so a call of the
front desk that nobody answered leaves it as due as it was; a concern, that the patient hears of us.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules import attempt
from ringback.rules.attempt import Result
from ringback.rules.category import FirstAction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ringback.rules.attempt import Try


class Did(StrEnum):
    """What somebody here did about a callback."""

    TRIED = "tried"
    TOLD = "told"
    ACCEPTED = "accepted"
    READ = "read"


_COUNTS: Final[dict[FirstAction, frozenset[Did]]] = {
    FirstAction.ATTEMPT: frozenset({Did.TRIED, Did.TOLD}),
    FirstAction.ACCEPTED: frozenset({Did.ACCEPTED}),
    FirstAction.READ: frozenset(Did),
    FirstAction.ACKNOWLEDGED: frozenset({Did.TOLD}),
}

_REACHED: Final = frozenset({Result.REACHED_PATIENT, Result.REACHED_AUTHORISED})


def counts(promised: FirstAction, did: Did) -> bool:
    """Whether this keeps the promise of a first action."""
    return did in _COUNTS[promised]


def of_try(result: Result, channel: str) -> Did:
    """What a try amounts to: they heard from us, or it was tried."""
    return Did.TOLD if result in _REACHED or channel in attempt.WRITTEN else Did.TRIED


def carried(
    promised: FirstAction,
    at: datetime | None,
    *,
    before: FirstAction,
    tries: Iterable[Try],
    accepted: bool,
    now: datetime,
) -> datetime | None:
    """When the first action was made (UTC), for a callback that promised `before` until `now`.

    `at` is when it was made by that promise; `accepted`, whether a named person took it on. None
    where nothing that was done is what is promised now. Changing the kind of request is reading it.
    """
    if promised is before:
        return at
    if promised is FirstAction.READ:
        return at or now
    if promised is FirstAction.ACCEPTED:
        return at if accepted else None
    made = (
        each.happened_at for each in tries if counts(promised, of_try(each.result, each.channel))
    )
    return min(made, default=None)
