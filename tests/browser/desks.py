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

    from playwright.sync_api import Browser, Page

    from ringback.rules.access import Actor

CHROMIUM = os.environ.get("RINGBACK_CHROMIUM", "/usr/bin/chromium")
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


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
    afresh: None,  # noqa: ARG001 - before it starts
) -> Iterator[str]:
    """`ringback serve` on the database of the tests; yields its address.

    One per file: its tick holds the lock that tests of the tick want for theirs. A file may name
    settings of its own in SERVED_WITH.
    """
    port, home = a_port(), tmp_path_factory.mktemp("home")
    serving = serve(port, home, getattr(request.module, "SERVED_WITH", {}))
    yield f"http://127.0.0.1:{port}"
    ends(serving)


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
        "RINGBACK_HOME": str(home),
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
def chromium(afresh: None) -> Iterator[Browser]:  # noqa: ARG001 - before its loop runs
    """One browser for all tests of a file; every person gets a context of their own.

    Not longer: its event loop runs in this thread, where other tests want one of theirs. Without a
    Chromium the tests are shown as skipped; where CI=true they must run, or fail.
    """
    if not Path(CHROMIUM).exists() and os.environ.get("CI") != "true":
        pytest.skip(f"no Chromium at {CHROMIUM} (RINGBACK_CHROMIUM)")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in our thread
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


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
