"""Why due 14:20? The sum in words, in the practice's zone, and honest where there is none."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from ringback.actions import parts
from ringback.engine.wallclock import now as clock
from ringback.rules import whydue, window
from ringback.rules.policy import Part
from ringback.web import due_words
from ringback.web.words import Clock
from tests import records
from tests.cast import came_in
from tests.rules.pathways import hours
from tests.signing import signed_in
from tests.web.test_hours import text

if TYPE_CHECKING:
    from tests.cast import Cast

NINE = hours()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """November 2026 in New York."""
    return datetime(2026, 11, day, hour + 5, minute, tzinfo=UTC)


def told(within: str, since: datetime, *, language: str = "en", visit: date | None = None) -> str:
    with translation.override(language):
        found = whydue.steps(window.read(within), since, NINE, visit=visit)
        here = Clock(at(24, 9), "America/New_York")
        return " · ".join(due_words.in_words(found, here, came_in=since))


@pytest.mark.parametrize(
    ("within", "since", "english", "spanish"),
    [
        (
            "60 business minutes",
            at(23, 16, 40),
            (
                "came in Mon 16:40 · 20 minutes until closing Mon 17:00 · closed until 8:00 · "
                "40 minutes to 8:40"
            ),
            (
                "llegó lun 16:40 · 20 minutos hasta el cierre lun 17:00 · cerrado hasta 8:00 · "
                "40 minutos hasta 8:40"
            ),
        ),
        (
            "1 business minute",
            at(24, 9),
            "came in 9:00 · 1 minute to 9:01",
            "llegó 9:00 · 1 minuto hasta 9:01",
        ),
        (
            "5 minutes",
            at(24, 9),
            "came in 9:00 · 5 minutes on the clock, to 9:05",
            "llegó 9:00 · 5 minutos de reloj, hasta 9:05",
        ),
        (
            "1 business day",
            at(23, 18),
            (
                "came in Mon 18:00 · closed until 8:00 · the business day it counts "
                "for closes 17:00 · 1 business day after it: closing Wed 17:00"
            ),
            (
                "llegó lun 18:00 · cerrado hasta 8:00 · el día hábil que cuenta cierra 17:00 · "
                "1 día hábil después: cierre mié 17:00"
            ),
        ),
        (
            "by closing",
            at(24, 9),
            "came in 9:00 · 480 minutes to 17:00",
            "llegó 9:00 · 480 minutos hasta 17:00",
        ),
        (
            "same business day, after 15:00 by 11:00 the next",
            at(24, 16),
            "came in 16:00 · came in late in the day: by Wed 11:00 the next business day",
            "llegó 16:00 · llegó tarde ese día: antes de mié 11:00 del siguiente día hábil",
        ),
    ],
)
def test_the_sum_is_told_stretch_by_stretch(
    within: str, since: datetime, english: str, spanish: str
) -> None:
    assert told(within, since) == english
    assert told(within, since, language="es") == spanish


def test_what_counts_back_from_a_visit_says_so() -> None:
    said = told("1 business day before the visit", at(23, 9), visit=date(2026, 11, 26))
    assert said == "came in Mon 9:00 · counted back 1 business day from the visit: Wed 17:00"


def always_open(cast: Cast) -> None:
    written = {
        **{day: ["00:00-24:00"] for day in ("monday", "tuesday", "wednesday", "thursday")},
        **{day: ["00:00-24:00"] for day in ("friday", "saturday", "sunday")},
        "holidays": False,
    }
    parts.change(Part.HOURS, written, seen=1, reason="test", by=cast.mara, now=clock())


def test_the_call_page_prints_it(cedar: Cast) -> None:
    always_open(cedar)
    it = came_in(cedar.dana, now=clock(), category="NEWPT").callback_id
    page = text(signed_in(cedar.dana).get(f"/callbacks/{it}"))
    assert "Why due " in page
    assert "120 minutes to " in page


def test_where_the_hours_changed_since_only_the_reason_is_left(cedar: Cast) -> None:
    always_open(cedar)
    it = came_in(cedar.dana, now=clock(), category="NEWPT").callback_id
    shut = {"monday": ["08:00-08:01"], "holidays": False, "different": []}
    parts.change(Part.HOURS, shut, seen=2, reason="shut", by=cedar.mara, now=clock())
    page = text(signed_in(cedar.dana).get(f"/callbacks/{it}"))
    assert "Why due" not in page


def test_what_the_law_allows_is_said_beside_what_we_promise(cedar: Cast) -> None:
    asked = "I would like a copy of my medical records, please."
    it = came_in(cedar.dana, now=clock(), category="REFER", text=asked).callback_id
    at = records.callback(cedar, it).by_law_at
    assert at is not None
    page = text(signed_in(cedar.dana).get(f"/callbacks/{it}"))
    local = at.astimezone(ZoneInfo("America/New_York"))
    assert f"whatever we promise, the law allows until {local:%a} {local:%b} {local.day}" in page
