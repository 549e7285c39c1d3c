"""Some answers take the same time whatever was found: nobody learns from it who works here."""

from __future__ import annotations

from time import monotonic, sleep

from django.conf import settings
from django.db import connections


def begin() -> float:
    """When it was begun."""
    return monotonic()


def wait(begun: float) -> None:
    """Until as much time has passed as every such answer takes.

    The connection goes back meanwhile: whoever floods us with guesses keeps none from the others.
    """
    connections.close_all()
    sleep(max(0.0, begun + settings.EVEN_ANSWER_S - monotonic()))
