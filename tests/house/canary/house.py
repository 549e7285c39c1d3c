"""Where the canary lives: a real server, its people, and everything they were shown and sent."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psycopg

from ringback.engine import addresses, session
from ringback.engine.account import server_account
from ringback.engine.home import open_home
from ringback.engine.place import open_place
from tests.faults.server import SOURCE, a_home, environment, free_port, serve, until
from tests.twins import SENDER, a_twin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringback.channels.email.twin import Twin

PEOPLE = """
import json
from ringback.cli import ground
from ringback.engine.wallclock import now as clock
with ground.django():
    from ringback.actions import door, practice
    from ringback.queries import person
    from ringback.rules.access import Role
    made, found = {}, {}
    for slug, zone in (("cedar", "America/New_York"), ("elm", "America/New_York")):
        made[slug] = practice.establish(
            practice.NewPractice(slug=slug, name=slug.title(), zone=zone, demo=True), now=clock())
    for name, roles, lanes in (
        ("Dana", [Role.FRONT_DESK], None), ("Vik", [Role.ASSISTANT], ["MISSED", "NEWPT"]),
        ("Osei", [Role.CLINICIAN], None), ("Ona", [Role.CLINICIAN], ["NEWPT"]),
        ("Mara", [Role.MANAGER], None), ("Ines", [Role.ADMIN], None),
    ):
        who = practice.person(email=f"{name.lower()}@example.org", name=name)
        practice.member(who, made["cedar"], roles=roles, lanes=lanes)
        at = person.actor(who, made["cedar"], via="cli")
        token = door.issue_token("canary", by=at, now=clock())
        found[name.lower()] = {"id": str(who), "token": token}
    practice.member(who_is := practice.person(email="pat@example.org", name="Pat"), made["elm"],
                    roles=[Role.MANAGER], lanes=None)
    at = person.actor(who_is, made["elm"], via="cli")
    found["pat"] = {"id": str(who_is), "token": door.issue_token("canary", by=at, now=clock())}
    from uuid import UUID
    practice.member(UUID(found["dana"]["id"]), made["elm"], roles=[Role.FRONT_DESK], lanes=None)
    print(json.dumps({"places": {k: str(v) for k, v in made.items()}, "people": found}))
"""
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
ADDRESS = re.compile(r'(?:href|src|action|formaction|data-url|hx-\w+)="([^"]*)"')
TO_DIAL = ("tel:", "sms:")


@dataclass
class House:
    """The running server; `kept` is what was asked and answered, by the kind of place."""

    url: str
    home: Path
    temp: Path
    log: Path
    people: dict[str, dict[str, str]]
    places: dict[str, str]
    post: Twin
    admin: psycopg.Connection[Any]
    kept: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    asked: set[tuple[str, str]] = field(default_factory=set)
    open: ExitStack = field(default_factory=ExitStack)

    def keep(self, kind: str, where: str, text: str) -> None:
        """Remember what stood at a place that is no screen of a patient's."""
        self.kept.setdefault(kind, []).append((f"{kind}: {where}", text))

    def read(self, answer: httpx.Response) -> None:
        """Everything of an answer that may stand in a history, a log of a proxy, a tab."""
        asked = f"{answer.request.method} {answer.request.url.path} {answer.status_code}"
        self.asked.add((answer.request.method, answer.request.url.path))
        self.keep("addresses asked", asked, str(answer.request.url))
        for name, value in answer.headers.multi_items():
            kind = {"location": "where it led", "set-cookie": "cookies"}.get(name, "headers")
            self.keep(kind, f"{asked} {name}", value)
        if answer.headers.get("content-type", "").startswith("text/html"):
            for title in TITLE.findall(answer.text):
                self.keep("titles", asked, title)
            led = [unescape(each) for each in ADDRESS.findall(answer.text)]
            away = [each for each in led if not each.startswith(TO_DIAL)]
            self.keep("addresses on a page", asked, "\n".join(away))

    def error(self, answer: httpx.Response, status: int) -> httpx.Response:
        """An answer that must be this error, its page searched whole."""
        what = f"{answer.request.method} {answer.request.url.path}"
        assert answer.status_code == status, (what, answer.status_code, answer.text[-2000:])
        self.keep("error pages", f"{what} {status}", answer.text)
        return answer

    def one(self, query: str, *values: object) -> Any:
        """One value from the database, past its walls."""
        row = self.admin.execute(query.encode(), values).fetchone()
        assert row is not None, query
        return row[0]

    def browser(self, name: str = "", place: str = "cedar") -> httpx.Client:
        """Somebody's browser, signed in to the demo; every answer is remembered."""
        http = self.open.enter_context(httpx.Client(base_url=self.url, timeout=20, trust_env=False))
        http.event_hooks = {"response": [lambda answer: (answer.read(), self.read(answer))]}
        if name:
            http.get("/people/")
            send(http, f"/people/{self.places[place]}/{self.people[name]['id']}")
        return http

    def program(self, name: str) -> httpx.Client:
        """A program with somebody's token."""
        http = self.browser()
        http.headers["Authorization"] = f"Bearer {self.people[name]['token']}"
        return http


def send(http: httpx.Client, path: str, files: Any = None, **fields: Any) -> httpx.Response:
    """A form, sent as a browser does."""
    mark = http.cookies.get("csrftoken", "")
    return http.post(path, data={"csrfmiddlewaretoken": mark, **fields}, files=files)


@contextmanager
def a_house() -> Iterator[House]:
    """A home with two practices, served at the most talkative level; destroyed afterwards."""
    with a_home() as home, a_twin() as post, tempfile.TemporaryDirectory() as temp:
        port, log = free_port(), home.parent / "said"
        env = environment(home, port) | {
            "PYTHONPATH": f"{SOURCE}:{Path(__file__).parents[3]}",
            "DJANGO_SETTINGS_MODULE": "tests.house.canary.talkative",
            "EMAIL_URL": post.url,
            "EMAIL_FROM": SENDER,
            "TMPDIR": temp,
            "RINGBACK_OUTBOX_EVERY_S": "0.2",
            "RINGBACK_RESTART_PAUSE_S": "0.5",
        }
        made = subprocess.run(
            [sys.executable, "-c", PEOPLE], env=env, capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stderr
        told = json.loads(made.stdout.splitlines()[-1])
        with log.open("wb") as said:
            process = serve(env, said)
        try:
            url = f"http://127.0.0.1:{port}"
            until(lambda: _answers(url), 40, log.read_text)
            road = addresses.at(session.cluster(home).admin(), addresses.DATABASE)
            with psycopg.connect(road, autocommit=True) as admin:
                found = House(
                    url=url, home=home, temp=Path(temp), log=log, people=told["people"],
                    places=told["places"], post=post, admin=admin,
                )  # fmt: skip
                with found.open:
                    yield found
        finally:
            process.terminate()
            process.wait(60)


def _answers(url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{url}/healthz", timeout=5, trust_env=False).status_code == 200
    return False


@contextmanager
def listening(house: House, http: httpx.Client) -> Iterator[None]:
    """Everything the live stream says meanwhile, and the database's own notices."""
    begun, over = threading.Event(), threading.Event()
    threads = [
        threading.Thread(target=_stream, args=(house, http, begun, over)),
        threading.Thread(target=_notices, args=(house, over)),
    ]
    for each in threads:
        each.start()
    begun.wait(5)
    try:
        yield
    finally:
        over.set()
        for each in threads:
            each.join(10)


def _stream(
    house: House, http: httpx.Client, begun: threading.Event, over: threading.Event
) -> None:
    with (
        suppress(httpx.TransportError),
        httpx.Client(base_url=house.url, cookies=http.cookies, timeout=1) as own,
        own.stream("GET", "/live") as answer,
    ):
        for line in answer.iter_lines():
            house.keep("live events", "the stream", line)
            begun.set()
            if over.is_set():
                return


def _notices(house: House, over: threading.Event) -> None:
    with psycopg.connect(house.admin.info.dsn, autocommit=True) as own:
        own.execute("LISTEN ringback")
        while not over.is_set():
            for each in own.notifies(timeout=0.1):
                house.keep("live events", "a notice", each.payload)


def engine_log(house: House) -> Path:
    """What the database's server said."""
    account = server_account()
    return open_place(open_home(house.home, account), account).log
