"""One PostgreSQL cluster: make it, start it, see whether it lives, stop it.

The server belongs to no command: it is started detached, so it outlives the one that happened to
come first. Callers hold the home's lock around `start` and `stop` (session.py).
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ringback.engine import addresses, configuration
from ringback.engine.account import BARE_ENVIRONMENT
from ringback.engine.parent import adopting
from ringback.engine.place import release_socket_folder, remove_old_copies, socket_folder
from ringback.engine.signals import deferred
from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from ringback.engine.binaries import Binaries
    from ringback.engine.place import Place

START_LIMIT_S = 300
"""How long a start may take; most of it is for repeating the log after a crash."""

RETRY_LIMIT_S = 15
"""After kill -9 the dead server's children hold its memory for about a second; be generous."""

STOP_LIMIT_S = 30
"""How long a fast stop may write before it becomes an immediate one (nothing is lost by either)."""

POLL_S = 0.02

SOCKET_LOCK = ".s.PGSQL.5432.lock"
"""PostgreSQL's file beside its socket, with the server's number."""

LOG_LIMIT_BYTES = 20 * 1024 * 1024

PASSING = ("pre-existing shared memory block", "already exists", "already in use")
"""Reasons for a refused start that go away by themselves."""

# $1 log, the rest the server. Detached, it says its number and lets go of our pipes.
_DETACH = 'umask 077; log="$1"; shift; "$@" </dev/null >>"$log" 2>&1 & echo $!'

_INITDB = (
    "--no-instructions",
    "--data-checksums",
    "--auth=peer",
    f"--username={addresses.ADMIN_ROLE}",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """The server of one place, run by these programs."""

    place: Place
    binaries: Binaries

    def pid(self) -> int | None:
        """Return the living server's process number; None also for a file left by a dead one."""
        found = self._pid_file()
        if not found or not found[0].strip().isdigit():
            return None
        number = int(found[0])
        return number if self._is_server(number) else None

    def socket(self) -> Path:
        """Return the running server's socket folder. Raises EngineTrouble when none is running."""
        found = self._pid_file()
        if len(found) < 5:  # noqa: PLR2004 - line 5 of postmaster.pid is the socket's folder
            raise EngineTrouble("The database is not running.")
        return Path(found[4])

    def admin(self) -> str:
        """Return the running server's superuser URL, to the database that is always there."""
        return addresses.local(self.socket(), addresses.ADMIN_ROLE, "postgres")

    def addresses(self) -> addresses.Addresses:
        """Return the roads to the running server's own database."""
        folder = self.socket()
        app = addresses.local(folder, addresses.APP_ROLE)
        return addresses.Addresses(
            app=app,
            direct=app,
            owner=addresses.local(folder, addresses.OWNER_ROLE),
            admin=addresses.local(folder, addresses.ADMIN_ROLE),
        )

    def start(self) -> bool:
        """Make the cluster if there is none, start it, and wait until it accepts connections.

        False when it was running already. A server that a killed command left starting is waited
        for; one left stopping is seen out and started again. Raises EngineTrouble, with the
        server's own reason, when the data folder is broken or of another version, or the server
        refuses to start.
        """
        number = self.pid()
        if number is not None and self._await(number):
            return False
        remove_old_copies(self.place, self.binaries)
        self._prepare_data()
        self._configure()
        self.trim_log()
        give_up = time.monotonic() + RETRY_LIMIT_S
        while (reason := self._attempt()) is not None:
            if not any(word in reason for word in PASSING) or time.monotonic() > give_up:
                raise EngineTrouble(f"The database did not start: {reason} (see {self.place.log})")
            time.sleep(10 * POLL_S)
        return True

    def trim_log(self) -> None:
        """Keep the log and one before it, each of at most LOG_LIMIT_BYTES."""
        log = self.place.log
        if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
            # Copied and emptied, not renamed: the server keeps appending to the file it has open.
            self.place.account.must("/bin/sh", "-c", 'cp "$1" "$1.1" && : >"$1"', "trim", log)

    def stop(self) -> None:
        """Stop the server: finish what is being written, send everyone away. Idempotent."""
        number = self.pid()
        if number is None:
            return
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self._signal(number, how)
            if self._gone(number, STOP_LIMIT_S):
                _collect(number)
                release_socket_folder(self.place)
                return
        raise EngineTrouble(f"The database (process {number}) could not be stopped.")

    def _attempt(self) -> str | None:
        """One try to start. None when the server is ready, else its reason for refusing.

        A signal to stop waits until then: a server that is not ready yet could not be found again.
        """
        with deferred():
            self._clear_stale_pid()
            begin = self.place.log.stat().st_size if self.place.log.exists() else 0
            return None if self._await(self._launch()) else self._last_words(begin)

    def _await(self, number: int) -> bool:
        """Wait until this server accepts connections; False when it ended instead."""
        deadline = time.monotonic() + START_LIMIT_S
        while not self._ready(number):
            if self._ended(number):
                _collect(number)
                return False
            if time.monotonic() > deadline:
                raise EngineTrouble(
                    f"The database was not ready within {START_LIMIT_S} s (see {self.place.log})."
                )
            time.sleep(POLL_S)
        return True

    def _launch(self) -> int:
        server = [str(self.binaries.tool("postgres")), "-D", str(self.place.data)]
        server += ["-c", "listen_addresses=", "-c", "port=5432"]
        server += ["-c", f"unix_socket_directories={_quoted(socket_folder(self.place))}"]
        server += ["-c", "unix_socket_permissions=0700"]
        with adopting():
            done = subprocess.run(  # noqa: S603 # nosec B603 # its text is constant
                ["/bin/sh", "-c", _DETACH, "detach", str(self.place.log), *server],
                stdout=subprocess.PIPE,
                check=True,
                cwd="/",
                env=BARE_ENVIRONMENT,
                start_new_session=True,
                **self.place.account.identity(),
            )
        return int(done.stdout)

    def _ready(self, number: int) -> bool:
        found = self._pid_file()
        return len(found) > 7 and found[0] == str(number) and found[7].startswith("ready")  # noqa: PLR2004

    @property
    def _pid_path(self) -> Path:
        return self.place.data / "postmaster.pid"

    def _pid_file(self) -> list[str]:
        try:
            return self._pid_path.read_text("utf-8", "surrogateescape").splitlines()
        except FileNotFoundError:
            return []

    def _is_server(self, number: int) -> bool:
        """Whether this process is our server: its command line names our data folder.

        A number can be reused by another program, and a dead process nobody has collected still
        answers signals; neither has this command line.
        """
        return str(self.place.data) in _command_line(number)

    def _ended(self, number: int) -> bool:
        """Whether a server we have seen begin is gone.

        While a process becomes another program it has no command line for a moment (Linux shows
        an empty one), so only one that says something else, or that is dead, has ended.
        """
        said = _command_line(number)
        return str(self.place.data) not in said if said else not _alive(number)

    def _clear_stale_pid(self) -> None:
        """Remove a file that names a living process which is not our server.

        PostgreSQL clears the file of a process that is gone by itself, but refuses to start while
        the number answers, as that of a dead server does until we have collected it. There are two
        such files, the folder's and the socket's. Its second lock, the shared memory, still guards
        the data.
        """
        for path in (self._pid_path, socket_folder(self.place) / SOCKET_LOCK):
            number = _number_in(path)
            if number is None or self._is_server(number):
                continue
            _collect(number)
            if _answers(number):
                self.place.account.must("rm", "-f", path)

    def _last_words(self, begin: int) -> str:
        with self.place.log.open("rb") as log:
            log.seek(begin)
            lines = log.read().decode("utf-8", "replace").splitlines()
        fatal = [line for line in lines if "FATAL:" in line or "PANIC:" in line]
        words = (fatal or lines or ["it ended without a word"])[-1]
        return words.partition(":  ")[2] or words

    def _prepare_data(self) -> None:
        data = self.place.data
        if not data.exists():
            self._initialise()
        version = data / "PG_VERSION"
        if not version.exists() or not (data / "global" / "pg_control").exists():
            raise EngineTrouble(
                f"The data folder {data} is broken (its PG_VERSION or pg_control is missing); "
                "bring it back from a backup, or move it away to begin empty."
            )
        major = version.read_text(encoding="ascii").strip()
        if major != self.binaries.major:
            raise EngineTrouble(
                f"The data in {data} was written by PostgreSQL {major}, but this Ringback carries "
                f"{self.binaries.major}; restore a backup into an empty home, or use that version."
            )

    def _initialise(self) -> None:
        """Make the data folder beside its place and move it there whole.

        Under a name of its own: the initdb of a command that was killed may still be writing.
        """
        account, place = self.place.account, self.place
        account.run("/bin/sh", "-c", 'rm -rf "$1"/data.new-*', "clear", place.path)
        draft = place.path / f"data.new-{secrets.token_hex(4)}"
        account.must(self.binaries.tool("initdb"), *_INITDB, "-D", draft)
        draft.rename(place.data)

    def _configure(self) -> None:
        account, data = self.place.account, self.place.data
        names = ["root", account.name] if os.geteuid() == 0 else [account.name]
        account.write(data / "postgresql.conf", configuration.POSTGRESQL_CONF)
        account.write(data / "pg_hba.conf", configuration.PG_HBA_CONF)
        account.write(data / "pg_ident.conf", configuration.ident(names))

    def _signal(self, number: int, how: signal.Signals) -> None:
        if self._is_server(number):
            os.kill(number, how)

    def _gone(self, number: int, limit_s: float) -> bool:
        deadline = time.monotonic() + limit_s
        while self._is_server(number):
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL_S)
        return True


def _quoted(folder: Path) -> str:
    return '"' + str(folder).replace('"', '""') + '"'


def _number_in(path: Path) -> int | None:
    """The process that a lock file names; None without a readable one."""
    try:
        first = path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except OSError:
        return None
    return int(first) if first.isdecimal() else None


def _collect(number: int) -> None:
    """Take a dead server off the list of processes, if this process was the one to start it."""
    with suppress(ChildProcessError):
        for _ in range(10):
            if os.waitpid(number, os.WNOHANG) != (0, 0):
                return
            time.sleep(POLL_S)


def _answers(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _alive(number: int) -> bool:
    """Whether a process exists and is not just a dead one that nobody has collected."""
    try:
        status = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return not Path("/proc/self/stat").exists() and _answers(number)
    return status.rpartition(")")[2].split()[0] not in {"Z", "X"}


def _command_line(number: int) -> list[str]:
    """Return a process's arguments; none when it is gone, dead, not to be seen, or just exec'd."""
    if Path("/proc/self/cmdline").exists():
        try:
            raw = Path(f"/proc/{number}/cmdline").read_bytes()
        except OSError:
            return []
        return [word for word in raw.decode("utf-8", "surrogateescape").split("\0") if word]
    asked = ["ps", "-ww", "-o", "command=", "-p", str(number)]
    done = subprocess.run(  # noqa: S603 # nosec B603 # a number of ours is all that varies
        asked, capture_output=True, text=True, check=False
    )
    return done.stdout.split()
