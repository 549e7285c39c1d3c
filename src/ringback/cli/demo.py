"""`ringback demo`: the whole product with an invented practice, in one command."""

from __future__ import annotations

import os

from ringback.cli import ground, serve
from ringback.engine.supervisor import require_port


def run() -> int:
    """Start, fill on the first run, serve; Ctrl-C stops everything and keeps the data."""
    os.environ["RINGBACK_DEMO"] = "1"
    require_port(serve.HOST, serve.port())
    with ground.django() as found:
        from ringback.cli import simulate  # noqa: PLC0415 - models need Django set up

        simulate.fill_once()
        return serve.supervise(found, "Ringback demo")
