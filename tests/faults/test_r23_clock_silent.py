"""R23: what works by the clock stops, dead or hung, and every page says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.config import settings
from tests.faults import clock_silent

if TYPE_CHECKING:
    from tests.faults.server import Seed


def test_a_silent_part_is_told_on_every_page(seed: Seed) -> None:
    assert clock_silent.run(seed) == []


def test_with_the_real_periods_it_is_told_within_a_minute() -> None:
    longest = settings.BEAT_EVERY_S + settings.SILENT_AFTER_S + settings.LIVE_RECHECK_S
    assert longest <= clock_silent.LIMIT_S
