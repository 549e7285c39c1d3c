"""A child ends with its parent, even when the parent was ended by kill -9 and could not say so.

Two nets. On Linux the kernel kills the direct child. Everywhere, the child may hold the reading end
of a pipe that only the parent can write to: its end of file is the parent's death.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PIPE = "RINGBACK_PARENT_PIPE"
"""The environment variable with the descriptor's number."""

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def leash(parent: int) -> Callable[[], None]:
    """Return what a new child of process `parent` runs before its program, to die with it."""
    # Loaded here, in the parent: between fork and exec a child should do as little as possible.
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def before_exec() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


@contextmanager
def adopting() -> Iterator[None]:
    """Become the parent of what a child leaves running during the body, instead of process 1.

    In a container process 1 may never collect the dead, and they would be listed for ever.
    """
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    if libc is None:
        yield
        return
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def exit_with_parent() -> None:
    """Watch, in a thread, for the supervisor's death, and end this process group when it comes.

    Called by a child at its start; without a supervisor it does nothing.
    """
    descriptor = os.environ.get(PIPE)
    if descriptor is not None:
        watch = threading.Thread(target=_wait, args=(int(descriptor),), daemon=True)
        watch.start()


def _wait(descriptor: int) -> None:
    while os.read(descriptor, 1):
        pass
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)
