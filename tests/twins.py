"""The harmless twin of a mail server, running for a test. Needs no Django."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ringback.channels.email.twin import Twin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SENDER = "ringback@cedar.example"


@contextmanager
def a_twin(folder: Path | None = None) -> Iterator[Twin]:
    """A mail server that takes everything and sends nothing on."""
    twin = Twin(folder).begin()
    try:
        yield twin
    finally:
        twin.end()
