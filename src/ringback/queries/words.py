"""The few times of day that reasons and rows carry as text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime


def clock_time(at: datetime, zone: str) -> str:
    """The time of day in a practice's zone: "9:05"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.hour}:{local.minute:02}"
