"""`ringback serve`: the database, the web, the tick and the worker, kept running until told."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from ringback.cli import ground, purpose
from ringback.cli.whole import whole
from ringback.engine import session
from ringback.engine.signals import stoppable
from ringback.engine.supervisor import (
    DOOR,
    LONGEST_PAUSE_S,
    Check,
    Child,
    Ready,
    Supervisor,
    listen_at,
)
from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from socket import socket

    from ringback.cli.ground import Ground
    from ringback.cli.purpose import Purpose
    from ringback.engine.addresses import Addresses

HOST = "127.0.0.1"

LAST_S = 30.0
"""What runs beside waits for the first page, or so long."""

TICK_WAITS_S = 5.0
"""Nothing lapses in these seconds, and the first page has the processor to itself."""


def port() -> int:
    """Where the web listens: RINGBACK_PORT, or 8008. Raises EngineTrouble where it is no port."""
    return whole("RINGBACK_PORT", 8008, most=2**16 - 1)


def run() -> int:
    """Serve the practices of this home: real ones, or with RINGBACK_DEMO=1 the demo's."""
    wanted: Purpose = "demo" if os.environ.get("RINGBACK_DEMO") == "1" else "real"

    def prepare() -> None:
        purpose.require_of_database(wanted)
        if wanted == "real":
            require_practice()

    return serve("Ringback", prepare, wanted=wanted)


def require_practice() -> None:
    """Raise EngineTrouble where no practice was set up yet."""
    from ringback.queries import practice  # noqa: PLC0415 - models need Django set up

    if not practice.count():
        raise EngineTrouble("No practice is set up here yet. Run `ringback setup` first.")


def serve(
    title: str,
    prepare: Callable[[], None],
    prepared: Callable[[Ground], bool] = lambda _: False,
    beside: Callable[[Mapping[str, str]], list[Child]] = lambda _: [],
    *,
    wanted: Purpose = "demo",
) -> int:
    """Listen, start the database, prepare, and keep the children running until told to stop.

    The address is taken first: two commands on one port cannot both begin to prepare. What is
    `prepared` already is not looked at again, which saves a third of a warm start. `beside` are
    children with this environment that run beside the others, once the first page can be had.
    """
    purpose.require(wanted)
    with stoppable(), closing(listen_at(HOST, port())) as door, ground.database() as found:
        if prepared(found):
            ground.require_settings()
        else:
            with ground.framework(found):
                prepare()
        return _supervise(found, door, title, beside)


def _supervise(
    found: Ground,
    door: socket,
    title: str,
    beside: Callable[[Mapping[str, str]], list[Child]],
) -> int:
    """Print one line with the address once the web answers."""
    url = f"http://{HOST}:{port()}/"
    env = environment(found.addresses)
    number = door.fileno()
    supervisor = Supervisor(
        children=[
            Child(
                name="web",
                argv=[sys.executable, "-m", "ringback", "web"],
                env={**env, DOOR: str(number)},
                fds=(number,),
            ),
            Child(
                name="tick",
                argv=[sys.executable, "-m", "ringback.jobs"],
                env=env,
                wait_s=TICK_WAITS_S,
            ),
            worker(env),
            *(replace(each, wait_s=LAST_S) for each in beside(env)),
        ],
        checks=[Check(name="the database", mend=session.keeper())] if found.embedded else [],
        ready=Ready(url=f"{url}healthz", line=f"{title}: {url}"),
        longest_pause_s=pause(),
    )
    return supervisor.run()


def pause() -> float:
    """The longest wait before a dead process is started again; tests shorten it."""
    given = os.environ.get("RINGBACK_RESTART_PAUSE_S") or str(LONGEST_PAUSE_S)
    try:
        return float(given)
    except ValueError:
        words = f"RINGBACK_RESTART_PAUSE_S must be a number of seconds, not {given!r}."
        raise EngineTrouble(words) from None


def worker(env: Mapping[str, str]) -> Child:
    """The process that takes in what other systems bring, and sends mail where it can."""
    argv = [sys.executable, "-m", "ringback.jobs.worker"]
    return Child(name="worker", argv=argv, env=env, wait_s=TICK_WAITS_S)


def environment(found: Addresses) -> dict[str, str]:
    """A child's environment: it serves, so it never knows the owner's address."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    kept.setdefault("RINGBACK_SECRET_KEY", ground.secret_key())
    kept.setdefault("RINGBACK_FIELD_KEYS", ground.field_keys())
    kept.setdefault("DJANGO_SETTINGS_MODULE", ground.SETTINGS)
    return {**kept, "DATABASE_URL": found.app, "DATABASE_DIRECT_URL": found.direct}
