"""A browser and a machine client, as light as can be: the client's work is in every figure."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CSRF = "c" * 32
"""The value a form repeats from its cookie; the product compares the two."""

KEPT_S = 3
"""A connection idle for longer is made anew: the server lets go of it after five seconds."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - it is whatever was sent
        """The body read as JSON."""
        return json.loads(self.body)


@dataclass(kw_only=True)
class Client:
    """One kept connection to one server, with the headers every request carries."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        self._used_at = perf_counter()

    def get(self, path: str) -> Answer:
        """Fetch, and insist on 200."""
        answer = self.ask("GET", path)
        require(answer, 200)
        return answer

    def post(self, path: str, body: object = None, **headers: str) -> Answer:
        """Send JSON."""
        sent = b"" if body is None else json.dumps(body).encode()
        kind = {"Content-Type": "application/json"}
        return self.ask("POST", path, sent, {**kind, **headers})

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send one request and read its whole answer."""
        if perf_counter() - self._used_at > KEPT_S:
            self._connection.close()
        self._connection.request(method, path, body, {**self.headers, **(headers or {})})
        response = self._connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        body = response.read()
        self._used_at = perf_counter()
        return Answer(status=response.status, headers=found, body=body)


def require(answer: Answer, *statuses: int) -> None:
    """Raise where the server answered something else: then there is nothing to measure."""
    if answer.status not in statuses:
        words = answer.body[:300].decode("utf-8", "replace")
        raise RuntimeError(f"answered {answer.status}, not {statuses}: {words}")


def signed_in(url: str, practice_id: str, person_id: str) -> Client:
    """A browser in which somebody has signed in to the demo."""
    client = Client(url=url, headers={"Cookie": f"csrftoken={CSRF}"})
    answer = client.ask("POST", f"/people/{practice_id}/{person_id}", b"", {"X-CSRFToken": CSRF})
    require(answer, 302)
    session = answer.headers["set-cookie"].partition(";")[0]
    client.headers["Cookie"] = f"{session}; csrftoken={CSRF}"
    return client


def rate(workers: Sequence[Callable[[int], object]], each: int) -> float:
    """Requests per second when every worker, at once, is called `each` times with 0, 1, 2 ..."""

    def work(worker: Callable[[int], object]) -> None:
        for number in range(each):
            worker(number)

    begin = perf_counter()
    with ThreadPoolExecutor(len(workers)) as threads:
        for done in [threads.submit(work, worker) for worker in workers]:
            done.result()
    return len(workers) * each / (perf_counter() - begin)
