"""Being told to stop is never lost."""

from __future__ import annotations

import contextlib
import signal
import sys
import time

import pytest

from ringback.engine.signals import STOPPING, stoppable


class ToldWhileLetGo:
    """Something during whose end a signal comes in, as may happen to any object."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __del__(self) -> None:
        signal.raise_signal(self.number)


def wait() -> None:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        time.sleep(0.01)


@pytest.mark.parametrize("number", STOPPING)
def test_a_stop_ends_the_body_with_its_number(number: int) -> None:
    with pytest.raises(SystemExit) as ended, stoppable():
        signal.raise_signal(number)
    assert ended.value.code == 128 + number


@pytest.mark.parametrize("number", STOPPING)
def test_a_stop_that_comes_while_an_object_is_let_go_is_not_lost(number: int) -> None:
    with pytest.raises(SystemExit) as ended, stoppable():
        thing = ToldWhileLetGo(number)
        del thing
        wait()
    assert ended.value.code == 128 + number


def test_a_stop_that_somebody_caught_is_still_known() -> None:
    went_on = False
    with pytest.raises(SystemExit) as ended, stoppable() as stop:
        stop.check()
        with contextlib.suppress(BaseException):
            signal.raise_signal(signal.SIGTERM)
        went_on = True
        stop.check()
    assert (ended.value.code, went_on) == (128 + signal.SIGTERM, True)


def test_afterwards_everything_is_as_it_was() -> None:
    before = (sys.unraisablehook, *map(signal.getsignal, (*STOPPING, signal.SIGALRM)))
    with pytest.raises(SystemExit), stoppable():
        thing = ToldWhileLetGo(signal.SIGTERM)
        del thing
        wait()
    after = (sys.unraisablehook, *map(signal.getsignal, (*STOPPING, signal.SIGALRM)))
    assert before == after
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_what_else_is_raised_while_an_object_is_let_go_is_told_as_ever() -> None:
    class Broken:
        def __del__(self) -> None:
            raise ValueError("lost")

    heard: list[str] = []
    before = sys.unraisablehook
    sys.unraisablehook = lambda lost: heard.append(str(lost.exc_value))
    try:
        with stoppable():
            thing = Broken()
            del thing
    finally:
        sys.unraisablehook = before
    assert heard == ["lost"]
