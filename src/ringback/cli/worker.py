"""`ringback worker`: sends the mail that is due, on this machine or beside another's web."""

from __future__ import annotations

import os

from ringback.cli import ground, purpose, serve
from ringback.engine import session
from ringback.engine.signals import stoppable
from ringback.engine.supervisor import Check, Supervisor
from ringback.engine.trouble import EngineTrouble


def run() -> int:
    """Keep one sender running until told to stop. Raises EngineTrouble without a mail server."""
    if not os.environ.get("EMAIL_URL"):
        raise EngineTrouble("EMAIL_URL is not set, so there is no mail server to send through.")
    purpose.require("demo" if os.environ.get("RINGBACK_DEMO") == "1" else "real")
    with stoppable(), ground.database() as found:
        ground.require_settings()
        supervisor = Supervisor(
            children=[serve.worker(serve.environment(found.addresses))],
            checks=[Check(name="the database", mend=session.keeper())] if found.embedded else [],
            longest_pause_s=serve.pause(),
        )
        return supervisor.run()
