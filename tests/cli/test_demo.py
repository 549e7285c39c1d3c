"""`ringback demo` and `serve` as real processes: started, killed, stopped, started again."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ringback.cli.simulation import fill, truth
from ringback.engine import session
from tests.cli.running import Command, command_line, free_port, here, run, until

if TYPE_CHECKING:
    from collections.abc import Iterator

DANA = "reyes@cedar-street.example"
VIK = "sharma@cedar-street.example"
CEDAR = ("--practice", "cedar-street")


@pytest.fixture
def empty() -> Iterator[Path]:
    """A place for a home, closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="ringback-cli-"))
    yield folder / "a home"
    if (folder / "a home").exists():
        session.destroy(folder / "a home")


class Stage:
    """One filled home, started cold once for all tests, running or at rest as each one needs it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.demo: Command | None = None

    def up(self) -> Command:
        if self.demo is None or not self.demo.running():
            self.demo = Command(self.home, "demo", port=free_port()).start().ready()
        return self.demo

    def down(self) -> None:
        if self.demo is not None:
            assert self.demo.stop() == 0


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    found = Stage(Path(tempfile.mkdtemp(prefix="ringback-cli-")) / "home")
    found.up()
    yield found
    found.down()
    session.destroy(found.home)


@pytest.fixture
def shown(stage: Stage) -> Command:
    """A demo that runs."""
    return stage.up()


@pytest.fixture
def filled(stage: Stage) -> Path:
    """A home whose demo has been filled and stopped."""
    stage.down()
    return stage.home


def queue(demo: Command, token: str) -> list[dict[str, object]]:
    url = f"http://127.0.0.1:{demo.port}/api/v1/queue"
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
        return list(json.load(answer))


def test_it_prints_one_line_when_it_answers(shown: Command) -> None:
    assert shown.out() == f"Ringback demo: http://127.0.0.1:{shown.port}/\n"
    assert shown.answers() == 200


def test_a_second_command_joins_the_server_and_does_not_stop_it(shown: Command) -> None:
    code, out, err = run(shown.home, "token", "test", "--person", DANA, *CEDAR)
    assert (code, err) == (0, "")
    rows = queue(shown, out.strip())
    assert len(rows) >= 40
    assert shown.answers() == 200


def test_the_assistant_sees_neither_names_nor_words_in_the_list(shown: Command) -> None:
    _, out, _ = run(shown.home, "token", "test", "--person", VIK, *CEDAR)
    rows = queue(shown, out.strip())
    assert {row["category"] for row in rows} == {
        "MISSED",
        "NEWPT",
        "INTAKE",
        "CLIN",
        "URGENT",
        "EMERG",
    }
    others = [row for row in rows if row["owner"] is None]
    assert others
    assert {row["name"] for row in others} == {None}


def test_a_second_demo_says_that_the_port_is_in_use(shown: Command) -> None:
    code, out, err = run(shown.home, "demo", port=shown.port)
    assert (code, out) == (1, "")
    assert re.fullmatch(rf"ringback: Port {shown.port} is already in use;.*\n", err)
    assert shown.answers() == 200


@pytest.mark.parametrize("name", ["web", "tick", "worker", "mail"])
def test_a_dead_child_is_started_again_and_said(shown: Command, name: str) -> None:
    until(lambda: shown.child(name))
    killed = shown.child(name)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    until(lambda: shown.child(name) not in {None, killed})
    until(lambda: shown.answers() == 200)
    assert f"ringback: {name} ended (killed by signal 9); starting it again" in shown.err()


ASKS = """
import sys
from uuid import UUID
from ringback.cli import ground
from ringback.engine.wallclock import now as clock
with ground.django():
    from ringback.actions import outbox
    from ringback.actions.act import signed
    from ringback.cli.actor import acting
    from ringback.rules.outbox import Changed
    by = acting("cedar-street", sys.argv[1])
    with signed("asked", by=by, now=clock(), needs=None) as act:
        act.changed = False
        outbox.tell_of_change(act, by.person_id, Changed.EMAIL, old_email="old@example.org")
"""


def test_what_the_demo_sends_is_read_on_its_page_and_goes_nowhere(shown: Command) -> None:
    until(lambda: shown.child("worker") and shown.child("mail"))
    env = {**shown.env, "RINGBACK_DEMO": "1", "EMAIL_URL": "smtp://127.0.0.1:9"}
    command = [sys.executable, "-c", ASKS, DANA]
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=60)
    url = f"http://127.0.0.1:{shown.port}/outbox-demo"

    def page() -> str:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return str(answer.read().decode())

    until(lambda: "old@example.org" in page())
    assert "Cedar Street Family Medicine: a change to your account" in page()
    kept = list((shown.home / "demo-mail").glob("*.eml"))
    assert len(kept) == 1


def test_the_demo_sends_nothing_elsewhere_whatever_it_is_told(shown: Command) -> None:
    given = {"EMAIL_URL": "smtps://a:b@mail.example.org", "EMAIL_FROM": "a@example.org"}
    code, out, err = run(shown.home, "serve", port=free_port(), RINGBACK_DEMO="1", **given)
    assert (code, out) == (1, "")
    assert "The demo sends nothing from this machine" in err


def test_a_worker_without_a_mail_server_says_so(tmp_path: Path) -> None:
    code, out, err = run(tmp_path / "home", "worker")
    assert (code, out) == (1, "")
    assert err == ("ringback: EMAIL_URL is not set, so there is no mail server to send through.\n")


def test_a_killed_database_is_back_in_seconds(shown: Command) -> None:
    number = session.cluster(shown.home).pid()
    assert number is not None
    os.kill(number, signal.SIGKILL)
    killed_at = time.monotonic()
    until(lambda: session.cluster(shown.home).pid() not in {None, number})
    until(lambda: shown.answers() == 200)
    assert time.monotonic() - killed_at < 10
    until(lambda: "the database had ended; it runs again" in shown.err())
    code, _, _ = run(shown.home, "token", "test", "--person", DANA, *CEDAR)
    assert code == 0


def test_it_keeps_its_data_and_leaves_no_process(filled: Path) -> None:
    said = []
    for how in (signal.SIGTERM, signal.SIGINT):
        demo = Command(filled, "demo", port=free_port()).start()
        demo.ready(15)
        _, out, _ = run(filled, "token", "test", "--person", DANA, *CEDAR)
        said.append({row["id"] for row in queue(demo, out.strip())})
        assert demo.stop(how) == 0
        assert here(filled) == []
    assert said[0] == said[1]


def test_a_script_that_ignores_interrupts_can_still_interrupt_it(filled: Path) -> None:
    demo = Command(filled, "demo", port=free_port())
    demo.start(preexec_fn=ignoring_interrupts).ready(15)
    assert demo.stop(signal.SIGINT) == 0
    assert here(filled) == []


def ignoring_interrupts() -> None:
    """As a shell's background list leaves a command."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@pytest.mark.parametrize("after_s", [0.4, 1.2, 2.0])
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_stopped_while_it_starts_it_leaves_nothing(
    empty: Path, after_s: float, how: signal.Signals
) -> None:
    demo = Command(empty, "demo", port=free_port()).start(preexec_fn=ignoring_interrupts)
    time.sleep(after_s)
    assert demo.stop(how) in {0, 128 + how}
    assert "Traceback" not in demo.err()
    assert here(empty) == []


def one_sentence(home: Path, *args: str, port: int = 0, **env: str) -> str:
    code, out, err = run(home, *args, port=port or free_port(), **env)
    assert (code, out) == (1, ""), err
    assert re.fullmatch(r"ringback: [^\n]+\n", err), err
    assert "Traceback" not in err
    return err


def test_a_port_that_is_none_is_one_sentence(empty: Path) -> None:
    assert "RINGBACK_PORT must be" in one_sentence(empty, "demo", port=70000)
    assert "'8o8o'" in one_sentence(empty, "demo", RINGBACK_PORT="8o8o")


def test_a_period_that_is_none_is_one_sentence(filled: Path) -> None:
    assert "RINGBACK_LEASE_S" in one_sentence(filled, "demo", RINGBACK_LEASE_S="soon")


def test_a_home_that_is_a_file_is_one_sentence(empty: Path) -> None:
    empty.write_text("not a folder")
    assert str(empty) in one_sentence(empty, "demo")
    empty.unlink()


def test_a_broken_data_folder_is_one_sentence(empty: Path) -> None:
    with session.use(empty):
        version = session.cluster(empty).place.data / "PG_VERSION"
    version.rename(version.with_name("elsewhere"))
    assert "is broken" in one_sentence(empty, "demo")


def test_a_real_home_is_refused(empty: Path) -> None:
    empty.mkdir(mode=0o700)
    (empty / "engine.lock").touch()
    (empty / "purpose").write_text("real\n")
    for command in ("demo", "simulate"):
        assert "real practice's" in one_sentence(empty, command)
    assert "real practice's" in one_sentence(empty, "serve", RINGBACK_DEMO="1")


def test_an_absent_external_server_is_one_sentence(empty: Path) -> None:
    url = "postgresql://app@127.0.0.1:1/ringback"
    said = one_sentence(empty, "serve", DATABASE_URL=url, RINGBACK_DEMO="1")
    assert "The database cannot be used" in said
    assert "cannot be read" in one_sentence(empty, "database", "migrate", DATABASE_URL="mysql://x")


def test_serve_shows_an_external_database_and_invents_nothing(empty: Path) -> None:
    known = ("DATABASE_URL", "DATABASE_DIRECT_URL", "DATABASE_OWNER_URL")
    env = {name: os.environ[name] for name in known if name in os.environ}
    served = Command(empty, "serve", port=free_port(), RINGBACK_DEMO="1", **env).start().ready()
    try:
        assert served.out() == f"Ringback: http://127.0.0.1:{served.port}/\n"
        assert served.answers() == 200
        assert not (empty / "purpose").exists()
        assert not (empty / "engine").exists()
    finally:
        assert served.stop() == 0


def test_simulate_says_what_it_did_and_writes_the_truth(shown: Command, tmp_path: Path) -> None:
    moment, file = datetime(2026, 11, 23, 17, 0, tzinfo=UTC), tmp_path / "truth.jsonl"
    asked = ("--seed", "9", "--until", "2026-11-23T17:00", "--truth", str(file))
    code, out, err = run(shown.home, "simulate", *asked)
    assert (code, err) == (0, "")
    assert out.startswith("Cedar Street Family Medicine (simulated-9): 61 matters")
    again = fill.fill(slug=f"again-{time.monotonic_ns()}", days=1, seed=9, until=moment)
    assert file.read_text() == "".join(f"{line}\n" for line in truth.lines(again.cases))
    assert "already" in one_sentence(shown.home, "simulate", *asked)


def test_help_is_there_at_once(empty: Path) -> None:
    begun = time.monotonic()
    code, out, _ = run(empty, "--help")
    assert code == 0
    assert "demo" in out
    assert time.monotonic() - begun < 3


def test_the_days_before_come_while_the_demo_is_shown_and_only_once(empty: Path) -> None:
    shown = Command(empty, "demo", port=free_port(), RINGBACK_DEMO_DAYS="2").start().ready()
    note = empty / "demo-past-filled"
    until(lambda: note.exists() and note.read_text(), 60)
    assert note.read_text().endswith(" 2 days\n")
    until(lambda: not any("demo-past" in command_line(pid) for pid in here(empty)), 10)
    assert shown.answers() == 200
    assert shown.stop() == 0
