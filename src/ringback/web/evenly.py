"""Some answers take the same time whatever was found: nobody learns from it who works here."""

from __future__ import annotations

from time import monotonic, sleep

from django.conf import settings


def begin() -> float:
    """When it was begun."""
    return monotonic()


def wait(begun: float) -> None:
    """Until as much time has passed as every such answer takes."""
    sleep(max(0.0, begun + settings.EVEN_ANSWER_S - monotonic()))
