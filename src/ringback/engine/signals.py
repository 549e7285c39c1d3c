"""Being told to stop.

A shell that starts a program in the background hands it SIGINT ignored, and Python then leaves it
so; therefore every handler is set here, explicitly.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def handled(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Send every stopping signal to `handler` during the body. Main thread only."""
    before = {number: signal.signal(number, handler) for number in STOPPING}
    try:
        yield
    finally:
        for number, previous in before.items():
            signal.signal(number, previous)


@contextmanager
def stoppable() -> Iterator[None]:
    """Let a stopping signal end the body in an orderly way: SystemExit with 128 + its number.

    For short commands; `finally` blocks run, so a server that was started is stopped again.
    """
    with handled(_exit):
        yield


@contextmanager
def deferred() -> Iterator[None]:
    """Keep stopping signals waiting until the body is through: it is the tidying up itself."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _exit(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
