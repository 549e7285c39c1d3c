"""A time of the day as people write it, "08:00", and as it is counted: minutes after midnight."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from ringback.rules.clock import DAY_MINUTES, Interval

_MINUTE: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_SPAN: Final = re.compile(
    r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)"
)


def minute(written: object) -> int | None:
    """Minutes after midnight of "08:00"; None for what is no time of the day."""
    match = _MINUTE.fullmatch(written) if isinstance(written, str) else None
    return _minutes(match[1], match[2]) if match else None


def at(written: object) -> time | None:
    """The time of the day "08:00" is; None for what is none."""
    found = minute(written)
    return None if found is None else time(found // 60, found % 60)


def span(written: object) -> Interval | None:
    """The two ends of "08:00-12:00"; 24:00 may be the second. None for what is no such stretch.

    Which of the two comes first is for whoever asks.
    """
    match = _SPAN.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        return None
    end = DAY_MINUTES if match[3] is None else _minutes(match[3], match[4])
    return _minutes(match[1], match[2]), end


def _minutes(hours: str, minutes: str) -> int:
    return int(hours) * 60 + int(minutes)


def clock(minutes: int) -> str:
    """Minutes after midnight the way they are written: "08:00". The next day's count from there."""
    within = minutes if minutes <= DAY_MINUTES else minutes - DAY_MINUTES
    return f"{within // 60:02}:{within % 60:02}"


def stretch(interval: Interval) -> str:
    """From when to when: "22:00-06:00" runs past midnight."""
    start, end = interval
    return f"{clock(start)}-{clock(end)}"
