"""Single sign-on over HTTP: a real practice is set up, served, and signed in to with a provider."""

from __future__ import annotations

import re
import tempfile
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING
from urllib import request
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

import pytest

from ringback.engine import session
from tests import oidc
from tests.cli.running import Command, free_port, run
from tests.cli.test_setup import WILLOW

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ringback-sso-"))
    yield folder / "home"
    if (folder / "home").exists():
        session.destroy(folder / "home")


class Browser:
    """One that follows links and keeps secure cookies for this very machine, as browsers do."""

    def __init__(self, port: int) -> None:
        self.base = f"http://localhost:{port}"
        kept = CookieJar(DefaultCookiePolicy(secure_protocols=("https", "http")))
        no_proxy, cookies = request.ProxyHandler({}), request.HTTPCookieProcessor(kept)
        self.opener = request.build_opener(no_proxy, cookies)

    def get(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """The status, the address it ended at, and the page."""
        sent = None if form is None else urlencode(form).encode()
        try:
            answer = self.opener.open(f"{self.base}{path}", sent, timeout=10)
        except HTTPError as error:
            return error.code, urlsplit(error.url or "").path, error.read().decode()
        return answer.status, urlsplit(answer.url).path, answer.read().decode()

    def send(self, path: str, **form: str) -> str:
        """Fill the form at this address in: where that leads."""
        mark = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path)[2])
        assert mark is not None
        return self.get(path, {"csrfmiddlewaretoken": mark[1], **form})[1]


def test_a_manager_comes_in_with_the_practices_own_accounts(home: Path) -> None:
    port = free_port()
    _, out, _ = run(home, *WILLOW, port=port)
    link = re.search(r"/sign-in/welcome/[\w-]{43}", out)
    assert link is not None, out
    with oidc.a_provider() as provider:
        env = {**provider.environment(), "RINGBACK_OIDC_SECOND_FACTOR": "1"}
        served = Command(home, "serve", port=port, **env).start().ready()
        try:
            led = Browser(port).send(link[0], password="seven green bicycles")
            assert led == "/me/second-step", "a password alone is not enough"
            own = Browser(port)
            assert "Use Cedar accounts" in own.get("/sign-in")[2]
            provider.knows("mara@example.org")
            status, path, page = own.get("/sign-in/with/practice?next=/setup/people")
            assert (status, path, "Mara Lindt" in page) == (200, "/setup/people", True)
            assert own.get("/")[:2] == (200, "/")
            provider.knows("eve@example.org")
            strange = Browser(port)
            status, path, page = strange.get("/sign-in/with/practice")
            assert (status, path) == (403, "/sign-in/with-nobody")
            assert "Ask a manager to invite you" in page
            assert strange.get("/")[1] == "/sign-in"
        finally:
            assert served.stop() == 0
    assert provider.refused == []
