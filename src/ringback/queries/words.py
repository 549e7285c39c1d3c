"""The few times of day that reasons and rows carry as text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime


def clock_time(at: datetime, zone: str, *, now: datetime) -> str:
    """The time of day in a practice's zone, with the weekday where it is not today: "9:05"."""
    where = ZoneInfo(zone)
    local = at.astimezone(where)
    time = f"{local.hour}:{local.minute:02}"
    return time if local.date() == now.astimezone(where).date() else f"{local:%A} {time}"
