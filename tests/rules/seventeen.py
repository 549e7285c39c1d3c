"""The seventeen pathways, as the rules read them."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import ringback
from ringback.rules import clock, pathwayfile
from ringback.rules.clock import OpenHours
from ringback.rules.pathway import Category

DEFAULTS = Path(ringback.__file__).parent / "defaults" / "pathways"
NEW_YORK = "America/New_York"


def data(name: str) -> dict[str, Any]:
    return tomllib.loads((DEFAULTS / f"{name}.toml").read_text(encoding="utf-8"))


def pathway(name: str) -> Category:
    return pathwayfile.read(data(name))


def hours(week: clock.Week = clock.DEFAULT_WEEK, zone: str = NEW_YORK) -> OpenHours:
    calendar = clock.Calendar(zone=zone, week=week)
    return clock.open_hours(calendar, first=date(2025, 1, 1), last=date(2027, 12, 31))
