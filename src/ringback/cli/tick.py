"""The tick process: one loop that does the practice's clockwork."""

from __future__ import annotations

from ringback.cli import ground
from ringback.engine.parent import exit_with_parent
from ringback.engine.signals import stoppable


def run() -> None:
    """Tick until told to stop."""
    exit_with_parent()
    ground.set_up()
    from ringback.jobs import tick  # noqa: PLC0415 - models need Django set up

    with stoppable():
        tick.forever()
