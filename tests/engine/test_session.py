from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from ringback.engine import session
from ringback.engine.trouble import EngineTrouble
from tests.engine.commands import HOLD, ROOT, Runner, read, until

if TYPE_CHECKING:
    from ringback.engine.addresses import Addresses
    from ringback.engine.binaries import Binaries


def test_the_first_command_starts_it_the_second_joins_and_the_last_one_out_stops_it(
    home: Path,
) -> None:
    with session.use(home) as first:
        number = session.cluster(home).pid()
        with session.use(home) as second:
            assert second == first
            assert session.cluster(home).pid() == number
        assert session.cluster(home).pid() == number
        with psycopg.connect(first.app) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("ringback_app",)
    assert session.cluster(home).pid() is None


@pytest.mark.skipif(not Path("/proc").exists(), reason="only Linux lists the dead in /proc")
def test_a_stopped_or_killed_server_is_not_left_in_the_list_of_processes(home: Path) -> None:
    with session.use(home):
        killed = session.cluster(home).pid()
        os.kill(killed or 0, signal.SIGKILL)
        until(session.keeper(home))
        stopped = session.cluster(home).pid()
    assert stopped != killed
    assert not Path(f"/proc/{killed}").exists()
    assert not Path(f"/proc/{stopped}").exists()


def test_what_was_saved_is_there_at_the_next_start(home: Path) -> None:
    with session.use(home) as roads, psycopg.connect(roads.owner or "") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    with session.use(home) as roads, psycopg.connect(roads.app) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_two_commands_that_start_in_the_same_moment_share_one_server(
    empty: Path, here: Runner
) -> None:
    commands = [here.start(HOLD, empty) for _ in range(3)]
    said = {read(command) for command in commands}
    assert len(said) == 1
    number = session.cluster(empty).pid()
    for command in commands[:2]:
        command.communicate(timeout=30)
    assert session.cluster(empty).pid() == number
    commands[2].communicate(timeout=30)
    assert session.cluster(empty).pid() is None


def test_two_commands_that_leave_in_the_same_moment_do_not_wait_for_each_other(
    home: Path, here: Runner
) -> None:
    commands = [here.start(HOLD, home) for _ in range(3)]
    for command in commands:
        read(command)
    for command in commands:
        assert command.stdin is not None
        command.stdin.close()
    for command in commands:
        command.stdin = None
        command.communicate(timeout=30)
    assert session.cluster(home).pid() is None


def test_a_killed_commands_server_is_joined_and_stopped_by_the_next(
    home: Path, here: Runner
) -> None:
    command = here.start(HOLD, home)
    read(command)
    number = session.cluster(home).pid()
    command.kill()
    command.communicate()
    assert session.cluster(home).pid() == number
    with session.use(home):
        assert session.cluster(home).pid() == number
    assert session.cluster(home).pid() is None


@pytest.mark.parametrize("moment_s", [0.15, 0.2])
def test_a_command_killed_while_it_starts_the_server_leaves_a_home_that_works(
    home: Path, here: Runner, moment_s: float
) -> None:
    command = here.start(HOLD, home)
    time.sleep(moment_s)
    command.kill()
    command.communicate()
    with session.use(home) as roads:
        assert answers(roads.app)
    assert session.cluster(home).pid() is None


def test_a_server_that_is_still_stopping_is_seen_out_and_started_again(home: Path) -> None:
    with session.use(home):
        found = session.cluster(home)
        number = found.pid()
        os.kill(number or 0, signal.SIGINT)
        with session.use(home) as roads:
            assert answers(roads.app)
            assert found.pid() != number


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_command_and_its_server_even_when_a_script_had_it_ignored(
    home: Path, here: Runner, number: signal.Signals
) -> None:
    def ignore() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    command = here.start(HOLD, home, preexec_fn=ignore)
    read(command)
    command.send_signal(number)
    command.communicate(timeout=30)
    assert command.returncode == 128 + number
    assert session.cluster(home).pid() is None


def test_a_killed_server_is_back_with_what_it_acknowledged(home: Path) -> None:
    with session.use(home) as roads:
        keep = session.keeper(home)
        assert keep() is False
        with psycopg.connect(roads.owner or "") as connection:
            connection.execute("CREATE TABLE survived AS SELECT 7 AS number")
        os.kill(session.cluster(home).pid() or 0, signal.SIGKILL)
        until(lambda: session.cluster(home).pid() is None)
        began = time.monotonic()
        assert keep() is True
        assert time.monotonic() - began < 8
        with psycopg.connect(roads.app) as connection:
            assert connection.execute("SELECT number FROM survived").fetchone() == (7,)


@pytest.mark.skipif(not shutil.which("bash"), reason="only bash can empty a command line")
def test_a_server_with_no_command_line_for_a_moment_is_waited_for(home: Path, empty: Path) -> None:
    found = session.cluster(home)
    slow = replace(found, binaries=slow_to_become(found.binaries, empty.parent))
    assert slow.start() is True
    assert answers(slow.addresses().app)


def test_a_command_that_finds_a_killed_server_starts_it(home: Path, here: Runner) -> None:
    command = here.start(HOLD, home)
    read(command)
    os.kill(session.cluster(home).pid() or 0, signal.SIGKILL)
    command.kill()
    command.communicate()
    with session.use(home) as roads, psycopg.connect(roads.app) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_process_number_that_went_to_another_program_does_not_count_as_the_server(
    home: Path,
) -> None:
    with session.use(home):
        found = session.cluster(home)
        content = (found.place.data / "postmaster.pid").read_text()
    account = found.place.account
    other = subprocess.Popen(["/bin/sleep", "60"], **account.identity())
    try:
        content = f"{other.pid}\n" + content.partition("\n")[2]
        account.write(found.place.data / "postmaster.pid", content)
        assert found.pid() is None
        with session.use(home):
            assert found.pid() not in {None, other.pid}
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_home_and_all_in_it_are_closed_to_others(standing: Path) -> None:
    place = session.cluster(standing).place
    for path in (place.path, place.data, place.path / "socket"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
        assert path.stat().st_uid == place.account.uid
    assert stat.S_IMODE(place.log.stat().st_mode) == 0o600
    assert stat.S_IMODE(standing.stat().st_mode) == (0o710 if ROOT else 0o700)


def test_a_broken_data_folder_is_one_clear_sentence(spare: Path) -> None:
    with session.use(spare):
        found = session.cluster(spare)
    found.place.account.must("rm", found.place.data / "global" / "pg_control")
    with pytest.raises(EngineTrouble, match="is broken"), session.use(spare):
        pass


def test_a_data_folder_that_the_server_itself_refuses_gives_the_servers_reason(spare: Path) -> None:
    with session.use(spare):
        found = session.cluster(spare)
    found.place.account.must("rm", "-r", found.place.data / "pg_wal")
    with pytest.raises(EngineTrouble, match="pg_wal"), session.use(spare):
        pass
    assert found.pid() is None


def test_a_data_folder_of_another_version_is_named(spare: Path) -> None:
    with session.use(spare):
        found = session.cluster(spare)
    found.place.account.write(found.place.data / "PG_VERSION", "15\n")
    with pytest.raises(EngineTrouble, match="written by PostgreSQL 15"), session.use(spare):
        pass


def test_an_initdb_whose_command_was_killed_is_begun_again(empty: Path, here: Runner) -> None:
    command = here.start(HOLD, empty)
    until(lambda: list(empty.glob("engine/data.new-*/base")))
    command.kill()
    command.communicate()
    with session.use(empty) as roads:
        assert answers(roads.app)


def test_the_log_has_no_word_of_what_was_said(roads: Addresses, standing: Path) -> None:
    with psycopg.connect(roads.owner or "", autocommit=True) as connection:
        connection.execute("CREATE TABLE quiet (name text UNIQUE)")
        connection.execute("INSERT INTO quiet VALUES ('Canary Patient')")
        for statement in (
            "INSERT INTO quiet VALUES ('Canary Patient')",
            "SELECT 'Canary Patient'::date",
            "DO $$ BEGIN RAISE WARNING 'Canary Patient'; END $$",
        ):
            with suppress(psycopg.Error):
                connection.execute(statement)
    threading.Thread(target=crash_a_backend, args=(roads,)).start()
    log = session.cluster(standing).place.log
    until(lambda: "terminated by signal 9" in log.read_text())
    until(lambda: answers(roads.app))
    assert "Canary" not in log.read_text()


def crash_a_backend(roads: Addresses) -> None:
    with psycopg.connect(roads.owner or "") as connection:
        pid = connection.info.backend_pid
        threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT pg_sleep(9), 'Canary Patient'")


SLOW = """#!/usr/bin/env bash
exec -a '' /bin/sh <<< "sleep 0.5; exec {server} $(printf ' %q' "$@")"
"""
"""Half a second long it is alive without a command line, as every program is while it is exec'd."""


def slow_to_become(binaries: Binaries, folder: Path) -> Binaries:
    slow = replace(binaries, folder=folder)
    slow.tool("postgres").parent.mkdir(parents=True)
    slow.tool("postgres").write_text(SLOW.format(server=binaries.tool("postgres")))
    slow.tool("postgres").chmod(0o755)
    return slow


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True
