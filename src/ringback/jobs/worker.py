"""`python -m ringback.jobs.worker`: the process that sends and takes in; `serve` starts it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

import django

from ringback.engine.parent import exit_with_parent
from ringback.engine.signals import stoppable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

A_MOMENT_S = 5.0


def main() -> None:
    """Send what is due, and take in what comes, until told to stop."""
    exit_with_parent()
    django.setup()
    from ringback.jobs import mailing, taking  # noqa: PLC0415 - models need Django set up
    from ringback.queries import statement  # noqa: PLC0415

    with stoppable() as stop:
        try:
            with _beside(taking.forever):
                mailing.forever(stop.check)
        finally:
            statement.leave()


@contextmanager
def _beside(forever: Callable[[Callable[[], None]], None]) -> Iterator[None]:
    """A second loop for as long as the first: a slow mail server keeps nobody's call waiting."""
    over = Event()

    def stopped() -> None:
        if over.is_set():
            raise SystemExit

    thread = Thread(target=_run, args=(forever, stopped), name="intake", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(A_MOMENT_S)


def _run(forever: Callable[[Callable[[], None]], None], stopped: Callable[[], None]) -> None:
    from django.db import connections  # noqa: PLC0415 - Django is set up by now

    try:
        with suppress(SystemExit):
            forever(stopped)
    finally:
        connections.close_all()


if __name__ == "__main__":
    main()
