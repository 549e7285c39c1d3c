"""R23: the tick or the sender of mail stops, dead or hung; every page says so, and then no more."""

from __future__ import annotations

import os
import re
import signal
import time
from typing import TYPE_CHECKING

from tests.faults import processes
from tests.faults.screens import Screens
from tests.faults.server import SOURCE, a_server, until
from tests.twins import SENDER, a_twin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.server import Seed, Server

ENDS = {"tick": "ringback.jobs", "worker": "ringback.jobs.worker"}
TOLD = {"tick": {"tick"}, "worker": {"worker", "intake"}}
"""Which parts fall silent with a process: whoever sends the mail takes in what comes as well."""
SHOWN = re.compile(r'data-silence="(\w+)"\s*(hidden)?')
SHORT = {
    "RINGBACK_BEAT_EVERY_S": "0.2",
    "RINGBACK_SILENT_AFTER_S": "2",
    "RINGBACK_OUTBOX_EVERY_S": "0.2",
    "RINGBACK_RESTART_PAUSE_S": "5",
}
LIMIT_S = 60
"""The promise, with the real periods; here everything is shorter."""

SOON_S = 15
"""Enough for the shortened ones on a busy machine."""


def run(seed: Seed, source: Path = SOURCE, *, dead: bool = True) -> list[str]:
    """Each of both, hung, and unless told otherwise dead as well."""
    with a_twin() as twin:
        mail = {"EMAIL_URL": twin.url, "EMAIL_FROM": SENDER}
        with (
            a_server(seed, source, **SHORT, **mail) as server,
            Screens(server, seed.people[0]) as at,
        ):
            until(lambda: all(number(server, each) for each in ENDS), SOON_S, server.said)
            until(lambda: _silent(at) == [], SOON_S, server.said)
            return [*_hung(server, at), *(_dead(server, at) if dead else ())]


def number(server: Server, part: str) -> int | None:
    """The process of this part, where there is one now."""
    found = processes.children(server.process.pid)
    return next((each for each in found if processes.argv(each)[-1:] == [ENDS[part]]), None)


def _silent(at: Screens) -> list[str]:
    page = at.http.get("/").text
    assert "data-silence" in page
    return [part for part, hidden in SHOWN.findall(page) if not hidden]


def _hung(server: Server, at: Screens) -> Iterator[str]:
    for part in ENDS:
        process = number(server, part)
        assert process is not None
        os.kill(process, signal.SIGSTOP)
        yield from _told(server, at, part)
        os.kill(process, signal.SIGCONT)
        until(lambda: _silent(at) == [], SOON_S, server.said)


def _dead(server: Server, at: Screens) -> Iterator[str]:
    """Killed again and again, until the pause before it is begun anew is long enough to be seen."""
    for part in ENDS:
        until_told = time.monotonic() + 3 * SOON_S
        while set(_silent(at)) != TOLD[part] and time.monotonic() < until_told:
            if process := number(server, part):
                processes.kill(process)
            time.sleep(0.1)
        if set(found := _silent(at)) != TOLD[part]:
            yield f"{part} dead: the page says {found}; {server.said()[-500:]}"
        until(lambda: _silent(at) == [], SOON_S, server.said)


def _told(server: Server, at: Screens, part: str) -> Iterator[str]:
    began = time.monotonic()
    deadline = began + SOON_S
    while set(found := _silent(at)) != TOLD[part] and time.monotonic() < deadline:
        time.sleep(0.1)
    if set(found) != TOLD[part]:
        yield f"{part} hung: the page says {found}; {server.said()[-500:]}"
    print(f"R23: {part} hung: told after {time.monotonic() - began:.1f} s")  # noqa: T201
