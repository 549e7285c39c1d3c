"""When somebody's time with a callback is nearly over, they are told, once and in good time.

Whatever they do with it begins their time again, so nobody is hurried by a clock that runs all day:
only the last two minutes are said.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

TOLD_BEFORE: Final = timedelta(minutes=2)


def running_out(until: datetime | None, now: datetime) -> bool:
    """Whether their time, which ends at `until` (UTC), is in its last two minutes."""
    return until is not None and now < until <= now + TOLD_BEFORE
