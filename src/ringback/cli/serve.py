"""`ringback serve`: the database, the web and the tick, kept running until told to stop."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from ringback.cli import ground
from ringback.engine import session
from ringback.engine.supervisor import (
    LONGEST_PAUSE_S,
    Check,
    Child,
    Ready,
    Supervisor,
    require_port,
)
from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from ringback.cli.ground import Ground
    from ringback.engine.addresses import Addresses

HOST = "127.0.0.1"


def port() -> int:
    """Where the web listens: RINGBACK_PORT, or 8008."""
    given = os.environ.get("RINGBACK_PORT", "8008")
    if not given.isdecimal() or not 0 < int(given) < 2**16:
        raise EngineTrouble(f"RINGBACK_PORT must be a number from 1 to 65535, not {given!r}.")
    return int(given)


def run() -> int:
    """Serve a real practice, once log-in exists; until then only the demo is served."""
    if os.environ.get("RINGBACK_DEMO") != "1":
        raise EngineTrouble(
            "Log-in does not exist yet, so a real practice is not served. `ringback demo` shows "
            "the product with invented data."
        )
    require_port(HOST, port())
    with ground.django() as found:
        return supervise(found, "Ringback")


def supervise(found: Ground, title: str) -> int:
    """Keep the children running; print one line with the address once the web answers."""
    url = f"http://{HOST}:{port()}/"
    env = _env(found.addresses)
    supervisor = Supervisor(
        children=[Child(name=name, argv=_argv(name), env=env) for name in ("web", "tick")],
        checks=[Check(name="the database", mend=session.keeper())] if found.embedded else [],
        ready=Ready(url=f"{url}healthz", line=f"{title}: {url}"),
        longest_pause_s=float(os.environ.get("RINGBACK_RESTART_PAUSE_S", LONGEST_PAUSE_S)),
    )
    return supervisor.run()


def _argv(name: str) -> list[str]:
    return [sys.executable, "-m", "ringback", name]


def _env(found: Addresses) -> dict[str, str]:
    """A child's environment: it serves, so it never knows the owner's address."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    return {**kept, "DATABASE_URL": found.app, "DATABASE_DIRECT_URL": found.direct}
