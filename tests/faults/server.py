"""The real product under test: `ringback serve` with its own home, its own port, its own people."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psycopg

from ringback.engine import addresses, session
from ringback.engine.account import server_account
from ringback.engine.home import open_home
from ringback.engine.place import open_place
from tests.faults import processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SOURCE = Path(session.__file__).resolve().parents[2]
READY_LIMIT_S = 40.0
STOP_LIMIT_S = 20.0

PEOPLE = """
import json, sys
from ringback.cli import ground
from ringback.engine.wallclock import now as clock
with ground.django():
    from ringback.actions import door, practice
    from ringback.queries import person
    from ringback.rules.access import Role
    where = practice.establish(
        practice.NewPractice(slug="cedar", name="Cedar", zone="America/New_York", demo=True),
        now=clock(),
    )
    found = []
    for name in sys.argv[1:]:
        email = f"{name.lower()}@example.org"
        who = practice.person(email=email, name=name)
        practice.member(who, where, roles=[Role.FRONT_DESK, Role.MANAGER])
        token = door.issue_token("faults", by=person.actor(who, where, via="cli"), now=clock())
        found.append({"id": str(who), "name": name, "email": email, "token": token})
    print(json.dumps({"practice": str(where), "slug": "cedar", "people": found}))
"""
NAMES = ("Dana", "Mara", "Iris", "Joel", "Kim", "Lena", "Omar", "Petra")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody at work, and the token that acts as them."""

    id: str
    name: str
    email: str
    token: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Seed:
    """A stopped home with a practice and its people, to be copied for every server."""

    home: Path
    practice: str
    slug: str
    people: tuple[Person, ...]


@dataclass
class Server:
    """A running `ringback serve`, and what can be done to it."""

    home: Path
    port: int
    seed: Seed
    env: Mapping[str, str]
    process: subprocess.Popen[bytes]
    log: Path
    kills: int = field(default=0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def admin(self) -> psycopg.Connection[Any]:
        """The superuser's view of everything, past row-level security."""
        url = addresses.at(session.cluster(self.home).admin(), addresses.DATABASE)
        return psycopg.connect(url, autocommit=True)

    def said(self) -> str:
        """What the supervisor and its children wrote."""
        return self.log.read_text("utf-8", "replace")

    def kill_database(self) -> None:
        """Kill -9 of the postmaster and everything it started, at once."""
        postmaster = session.cluster(self.home).pid()
        assert postmaster is not None, "there is no database to kill"
        every = [postmaster, *processes.children(postmaster)]
        processes.kill(*every)
        until(lambda: not any(processes.argv(each) for each in every), 5)
        self.kills += 1

    def web(self) -> int | None:
        """The process of the web, where there is one now."""
        found = processes.children(self.process.pid)
        return next((each for each in found if processes.argv(each)[-1:] == ["web"]), None)

    def answers(self) -> int | None:
        """The status of `/healthz` now; None where nothing answers."""
        try:
            return httpx.get(f"{self.url}/healthz", timeout=10, trust_env=False).status_code
        except httpx.TransportError:
            return None

    def wait(self, limit_s: float = READY_LIMIT_S) -> float:
        """How long it took until it answers 200. Fails the test past the limit."""
        began = time.monotonic()
        until(lambda: self.answers() == httpx.codes.OK, limit_s, self.said)
        return time.monotonic() - began

    def stop(self) -> None:
        """As a person stops it; what is still there after a while is killed."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def until(condition: Callable[[], object], limit_s: float, said: Callable[[], str] = str) -> None:
    """Wait for something that must come."""
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, f"it did not happen in {limit_s} s: {said()[-2000:]}"
        time.sleep(0.05)


@contextmanager
def a_home() -> Iterator[Path]:
    """The path of a home that does not exist yet; whatever it becomes is destroyed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="ringback-faults-"))
    folder.chmod(0o755)  # under root the database's own account passes through
    try:
        yield folder / "home"
    finally:
        if (folder / "home").exists():
            session.destroy(folder / "home")
        shutil.rmtree(folder)


@contextmanager
def a_seed() -> Iterator[Seed]:
    """One practice, made once through the product's own actions, then stopped."""
    with a_home() as home:
        made = subprocess.run(
            [sys.executable, "-c", PEOPLE, *NAMES],
            env=environment(home, 0),
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        told = json.loads(made.stdout)
        people = tuple(Person(**each) for each in told["people"])
        yield Seed(home=home, practice=told["practice"], slug=told["slug"], people=people)


@contextmanager
def a_server(seed: Seed, source: Path = SOURCE, **env: str) -> Iterator[Server]:
    """A copy of the seed, served from this source; stopped and destroyed afterwards."""
    with a_home() as home:
        copy(seed, home)
        log, port = home.parent / "said", free_port()
        full = environment(home, port, source) | env
        with log.open("wb") as said:
            process = serve(full, said)
        server = Server(home=home, port=port, seed=seed, env=full, process=process, log=log)
        try:
            server.wait()
            yield server
        finally:
            server.stop()


def serve(env: Mapping[str, str], said: Any) -> subprocess.Popen[bytes]:
    """Start the real command."""
    command = [sys.executable, "-m", "ringback", "serve"]
    return subprocess.Popen(command, env=dict(env), stdout=said, stderr=said, cwd="/")


def copy(seed: Seed, home: Path) -> None:
    """A home of its own with the same data, wherever the engine keeps it on this machine."""
    account = server_account()
    source = open_place(open_home(seed.home, account), account)
    target = open_place(open_home(home, account), account)
    account.must("cp", "-a", source.data, target.data)


def environment(home: Path, port: int, source: Path = SOURCE) -> dict[str, str]:
    """What a person's shell would have, without anything of the tests."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("RINGBACK_", "DATABASE_", "DJANGO_", "PYTEST_", "PYTHON"))
    }
    given = {"RINGBACK_DEMO": "1", "RINGBACK_HOME": str(home), "RINGBACK_PORT": str(port)}
    return kept | given | {"PYTHONPATH": str(source)}


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
