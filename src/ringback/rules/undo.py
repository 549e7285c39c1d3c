"""For ten seconds somebody may take back what they just did, if nobody has acted since.

Taking back is a step of its own: nothing is removed from the record. A note that was signed stays
signed, and what was ticked stays ticked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class Undoable(StrEnum):
    """What can be taken back."""

    RESULT = "result"
    DONE = "done"
    HANDED = "handed"
    ASIDE = "aside"
    WAITING = "waiting"


TOO_LATE: Final = gettext_noop("It is too late to undo that: ten seconds have passed.")
ACTED_SINCE: Final = gettext_noop(
    "Somebody has acted on this since, so it cannot be undone. Look at what they did."
)
NOT_YOURS: Final = gettext_noop("Only who did it can undo it.")
NOTHING: Final = gettext_noop("There is nothing here to undo.")


@dataclass(frozen=True, kw_only=True)
class Step:
    """What was done last: by whom, until when it can be undone (UTC), the fence it left behind."""

    by: UUID
    until: datetime
    fence: int


def refusals(
    step: Step | None, *, person_id: UUID, fence: int, acted_since: bool, now: datetime
) -> tuple[Reason, ...]:
    """Why it cannot be undone; empty means it can. `fence` is the callback's present one."""
    if step is None:
        return (Reason(code="nothing_to_undo", words=NOTHING),)
    if step.by != person_id:
        return (Reason(code="not_your_step", words=NOT_YOURS),)
    if acted_since or fence != step.fence:
        return (Reason(code="acted_since", words=ACTED_SINCE),)
    return (Reason(code="too_late", words=TOO_LATE),) if now > step.until else ()
