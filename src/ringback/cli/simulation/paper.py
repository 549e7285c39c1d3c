"""One call sheet lies at the desk: some of those who wait, to be called from paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.actions import sheet
from ringback.cli.simulation.plan import Arrive, Who

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from ringback.cli.simulation.perform import Case
    from ringback.rules.access import Actor

ON_THE_SHEET: Final = 6


def lay_out(cases: Iterable[Case], people: Mapping[Who, Actor], *, until: datetime) -> int:
    """Print the first of those nobody has called yet; answers the number of the sheet."""
    waiting = [
        each.id
        for each in cases
        if each.done and all(isinstance(step, Arrive) for step in each.life.steps)
    ]
    some = list(dict.fromkeys(waiting))[:ON_THE_SHEET]
    return sheet.hand_out(some, names=False, by=people[Who.DANA], now=until)
