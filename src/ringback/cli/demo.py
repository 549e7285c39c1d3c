"""`ringback demo`: the whole product with an invented practice, in one command."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

from ringback.cli import ground, serve
from ringback.engine.wallclock import now as clock

if TYPE_CHECKING:
    from pathlib import Path

    from ringback.cli.ground import Ground


def run() -> int:
    """Start, fill on the first run, serve; Ctrl-C stops everything and keeps the data."""
    os.environ["RINGBACK_DEMO"] = "1"
    return serve.serve("Ringback demo", _fill, _filled)


def _fill() -> None:
    from ringback.cli.simulation import fill  # noqa: PLC0415 - models need Django set up

    day_ends_at = fill.fill_once(clock())
    _note().write_text(f"{day_ends_at.isoformat()}\n", encoding="ascii")


def _filled(found: Ground) -> bool:
    """Whether the home's own database was filled for this very day, and its tables are ours."""
    note = _note()
    if not (found.embedded and note.exists() and ground.is_up_to_date(found.addresses)):
        return False
    return clock() < datetime.fromisoformat(note.read_text(encoding="ascii").strip())


def _note() -> Path:
    """Until when the demo needs no fresh day."""
    return ground.home() / "demo-day-ends"
