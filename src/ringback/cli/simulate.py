"""`ringback simulate`: a seeded practice, and a file that says what really happened in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ringback.cli import ground, purpose
from ringback.engine.signals import stoppable
from ringback.engine.trouble import EngineTrouble
from ringback.engine.wallclock import now as clock

if TYPE_CHECKING:
    from collections.abc import Iterable

QUARTER_S = 15 * 60
"""Without `--until` the present quarter of an hour began it all, so that a repeat is the same."""

MOST_DAYS = 365


def run(*, days: int, seed: int, slug: str, truth_file: str, until: str) -> None:
    """Fill a new demo practice; say how much, and write the truth where asked."""
    if not 1 <= days <= MOST_DAYS:
        raise EngineTrouble(f"--days must be from 1 to {MOST_DAYS}, not {days}.")
    moment = _moment(until) if until else _quarter(clock())
    purpose.require("demo")
    with stoppable(), ground.django():
        from ringback.cli.simulation import fill, truth  # noqa: PLC0415 - needs Django set up

        purpose.claim("demo")
        name = slug or f"simulated-{seed}"
        filled = fill.fill(slug=name, days=days, seed=seed, until=moment)
        lines = list(truth.lines(filled.cases))
        if truth_file:
            _write(truth_file, lines)
        print(f"{fill.NAME} ({name}): {len(lines)} matters, until {moment:%Y-%m-%d %H:%M} UTC.")


def _quarter(now: datetime) -> datetime:
    return now - timedelta(seconds=now.timestamp() % QUARTER_S)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise EngineTrouble(f"--until must be like 2026-11-23T17:00, not {text!r}.") from None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _write(truth_file: str, lines: Iterable[str]) -> None:
    try:
        Path(truth_file).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise EngineTrouble(f"{truth_file} cannot be written ({error.strerror}).") from None
