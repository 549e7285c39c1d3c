"""Every result of a try says beforehand what follows: by the real rule, not by a promise of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules import attempt, rhythm
from ringback.rules.attempt import FOLLOWS, Follows, Result, Try

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringback.rules.category import PlannedTry
    from ringback.rules.rhythm import Plan, Setting


class What(StrEnum):
    """What follows a result."""

    FINISH = "finish"
    NEXT_TRY = "next_try"
    THEY_NAME_A_TIME = "they_name_a_time"
    CONTACT = "contact"
    ENDS = "ends"
    WRITE = "write"
    DECIDE = "decide"
    WRITTEN = "written"


OUTRIGHT: Final = {
    Result.CALL_LATER: What.THEY_NAME_A_TIME,
    Result.WRONG_NUMBER: What.CONTACT,
    Result.GREETING_MISMATCH: What.CONTACT,
    Result.DECLINED: What.ENDS,
}
"""What follows these whatever was tried before."""

PHONE: Final = "phone"
_CHANNEL: Final = {Result.SENT: "letter"}
"""A written step is none of our calls, whichever way it was sent."""


@dataclass(frozen=True, kw_only=True)
class Follow:
    """What follows one result; `plan` is the next try where one is planned by itself."""

    what: What
    plan: Plan | None = None


def follow(
    result: Result,
    tries: Sequence[Try],
    planned: Sequence[PlannedTry],
    setting: Setting,
    *,
    in_writing: bool = False,
) -> Follow:
    """What this result would lead to if it were logged now, after these tries.

    `in_writing` says that the pathway wants something written once its tries are made.
    """
    if result in OUTRIGHT:
        return Follow(what=OUTRIGHT[result])
    made = [
        *tries,
        Try(result=result, happened_at=setting.now, channel=_CHANNEL.get(result, PHONE)),
    ]
    if plan := rhythm.next_try(made, planned, setting):
        return Follow(what=What.NEXT_TRY, plan=plan)
    if FOLLOWS[result] is Follows.STAY:
        return Follow(what=What.FINISH)
    if result is Result.SENT:
        return Follow(what=What.WRITTEN)
    return Follow(what=What.WRITE if in_writing and not attempt.in_writing(tries) else What.DECIDE)
