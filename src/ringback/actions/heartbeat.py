"""A part that works by the clock says that it is alive."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings

from ringback.queries import statement

if TYPE_CHECKING:
    from ringback.rules.heartbeat import Part


@dataclass
class Pulse:
    """One part's own: it beats every few seconds, however often it is asked to."""

    part: Part
    _next_at: float = field(default=0.0, init=False)

    def due(self) -> bool:
        """Whether it is time; then it is not again for a while."""
        if time.monotonic() < self._next_at:
            return False
        self._next_at = time.monotonic() + settings.BEAT_EVERY_S
        return True

    def beat(self) -> None:
        """Say so now, if it is time. Raises what says that the database is away."""
        if self.due():
            statement.run("beat", {"name": str(self.part)})
