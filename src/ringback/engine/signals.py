"""Being told to stop.

A shell that starts a program in the background hands it SIGINT ignored, and Python then leaves it
so; therefore every handler is set here, explicitly.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

A_MOMENT_S = 0.02

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


class Stop:
    """Whether, and by which signal, this process was told to stop.

    Raising is not enough for a loop without end: a library may catch everything for a moment, as
    the connection pool does while it waits, and answer as if nothing had been raised.
    """

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        """The handler: remember it, and raise it."""
        self.number = number
        self.check()

    def check(self) -> None:
        """Raise SystemExit with 128 + the signal's number, if there was one."""
        if self.number:
            raise SystemExit(128 + self.number)


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Let a stopping signal end the body in an orderly way: SystemExit with 128 + its number.

    `finally` blocks run, so a server that was started is stopped again. Python throws away what is
    raised while it lets an object go; so the stop is then raised once more. A loop without end
    asks the Stop once a turn.
    """
    stop = Stop()
    with handled(stop), _not_thrown_away():
        yield stop


@contextmanager
def _not_thrown_away() -> Iterator[None]:
    """Raise a stop again, a moment later, that came while an object was being let go."""
    before, alarm = sys.unraisablehook, signal.getsignal(signal.SIGALRM)

    def again(lost: sys.UnraisableHookArgs) -> None:
        stop = lost.exc_value
        if not isinstance(stop, SystemExit):
            before(lost)
            return
        code = stop.code
        signal.signal(signal.SIGALRM, lambda _number, _frame: sys.exit(code))
        signal.setitimer(signal.ITIMER_REAL, A_MOMENT_S)

    sys.unraisablehook = again
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, alarm)
        sys.unraisablehook = before


@contextmanager
def deferred() -> Iterator[None]:
    """Keep stopping signals waiting until the body is through: it is the tidying up itself."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
