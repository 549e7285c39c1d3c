"""The seventeen pathways, as the rules read them."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import ringback
from ringback.rules import categoryfile, clock
from ringback.rules.category import Category
from ringback.rules.clock import OpenHours

DEFAULTS = Path(ringback.__file__).parent / "defaults"
PATHWAYS = DEFAULTS / "pathways"
NEW_YORK = "America/New_York"


def shipped(path: str) -> dict[str, Any]:
    """What a file of the defaults says."""
    return tomllib.loads((DEFAULTS / f"{path}.toml").read_text(encoding="utf-8"))


def data(name: str) -> dict[str, Any]:
    """One pathway as it is written."""
    return shipped(f"pathways/{name}")


def pathway(name: str) -> Category:
    return categoryfile.read(data(name))


def hours(week: clock.Week = clock.DEFAULT_WEEK, zone: str = NEW_YORK) -> OpenHours:
    calendar = clock.Calendar(zone=zone, week=week)
    return clock.open_hours(calendar, first=date(2025, 1, 1), last=date(2027, 12, 31))
