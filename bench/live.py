"""How soon a change is on another screen: from the commit to the event of the live stream."""

from __future__ import annotations

from http.client import HTTPConnection
from queue import Queue
from statistics import quantiles
from threading import Thread
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import psycopg

from bench import raw, serving
from bench.client import signed_in
from bench.ground import Size
from bench.timing import Aim, Series, report

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from bench.ground import Ground

EVENTS: Final = 200
SIZE: Final = Size(rows=1000, open=1000)


def measure(ground: Ground) -> None:
    """One writer commits, one signed-in screen listens."""
    with ground.scratch(SIZE) as loaded, serving.product(loaded) as url:
        practice, person = loaded.person("owner0")
        heard: Queue[float] = Queue()
        stream = _opened(url, signed_in(url, practice, person).headers)
        Thread(target=_listen, args=(stream, heard), daemon=True).start()
        sleep(1)
        with psycopg.connect(loaded.app.app) as writer:
            figures = [_one(writer, practice, person, heard) for _ in range(EVENTS)]
    percentiles = quantiles(figures, n=20)
    series = Series(name="live update: commit to event", unit="ms", figures=figures)
    report(series, p95=round(percentiles[18], 3))
    slowest = Series(name="live update: commit to event, p95", unit="ms", figures=[percentiles[18]])
    report(slowest, aim=Aim(bound=50))


def _one(writer: psycopg.Connection, practice: str, person: str, heard: Queue[float]) -> float:
    """Milliseconds from asking for the commit to the event's arrival."""
    while not heard.empty():
        heard.get()
    raw.enter(writer, practice, person, changed=True)
    begin = perf_counter()
    writer.commit()
    at = heard.get(timeout=10)
    sleep(0.01)
    return (at - begin) * 1000


def _opened(url: str, headers: dict[str, str]) -> HTTPResponse:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
    connection.request("GET", "/live", headers=headers)
    return connection.getresponse()


def _listen(stream: HTTPResponse, heard: Queue[float]) -> None:
    while line := stream.readline():
        if line.startswith(b"event: changed"):
            heard.put(perf_counter())
