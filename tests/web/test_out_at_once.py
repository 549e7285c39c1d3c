"""Whoever leaves is out of everything within five seconds; whose role is lowered, out of that part.

Asked of the real server, with a live stream that stays open, and with the real periods.
"""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as now_set

from ringback.actions import claim, door, leaving, note, wayin
from ringback.engine.wallclock import now as clock
from ringback.models import Membership
from ringback.web import standing
from tests import records
from tests.cast import came_in
from tests.cli.running import free_port, until
from tests.post import post
from tests.signing import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from ringback.rules.access import Actor
    from tests.cast import Cast

LIMIT_S = 5.0
COOKIE = "sessionid"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The web process of a real practice, as `ringback serve` starts it, on the tests' database."""
    found = free_port()
    given = {
        "RINGBACK_PORT": str(found), "RINGBACK_DEMO": "0",
        "RINGBACK_SECRET_KEY": now_set.SECRET_KEY,
        "RINGBACK_HOME": str(tmp_path_factory.mktemp("home")),
    }  # fmt: skip
    serving = subprocess.Popen([sys.executable, "-m", "ringback", "web"], env=os.environ | given)
    try:
        until(lambda: _ask(found, "/healthz") == (200, ""), 30)
        yield found
    finally:
        serving.terminate()
        serving.wait(20)


def _ask(port: int, path: str, **headers: str) -> tuple[int, str]:
    """The status and where it leads; 0 where nobody answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        answer.read()
    except OSError:
        return 0, ""
    finally:
        line.close()
    return answer.status, answer.headers.get("Location", "")


class Listening:
    """A live stream of a real browser, read to its end in a thread of its own."""

    def __init__(self, port: int, cookie: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.line.request("GET", "/live", headers={"Cookie": cookie})
        self.answer = self.line.getresponse()
        assert self.answer.status == 200
        assert self.answer.readline() == b"retry: 1000\n"
        self.said = b""
        self.ended_at = 0.0
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        self.said = self.answer.read()
        self.ended_at = time.monotonic()

    def end(self) -> float:
        """When it ended."""
        self.thread.join(LIMIT_S + 3)
        self.line.close()
        return self.ended_at or float("inf")


def real_session(actor: Actor) -> Client:
    """Somebody who signed in with two steps: the real server asks for both."""
    client = signed_in(actor)
    held = client.session
    shown = {"method": "mfa", "type": "totp", "at": clock().timestamp()}
    held["account_authentication_methods"] = [shown]
    held.save()
    return client


def test_session_token_stream_and_reset_link_of_whoever_left_are_dead_within_five_seconds(
    cedar: Cast, port: int, settings: SettingsWrapper
) -> None:
    settings.POST = post()
    cookie = f"{COOKIE}={real_session(cedar.vik).cookies[COOKIE].value}"
    token = f"Bearer {door.issue_token('the website', by=cedar.vik, now=clock())}"
    reset_door = wayin.forgotten(_email(cedar.vik), now=clock())
    assert reset_door is not None
    reset = f"/sign-in/welcome/{door.link_token('password_reset', reset_door)}"
    held = came_in(cedar.dana, now=clock()).callback_id
    claim.claim(held, by=cedar.vik, now=clock())
    ways = {
        "page": ("/", {"Cookie": cookie}),
        "callback": (f"/callbacks/{held}", {"Cookie": cookie}),
        "own ways": ("/me", {"Cookie": cookie}),
        "live": ("/live", {"Cookie": cookie}),
        "token": ("/api/v1/queue", {"Authorization": token}),
        "reset": (reset, {}),
    }
    before = {
        name: _ask(port, path, **more)[0] for name, (path, more) in ways.items() if name != "live"
    }
    assert before == dict.fromkeys(before, 200)
    stream = Listening(port, cookie)

    leaving.leave(cedar.vik.person_id, by=cedar.mara, now=clock())
    left_at = time.monotonic()
    after = {name: _ask(port, path, **more) for name, (path, more) in ways.items()}
    asked_by = time.monotonic() - left_at
    assert {name: each[0] for name, each in after.items()} == {
        "page": 302, "callback": 302, "own ways": 302, "live": 302, "token": 401, "reset": 404,
    }  # fmt: skip
    assert {each[1].partition("?")[0] for each in after.values() if each[1]} == {"/sign-in"}
    assert asked_by < LIMIT_S
    assert stream.end() - left_at < LIMIT_S
    assert stream.said.endswith(b"event: ended\ndata: \n\n")
    assert records.callback(cedar, held).owner_id is None


def _email(actor: Actor) -> str:
    from ringback.models import Person

    return Person.objects.get(id=actor.person_id).email


def test_whose_role_is_lowered_while_the_page_is_open_is_refused_and_keeps_the_draft(
    cedar: Cast,
) -> None:
    client, it = signed_in(cedar.dana), came_in(cedar.dana, now=clock()).callback_id
    fence = claim.claim(it, by=cedar.dana, now=clock()).fence
    there = f"/callbacks/{it}"
    assert client.get(there).status_code == 200
    words = "Reached her; she asks for Tuesday morning."
    note.save_draft(it, "Reached her", by=cedar.dana, now=clock())
    Membership.objects.filter(person_id=cedar.dana.person_id).update(roles=["auditor"])
    for path, form in {
        "notes": {"note": words}, "attempts": {"result": "no_answer"}, "done": {"note": words},
        "give-back": {}, "ask": {"note": words},
    }.items():  # fmt: skip
        answer = client.post(f"{there}/{path}", {"fence": fence, **form})
        assert answer.status_code == 403, path
    assert client.get(there).status_code == 403
    kept = client.post(f"{there}/draft", {"note": words, "card": "1"})
    assert kept.status_code == 200
    assert re.fullmatch(r"saved \d\d:\d\d:\d\d", kept.content.decode())
    assert records.drafts(cedar, callback_id=it) == [(cedar.dana.person_id, words)]
    assert records.notes(cedar) == []
    assert records.callback(cedar, it).fence == fence
    Membership.objects.filter(person_id=cedar.dana.person_id).update(roles=["front_desk"])
    assert words in client.get(there).content.decode()


def test_back_after_signing_out_shows_nothing(cedar: Cast) -> None:
    client, it = signed_in(cedar.dana), came_in(cedar.dana, now=clock()).callback_id
    pages = ["/", f"/callbacks/{it}", "/ledger", "/setup/people", "/me"]
    assert {client.get(each).headers["Cache-Control"] for each in pages} <= {
        "no-store",
        "max-age=0, no-cache, no-store, must-revalidate, private",
    }
    answer = client.post("/people/leave")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert standing.PRACTICE not in client.session
    assert [client.get(each).status_code for each in pages] == [302] * len(pages)
