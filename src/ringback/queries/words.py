"""The few times of day that reasons and rows carry as text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

if TYPE_CHECKING:
    from datetime import datetime


def clock_time(at: datetime, zone: str, *, now: datetime) -> str:
    """The time of day in a practice's zone, with the weekday where it is not today: "9:05"."""
    where = ZoneInfo(zone)
    local = at.astimezone(where)
    time = f"{local.hour}:{local.minute:02}"
    if local.date() == now.astimezone(where).date():
        return time
    return f"{date_format(local, 'l')} {time}"
