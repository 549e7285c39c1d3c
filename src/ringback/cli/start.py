"""Where every command begins: able to be stopped before anything else is read.

A script that starts a command in the background hands it SIGINT ignored; what is sent while the
command line itself is still being imported would be lost.
"""

from __future__ import annotations

from ringback.engine.signals import stoppable


def main() -> None:
    """Run the command line."""
    with stoppable():
        from ringback.cli.main import main as run  # noqa: PLC0415 - after the handlers are set

        run()
