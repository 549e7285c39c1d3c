"""A real Chromium before the real server, on this process's own database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from playwright.sync_api import Browser, Page, Playwright

    from ringback.rules.access import Actor

SHELL = "/usr/bin/chromium-headless-shell"
"""Chromium without the windows it draws even when nobody sees them: half the processor time."""
CHROMIUM = os.environ.get("RINGBACK_CHROMIUM") or (
    SHELL if Path(SHELL).exists() else "/usr/bin/chromium"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOLD = (409,)
"""Refusals that the pages themselves tell; the browser notes each as an error as well. A file that
is about others names them in ALSO_TOLD, and what else a browser says of them in ALSO_SAID."""

SIZES = {"desk": (1366, 768), "phone": (360, 740)}


TOGETHER = 8
"""So many files share one server and its database: a demo of thousands makes the page of all its
people, and every tick, slow."""


class Desks:
    """What stays for the next file at the desks: to start it takes as long as two or three tests.

    Any other file finds neither: the server's tick holds the lock that tests of the tick want for
    theirs, and the browser's event loop runs in this thread, where others want one of their own.
    """

    def __init__(self) -> None:
        self.serving: subprocess.Popen[str] | None = None
        self.address = ""
        self.served_with: Mapping[str, str] = {}
        self.files = 0
        self.playwright: Playwright | None = None
        self.browser: Browser | None = None

    def fits(self, wanted: Mapping[str, str]) -> bool:
        """Whether the server that runs is what the next file wants."""
        running = self.serving is not None and self.serving.poll() is None
        return running and self.served_with == wanted and self.files < TOGETHER

    def open(self, port: int, home: Path, wanted: Mapping[str, str]) -> None:
        """Start the server; it stays until `shut`."""
        self.serving, self.files = serve(port, home, wanted), 0
        self.address, self.served_with = f"http://127.0.0.1:{port}", dict(wanted)

    def chromium(self) -> Browser:
        """The browser; it stays until `leave`."""
        from playwright.sync_api import sync_playwright

        if self.browser is None or not self.browser.is_connected():
            self.leave()
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in our thread
            self.playwright = sync_playwright().start()
            self.browser = self.playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        return self.browser

    def shut(self) -> None:
        """End the server: its database begins anew, or is another file's."""
        if self.serving is not None:
            ends(self.serving)
        self.serving = None

    def leave(self) -> None:
        """End both."""
        self.shut()
        if self.playwright is not None:
            self.playwright.stop()
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        self.playwright = self.browser = None


here = Desks()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> str:
    """`ringback serve` on the database of the tests; answers with its address.

    A file may name settings of its own in SERVED_WITH: it gets a server of its own.
    """
    wanted = getattr(request.module, "SERVED_WITH", {})
    if not here.fits(wanted):
        request.getfixturevalue("afresh")
        here.open(a_port(), tmp_path_factory.mktemp("home"), wanted)
    here.files += 1
    return here.address


def a_port() -> int:
    """A port that is free now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def serve(port: int, home: Path, more: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start `ringback serve`, and wait until it answers."""
    env = {
        **os.environ,
        "RINGBACK_PORT": str(port),
        "RINGBACK_DEMO": "1",
        "RINGBACK_LAPSE_EVERY_S": "60",
        "RINGBACK_SEAL_EVERY_S": "60",
        "RINGBACK_INBOUND_EVERY_S": "60",
        "RINGBACK_HOME": str(home),
        "RINGBACK_FIELD_KEYS": settings.FIELD_KEYS[0],  # and what was kept unreadable here
        "RINGBACK_SECRET_KEY": settings.SECRET_KEY,  # it knows who was signed in here
        **more,
    }
    serving = subprocess.Popen(
        [sys.executable, "-m", "ringback", "serve"], env=env, stdout=subprocess.PIPE, text=True
    )
    assert serving.stdout is not None
    assert "http" in serving.stdout.readline()
    return serving


def ends(serving: subprocess.Popen[str]) -> None:
    """End what `serve` started."""
    serving.terminate()
    serving.communicate(timeout=20)


@pytest.fixture(scope="module")
def chromium() -> Browser:
    """One browser; every person gets a context of their own.

    Without a Chromium the tests are shown as skipped; where CI=true they must run, or fail.
    """
    if not Path(CHROMIUM).exists() and os.environ.get("CI") != "true":
        pytest.skip(f"no Chromium at {CHROMIUM} (RINGBACK_CHROMIUM)")
    return here.chromium()


@pytest.fixture
def at_work(
    chromium: Browser, server: str, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Sign somebody in and hand over their page, at the queue. A console error fails the test."""
    from tests.signing import session_of  # its models want Django set up

    told = (*TOLD, *getattr(request.module, "ALSO_TOLD", ()))
    said_too = getattr(request.module, "ALSO_SAID", ())
    complaints: list[str] = []
    contexts = []

    def sign_in(
        actor: Actor,
        *,
        size: str = "desk",
        theme: str = "light",
        script: bool = True,
        locale: str = "en-US",
    ) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=server,
            viewport={"width": width, "height": height},
            color_scheme=theme,
            java_script_enabled=script,
            locale=locale,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", lambda said: _note(said.type, said.text, told, complaints, said_too))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        context.add_cookies([{"name": "sessionid", "value": session_of(actor), "url": server}])
        page.goto("/", wait_until="domcontentloaded")
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert complaints == [], complaints


def _note(
    kind: str, text: str, told: Sequence[int], complaints: list[str], said_too: Sequence[str] = ()
) -> None:
    expected = any(f"the server responded with a status of {status}" in text for status in told)
    expected = expected or any(each in text for each in said_too)
    if kind == "error" and not expected:
        complaints.append(text)
