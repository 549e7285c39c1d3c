from __future__ import annotations

import os
import signal
import socket
import time
from typing import TYPE_CHECKING

import pytest

from ringback.engine import session, supervisor
from ringback.engine.trouble import EngineTrouble
from tests.engine.commands import Runner, read, until

if TYPE_CHECKING:
    from pathlib import Path

RUN = """
import os, sys
from ringback.engine.supervisor import Child, Ready, Supervisor
codes = sys.argv[2:]
children = [
    Child(name=f"child {n}", argv=[sys.executable, "-c", code], env=dict(os.environ))
    for n, code in enumerate(codes, 1)
]
ready = Ready(url=sys.argv[1], line="here it is") if sys.argv[1] else None
sys.exit(Supervisor(children=children, ready=ready, stop_limit_s=1.0).run())
"""
"""A supervisor: the address to wait for, then each child's program."""

LIVES = "import os, time; os.write(1, b'%d\\n' % os.getpid()); time.sleep(60)"

STUBBORN = (
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "os.write(1, b'%d\\n' % os.getpid()); time.sleep(60)"
)

HAS_A_CHILD = (
    "import os, subprocess, sys;"
    "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "os.write(1, b'%d %d\\n' % (os.getpid(), p.pid)); p.wait()"
)

WATCHES = (
    "import os, time; from ringback.engine import parent; parent.exit_with_parent();"
    "os.write(1, b'%d\\n' % os.getpid()); time.sleep(60)"
)

FAILS = "import sys; sys.exit(3)"

SERVES = """
import os, time
from http.server import BaseHTTPRequestHandler, HTTPServer
class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"hello")
    def log_message(self, *args): pass
time.sleep(0.3)
HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page).serve_forever()
"""

WATCHED = """
import sys
from pathlib import Path
from ringback.engine import session
from ringback.engine.supervisor import Check, Supervisor
home = Path(sys.argv[1])
with session.use(home) as roads:
    print(roads.app, flush=True)
    Supervisor(children=[], checks=[Check(name="the database", mend=session.keeper(home))]).run()
"""


def alive(number: int) -> bool:
    try:
        with open(f"/proc/{number}/stat") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_dead_child_is_started_again_and_said_in_one_line(here: Runner) -> None:
    command = here.start(RUN, "", LIVES)
    first = int(read(command))
    os.kill(first, signal.SIGKILL)
    second = int(read(command))
    assert second != first
    command.terminate()
    _, err = command.communicate(timeout=10)
    assert err == "ringback: child 1 ended (killed by signal 9); starting it again in 0.2 s.\n"
    assert command.returncode == 0


def test_a_child_that_keeps_failing_is_started_ever_more_slowly(here: Runner) -> None:
    command = here.start(RUN, "", FAILS)
    assert command.stderr is not None
    said = [command.stderr.readline() for _ in range(3)]
    command.terminate()
    command.communicate(timeout=10)
    assert [line.split("again in ")[1].strip() for line in said] == ["0.2 s.", "0.4 s.", "0.8 s."]
    assert all("exit code 3" in line for line in said)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_even_when_a_script_had_it_ignored(
    here: Runner, number: signal.Signals
) -> None:
    def ignore() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    command = here.start(RUN, "", LIVES, LIVES, preexec_fn=ignore)
    children = [int(read(command)), int(read(command))]
    command.send_signal(number)
    _, err = command.communicate(timeout=10)
    assert (command.returncode, err) == (0, "")
    assert not any(alive(child) for child in children)


def test_a_child_that_will_not_stop_is_killed_after_the_limit(here: Runner) -> None:
    command = here.start(RUN, "", STUBBORN)
    child = int(read(command))
    began = time.monotonic()
    command.terminate()
    command.communicate(timeout=10)
    assert 0.9 < time.monotonic() - began < 4
    assert not alive(child)


def test_a_second_signal_does_not_wait_for_the_limit(here: Runner) -> None:
    command = here.start(RUN.replace("1.0", "30.0"), "", STUBBORN)
    child = int(read(command))
    command.send_signal(signal.SIGINT)
    time.sleep(0.3)
    command.send_signal(signal.SIGINT)
    command.communicate(timeout=10)
    assert not alive(child)


def test_what_a_child_started_goes_with_it(here: Runner) -> None:
    command = here.start(RUN, "", HAS_A_CHILD)
    child, grandchild = map(int, read(command).split())
    os.kill(child, signal.SIGKILL)
    until(lambda: not alive(grandchild))
    command.terminate()
    command.communicate(timeout=10)


@pytest.mark.parametrize("code", [LIVES, STUBBORN, WATCHES])
def test_children_end_when_their_supervisor_is_killed(here: Runner, code: str) -> None:
    command = here.start(RUN, "", code)
    child = int(read(command))
    command.kill()
    command.communicate(timeout=10)
    until(lambda: not alive(child))


def test_a_child_that_watches_ends_with_its_parent_where_the_kernel_does_not_help(
    here: Runner,
) -> None:
    without = "from ringback.engine import parent; parent.leash = lambda number: lambda: None\n"
    command = here.start(without + RUN, "", WATCHES)
    child = int(read(command))
    command.kill()
    command.communicate(timeout=10)
    until(lambda: not alive(child))


def test_the_address_is_printed_once_it_answers_and_not_before(
    here: Runner,
) -> None:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    environ = f"import os; os.environ['PORT'] = '{port}'\n"
    began = time.monotonic()
    command = here.start(environ + RUN, f"http://127.0.0.1:{port}/", SERVES)
    assert read(command) == "here it is"
    assert time.monotonic() - began > 0.3
    command.terminate()
    out, err = command.communicate(timeout=10)
    assert (out, err) == ("", "")


def test_a_killed_database_is_back_within_seconds_and_said_so(home: Path, here: Runner) -> None:
    command = here.start(WATCHED, home)
    read(command)
    assert command.stderr is not None
    for _ in range(2):
        os.kill(server(home), signal.SIGKILL)
        began = time.monotonic()
        said = command.stderr.readline()
        assert said == "ringback: the database had ended; it runs again.\n"
        assert time.monotonic() - began < 8
    number = server(home)
    command.terminate()
    command.communicate(timeout=20)
    assert not alive(number)


def test_a_database_that_stays_down_is_said_once_not_every_second(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken() -> bool:
        raise EngineTrouble("The disk is full.")

    keeper = supervisor.Supervisor(children=[])
    for _ in range(3):
        keeper._run_check(supervisor.Check(name="the database", mend=broken))
    assert capsys.readouterr().err == "ringback: The disk is full.\n"


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EngineTrouble, match=f"Port {port} is already in use"):
            supervisor.require_port("127.0.0.1", port)
    supervisor.require_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_one_sentence() -> None:
    with pytest.raises(EngineTrouble, match=r"Nothing can listen at 192\.0\.2\.1"):
        supervisor.require_port("192.0.2.1", 8008)


def server(home: Path) -> int:
    return session.cluster(home).pid() or 0
