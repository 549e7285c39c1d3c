"""Short programs of the server's account: what one starts does not outlive the command."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from ringback.engine.cluster import _alive
from tests.engine.commands import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.commands import Runner

RUNS = """
import sys
from ringback.engine import signals
from ringback.engine.account import server_account
with signals.stoppable():
    print("runs", flush=True)
    server_account().run("/bin/sh", "-c", sys.argv[1], "program", sys.argv[2])
"""
"""A command that runs one short program."""

BUSY = """
sh -c 'echo $$ >"$1/number"; while :; do echo more >"$1/written"; done' busy "$1" >/dev/null &
wait
"""
"""Like initdb: what writes is a process of its own, and its words go nowhere."""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_what_a_program_started_is_gone_when_the_command_was_stopped(
    here: Runner, folder: Path, how: signal.Signals
) -> None:
    folder.chmod(0o777)
    command, number = here.start(RUNS, BUSY, folder), folder / "number"
    until(lambda: number.exists() and number.read_text().strip())
    command.send_signal(how)
    command.communicate(timeout=10)
    assert command.returncode == 128 + how
    assert not _alive(int(number.read_text()))
    (folder / "written").unlink()
    assert not (folder / "written").exists()
