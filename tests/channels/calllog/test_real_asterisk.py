"""Logs that a real Asterisk wrote are audited as the days they record truly were.

The truth is `real_asterisk/day.py`, written before the logs were; the counts below are made by hand
from it. How the logs came to be is told in `real_asterisk/README.md`.
"""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ringback.channels.calllog.audited import Audited, audit_log
from ringback.rules.clock import Calendar
from ringback.rules.dayaudit import HUNG_UP_SECONDS
from ringback.rules.phonelog import Call, is_arrival
from ringback.rules.week import parse_week
from tests.channels.calllog.real_asterisk import day
from tests.channels.calllog.real_asterisk.day import Scene

LOGS = Path(__file__).parent / "real_asterisk"
NY = ZoneInfo("America/New_York")

TRUTH = {
    "rejected_rows": 0,
    "dates": ["2026-11-17"],
    "calls": 67,
    "inbound": 51,
    "outbound": 11,
    "internal": 5,
    "direction_unknown": 0,
    "answered": 22,
    "missed": 29,
    "hung_up_early": 4,
    "voicemails": 8,
    "returned": 5,
    "reached_us_later": 3,
    "never_returned": 17,
    "median_return_minutes": 40.0,
    "slowest_return_minutes": 125.0,
    "repeat_callers": 4,
    "withheld": 2,
    "known_non_patients": 2,
    "by_hour": [0] * 8 + [12, 7, 7, 5, 4, 3, 5, 3, 3, 2] + [0] * 6,
    "open_at_close": 15,
    "due_missed": 16,
    "opening_hours_assumed": "Mon-Fri 08:00-17:00",
    "web_inquiries": None,
    "appointment_requests": None,
    "incomplete_forms": None,
}
STOCK = TRUTH | {
    # Debian's own cdr.conf leaves a call out that was refused before anything rang: 08:44.
    "calls": 66,
    "inbound": 50,
    "missed": 28,
    "hung_up_early": 3,
    "never_returned": 16,
    "by_hour": [0] * 13 + [11, 7, 7, 5, 4, 3, 5, 3, 3, 2, 0],
    "open_at_close": 14,
    "due_missed": 15,
    "opening_hours_assumed": None,
}
LATER = TRUTH | {
    "calls": 13,
    "inbound": 6,
    "outbound": 5,
    "internal": 2,
    "answered": 2,
    "missed": 4,
    "hung_up_early": 0,
    "voicemails": 0,
    "returned": 2,
    "reached_us_later": 0,
    "never_returned": 2,
    "median_return_minutes": 30.0,
    "slowest_return_minutes": 55.0,
    "repeat_callers": 0,
    "withheld": 0,
    "known_non_patients": 0,
    "by_hour": [0] * 12 + [6] + [0] * 11,
    "open_at_close": 2,
    "due_missed": 2,
}
WRITTEN = tuple(scene for scene in day.DAY if scene.to != day.BUSY)


def audited(name: str) -> Audited:
    return audit_log(LOGS / name, zone=NY.key, known_callers=[day.LAB])


def audited_in_utc(name: str) -> Audited:
    """Audit a log as Debian has Asterisk write it: in UTC, where the practice opens at 13:00."""
    hours = Calendar(zone="UTC", week=parse_week("Mon-Fri 13:00-22:00"))
    return audit_log(LOGS / name, zone="UTC", known_callers=[day.LAB], calendar=hours)


HOW = {
    "Master.csv": (audited, TRUTH, day.DAY),
    "Master-linked.csv": (audited, TRUTH, day.DAY),
    "Master-debian.csv": (audited_in_utc, STOCK, WRITTEN),
    "Master-later.csv": (audited, LATER, day.LATER),
}


@pytest.mark.parametrize("name", HOW)
def test_the_audit_of_a_real_log_is_the_truth(name: str) -> None:
    read, truth, _ = HOW[name]
    rows = len((LOGS / name).read_text().splitlines())
    assert read(name).day.as_json() == {"rows": rows, **truth}


@pytest.mark.parametrize("name", HOW)
def test_each_call_of_a_real_log_is_what_it_was(name: str) -> None:
    read, _, scenes = HOW[name]
    calls = read(name).log.calls
    assert [told(call) for call in calls] == [meant(scene) for scene in scenes]


def told(call: Call) -> tuple[Any, ...]:
    other = call.callee if call.direction == "outbound" else call.caller
    early = is_arrival(call) and not call.answered and (call.seconds or 0) < HUNG_UP_SECONDS
    at = f"{call.started_at.astimezone(NY):%H:%M:%S}"
    return at, call.direction, other, call.answered, call.voicemail, early


def meant(scene: Scene) -> tuple[Any, ...]:
    number = None if scene.number == day.HIDDEN else scene.number
    if number and scene.way != "internal":
        number = f"+1{number}"
    return scene.at[:8], scene.way, number, scene.answered, scene.voicemail, scene.early
