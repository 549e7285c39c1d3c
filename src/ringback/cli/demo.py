"""`ringback demo`: the whole product with an invented practice, in one command."""

from __future__ import annotations

import os

from ringback.cli import serve
from ringback.engine.wallclock import now as clock


def run() -> int:
    """Start, fill on the first run, serve; Ctrl-C stops everything and keeps the data."""
    os.environ["RINGBACK_DEMO"] = "1"
    return serve.serve("Ringback demo", _fill)


def _fill() -> None:
    from ringback.cli.simulation import fill  # noqa: PLC0415 - models need Django set up

    fill.fill_once(clock())
