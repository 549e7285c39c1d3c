"""Run the product's processes, start a dead one again, and leave none behind.

One thread, asleep until something happens: a child's end and a signal to stop both wake it.
"""

from __future__ import annotations

import errno
import math
import os
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ringback.engine import parent
from ringback.engine.signals import handled
from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType

FIRST_PAUSE_S = 0.2
"""Before a dead child is started again; doubled each time, up to the longest pause."""

LONGEST_PAUSE_S = 10.0

SETTLED_S = 30.0
"""A child that lived this long begins again with the first pause."""

STOP_LIMIT_S = 6.0
"""How long a child may take to stop when asked; then it is killed."""

CHECK_EVERY_S = 1.0

READY_EVERY_S = 0.1

ANSWER_LIMIT_S = 1.0
"""How long one look for an answer may take; a signal to stop is not heard meanwhile."""

BACKLOG = 1024

DOOR = "RINGBACK_DOOR"
"""The environment variable that tells a child the descriptor of the socket to answer at."""


@dataclass(frozen=True, kw_only=True)
class Child:
    """A process to keep running: its name on the screen, its command and its whole environment.

    `fds` are descriptors of ours that it gets as well, such as the socket it answers at. It starts
    once the product answers, or after `wait_s` if that is sooner: first what somebody waits for.
    What is to be done `once` is over when it ends well; any other end begins it again.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    fds: tuple[int, ...] = ()
    wait_s: float = 0.0
    once: bool = False


@dataclass(frozen=True, kw_only=True)
class Check:
    """Something to look after each second, such as `session.keeper()`; True: it had to be mended.

    EngineTrouble from `mend` is said once and tried again.
    """

    name: str
    mend: Callable[[], bool]


@dataclass(frozen=True, kw_only=True)
class Ready:
    """What to say (on stdout) once this HTTP address answers."""

    url: str
    line: str


@dataclass
class _Kept:
    """A child and how it has been doing."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    born_at: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    due_at: float = 0.0


@dataclass
class Supervisor:
    """Keeps children running until it is told to stop."""

    children: Sequence[Child]
    checks: Sequence[Check] = ()
    ready: Ready | None = None
    stop_limit_s: float = STOP_LIMIT_S
    longest_pause_s: float = LONGEST_PAUSE_S
    _kept: list[_Kept] = field(default_factory=list, init=False)
    _signals: list[int] = field(default_factory=list, init=False)
    _troubles: dict[str, str] = field(default_factory=dict, init=False)
    _check_at: float = field(default=0.0, init=False)

    def run(self) -> int:
        """Run until SIGINT, SIGTERM or SIGHUP; then stop every child. Returns the exit code, 0.

        A second signal while stopping kills what is left at once. Main thread only.
        """
        with handled(self._note), _lifeline() as reader, _woken() as wake:
            begun = time.monotonic()
            self._kept = [_Kept(child=one, due_at=begun + one.wait_s) for one in self.children]
            try:
                while not self._signals:
                    self._turn(reader)
                    _sleep(wake, self._until_next())
            finally:
                self._stop(wake)
        return 0

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self._signals.append(number)

    def _turn(self, reader: int) -> None:
        now = time.monotonic()
        for kept in self._kept:
            if kept.process is not None and _ended(kept.process):
                self._mourn(kept, kept.process, now)
            if kept.process is None and now >= kept.due_at:
                _start(kept, reader, now)
        if now >= self._check_at:
            self._check_at = now + CHECK_EVERY_S
            for check in self.checks:
                self._run_check(check)
        if self.ready is not None and _answers(self.ready.url):
            print(self.ready.line, flush=True)  # noqa: T201 - what the person is waiting for
            self.ready = None
            for kept in self._kept:
                kept.due_at = min(kept.due_at, now)

    def _until_next(self) -> float:
        if self.ready is not None:
            return READY_EVERY_S
        due = [kept.due_at for kept in self._kept if kept.process is None]
        return max(0.0, min([self._check_at, *due]) - time.monotonic())

    def _mourn(self, kept: _Kept, process: subprocess.Popen[bytes], now: float) -> None:
        code = _sweep(process)
        if kept.child.once and code == 0:
            kept.process, kept.due_at = None, math.inf
            return
        how = _ending(code)
        if now - kept.born_at > SETTLED_S:
            kept.pause_s = FIRST_PAUSE_S
        _say(f"{kept.child.name} ended ({how}); starting it again in {kept.pause_s:g} s.")
        kept.process, kept.due_at = None, now + kept.pause_s
        kept.pause_s = min(2 * kept.pause_s, self.longest_pause_s)

    def _run_check(self, check: Check) -> None:
        try:
            mended = check.mend()
        except EngineTrouble as trouble:
            if self._troubles.get(check.name) != str(trouble):
                self._troubles[check.name] = str(trouble)
                _say(str(trouble))
            return
        self._troubles.pop(check.name, None)
        if mended:
            _say(f"{check.name} had ended; it runs again.")

    def _stop(self, wake: int) -> None:
        running = [kept.process for kept in self._kept if kept.process is not None]
        for process in running:
            _tell(process, signal.SIGTERM)
        told, deadline = len(self._signals), time.monotonic() + self.stop_limit_s
        while not all(_ended(process) for process in running):
            left = deadline - time.monotonic()
            if left <= 0 or len(self._signals) > max(told, 1):
                break
            _sleep(wake, min(left, 0.5))
        for process in running:
            _sweep(process)


def require_port(host: str, port: int) -> None:
    """Raise EngineTrouble, in one sentence, when nothing can listen at this address now."""
    listen_at(host, port).close()


def listen_at(host: str, port: int) -> socket.socket:
    """Listen, for a child that will answer.

    Nobody else gets the address, and a visitor who comes while the child is being started waits
    instead of being turned away. Raises EngineTrouble, in one sentence, when nothing can listen
    there now.
    """
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(BACKLOG)
    except OSError as error:
        door.close()
        words = (
            f"Port {port} is already in use; stop the program that uses it, or choose another"
            if error.errno == errno.EADDRINUSE
            else f"Nothing can listen at {host}, port {port} ({error.strerror}); choose another"
        )
        raise EngineTrouble(f"{words} with RINGBACK_PORT.") from None
    return door


def _start(kept: _Kept, reader: int, now: float) -> None:
    """Start in a session of its own: Ctrl-C reaches only us, and what it starts can be swept."""
    kept.process = subprocess.Popen(  # noqa: S603 # nosec B603 # the composition root's own
        list(kept.child.argv),
        env={**kept.child.env, parent.PIPE: str(reader)},
        stdin=subprocess.DEVNULL,
        pass_fds=(reader, *kept.child.fds),
        start_new_session=True,
        preexec_fn=parent.leash(os.getpid()),  # noqa: PLW1509 - we have one thread
    )
    kept.born_at = now


def _tell(process: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Look without collecting: until then its number, and its group's, cannot be used again."""
    how = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, process.pid, how) is not None


def _sweep(process: subprocess.Popen[bytes]) -> int:
    """Kill what a child left behind, and itself if it is still there; return its exit code."""
    _tell(process, signal.SIGKILL)
    return process.wait()


def _ending(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"


def _say(sentence: str) -> None:
    print(f"ringback: {sentence}", file=sys.stderr, flush=True)  # noqa: T201


def _answers(url: str) -> bool:
    # A proxy set for the outside world has no business between us and our own child.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=ANSWER_LIMIT_S):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500  # noqa: PLR2004 - an answer, though not a page
    except OSError:
        return False


@contextmanager
def _lifeline() -> Iterator[int]:
    """Give the children's end of a pipe whose other end closes when we end, however we end."""
    reader, writer = os.pipe()
    try:
        yield reader
    finally:
        os.close(reader)
        os.close(writer)


@contextmanager
def _woken() -> Iterator[int]:
    """Give a descriptor that becomes readable at every signal, a child's end included."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    before = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    child_before = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    try:
        yield reader
    finally:
        signal.signal(signal.SIGCHLD, child_before)
        signal.set_wakeup_fd(before)
        os.close(reader)
        os.close(writer)


def _sleep(wake: int, limit_s: float) -> None:
    readable, _, _ = select.select([wake], [], [], limit_s)
    if readable:
        os.read(wake, 4096)
