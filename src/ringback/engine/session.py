"""Using the embedded server: the first command starts it, later ones join, the last one stops it.

Two locks in the home, both the kernel's (they end with the process that holds them, even after
kill -9, so there is no count to repair):

1. `engine.lock`, exclusive, for the moment of starting or stopping;
2. `engine.users`, shared, for as long as a command uses the server.

Whoever leaves takes the first, and then tries for the second alone: if it gets it, nobody else is
left. A server whose command was killed runs on; the next command joins it and stops it when last.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg

from ringback.engine import binaries, roles, safety
from ringback.engine.account import server_account
from ringback.engine.cluster import Cluster
from ringback.engine.home import Home, open_home, resolve
from ringback.engine.place import open_place, reachable
from ringback.engine.signals import deferred
from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ringback.engine.addresses import Addresses

LOOK_AGAIN_S = 0.3


@contextmanager
def use(home: Path | None = None) -> Iterator[Addresses]:
    """Run the body with the home's server running, prepared and safe; give its addresses.

    The folder is resolved from the environment when none is given. Raises EngineTrouble with one
    clear sentence when the server cannot be started or joined, UnsafeServer when its settings
    endanger data; a server that nobody else uses is not left running then.
    """
    opened = _open(home)
    with _holding(opened.users, fcntl.LOCK_SH) as users:
        try:
            yield _enter(opened)
        finally:
            _leave(opened, users)


def keeper(home: Path | None = None) -> Callable[[], bool]:
    """Return a check for a supervisor to call every second inside `use`.

    It costs two small reads while the server lives. It starts a dead one again and answers True
    then; raises EngineTrouble when that fails.
    """
    opened = _open(home)
    found = cluster(opened.path)

    def check() -> bool:
        found.trim_log()
        if found.pid() is not None:
            return False
        with _locked(opened):
            return found.start()

    return check


def cluster(home: Path | None = None) -> Cluster:
    """Return the home's cluster, to look at it or to run one of its programs (backup, tests)."""
    opened = _open(home)
    with _locked(opened):
        return _cluster(opened)


def destroy(home: Path) -> None:
    """Stop the home's server and delete its data and the home itself. There is no way back."""
    opened = _open(home)
    with _locked(opened):
        found = _cluster(opened)
        found.stop()
        shutil.rmtree(found.place.path)
        shutil.rmtree(opened.path)


def _open(home: Path | None) -> Home:
    return open_home(home or resolve(os.environ), server_account())


def _cluster(home: Home) -> Cluster:
    place = open_place(home, server_account())
    return Cluster(place=place, binaries=reachable(binaries.find(), place))


def _enter(home: Home) -> Addresses:
    with _locked(home):
        found = _cluster(home)
        _start_prepared(found)
        roads = found.addresses()
        safety.require(roads.app, embedded=True)
    return roads


def _start_prepared(found: Cluster) -> None:
    for last in (False, False, True):
        found.start()
        try:
            roles.prepare(found.admin())
        except psycopg.OperationalError as error:
            # A command killed just after it told the server to stop leaves one that still looks
            # ready: look again. Anything else stays.
            if last:
                words = str(error).strip().splitlines()[-1]
                raise EngineTrouble(f"The database cannot be used: {words}") from error
            time.sleep(LOOK_AGAIN_S)
        else:
            return


def _leave(home: Home, users: int) -> None:
    with deferred(), _locked(home):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # Given up before the next one who leaves may look; else each would see the other.
            fcntl.flock(users, fcntl.LOCK_UN)
        else:
            _cluster(home).stop()


@contextmanager
def _locked(home: Home) -> Iterator[None]:
    with _holding(home.lock, fcntl.LOCK_EX):
        yield


@contextmanager
def _holding(path: Path, kind: int) -> Iterator[int]:
    """Hold a lock. The descriptor is not inherited, so a server started here does not keep it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, kind)
        yield descriptor
    finally:
        os.close(descriptor)
