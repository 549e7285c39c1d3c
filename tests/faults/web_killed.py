"""R2: the web dies at a chosen moment of a request; then the same is sent again."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tests.faults import checks, clients
from tests.faults.clients import Client, Door
from tests.faults.ledger import Ledger
from tests.faults.server import SOURCE, a_server, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from tests.faults.server import Seed, Server

CRASH = Path(__file__).parent / "crash"


@dataclass(frozen=True, kw_only=True)
class Point:
    """When the web dies: before or after the statement with these words."""

    doing: str
    when: str
    statement: str

    @property
    def kept(self) -> bool:
        """Whether what was sent must be there afterwards; else it must not be."""
        return (self.when, self.statement) == ("after", "COMMIT")

    def __str__(self) -> str:
        return f"{self.doing}: web killed {self.when} {self.statement}"


def _points(doing: str, *moments: tuple[str, str]) -> list[Point]:
    return [Point(doing=doing, when=when, statement=text) for when, text in moments]


POINTS: tuple[Point, ...] = (
    *_points(
        "arrival",
        ("before", "FROM door"),
        ("after", "set_config"),
        ("after", "pg_advisory_xact_lock"),
        ("before", "INSERT INTO callback"),
        ("after", "INSERT INTO callback"),
        ("before", "INSERT INTO arrival"),
        ("after", "INSERT INTO arrival"),
        ("before", "INSERT INTO journal"),
        ("after", "INSERT INTO journal"),
        ("before", "COMMIT"),
        ("after", "COMMIT"),
    ),
    *_points(
        "attempt",
        ("before", "INSERT INTO attempt"),
        ("after", "INSERT INTO attempt"),
        ("after", "INSERT INTO note"),
        ("after", "UPDATE callback"),
        ("before", "COMMIT"),
        ("after", "COMMIT"),
    ),
    *_points(
        "done",
        ("after", "INSERT INTO done_fact"),
        ("after", "UPDATE callback"),
        ("after", "COMMIT"),
    ),
)


def served(seed: Seed, source: Path = SOURCE) -> AbstractContextManager[Server]:
    """A server whose web can be killed at a moment; it is started again quickly each time."""
    return a_server(
        seed,
        source,
        PYTHONPATH=f"{CRASH}:{source}",
        RINGBACK_RESTART_PAUSE_S="0.2",
        FAULT_CRASH=str(seed.home.parent / "fuse"),
    )


def run(server: Server, points: Sequence[Point] = POINTS) -> list[str]:
    """Die at each point, one after the other; answer with everything that is wrong after."""
    ledger = Ledger()
    client = Client(
        door=Door(server=server, person=server.seed.people[0]),
        ledger=ledger,
        stop=threading.Event(),
        chance=random.Random(2),
    )
    wrong = []
    for point in points:
        wrong += [f"{point}: {words}" for words in DOING[point.doing](client, point)]
    said = server.said().count("web ended (killed by signal 9)")
    if said != len(points):
        wrong.append(f"the web was killed {len(points)} times, and it was said {said} times")
    client.door.http.close()
    return [*wrong, *checks.violations(ledger, checks.look(server))]


def _arrival(client: Client, point: Point) -> Iterator[str]:
    key, body = clients.arrival(client)
    yield from _die(client, point, lambda: client.door.post("/arrivals", body, key=key))
    before = [
        each["id"]
        for each in checks.look(client.door.server).arrivals
        if each["idempotency_key"] == key
    ]
    if len(before) != point.kept:
        yield f"{len(before)} arrivals are there, {int(point.kept)} should be"
    first = clients.deliver(client, key, body)
    again = clients.deliver(client, key, body)
    if first is None or again is None:
        yield "the arrival was not answered when sent again"
    elif (first.status, again.status) != (200 if point.kept else 201, 200):
        yield f"sent again it was answered {first.status} and {again.status}"
    elif before and first.body["arrival_id"] not in before:
        yield "the same key gave another arrival"


def _attempt(client: Client, point: Point) -> Iterator[str]:
    claim = _held(client)
    path, key = f"/callbacks/{claim.callback_id}/attempts", client.name("attempt")
    body = {"result": "reached_patient", "note": f"Spoke to her about Friday, {key}"}
    client.ledger.sends_attempt(claim.callback_id)
    yield from _die(client, point, lambda: client.door.post(path, body, key=key, fence=claim.fence))
    there = [
        each["id"]
        for each in checks.look(client.door.server).attempts
        if each["callback"] == claim.callback_id
    ]
    if len(there) != point.kept:
        yield f"{len(there)} tries are there, {int(point.kept)} should be"
    first = client.door.post(path, body, key=key, fence=claim.fence)
    again = client.door.post(path, body, key=key, fence=claim.fence)
    if (first.status, again.status) != (200 if point.kept else 201, 200):
        yield f"sent again it was answered {first.status} and {again.status}"
    elif {first.body["attempt_id"], again.body["attempt_id"]} - set(
        there or [first.body["attempt_id"]]
    ):
        yield "the same key gave another try"


def _done(client: Client, point: Point) -> Iterator[str]:
    claim = _held(client)
    clients.attempt(client, claim)
    path = f"/callbacks/{claim.callback_id}/done"
    body = {"facts": {"reason_learned": "a bill"}, "note": "She asked about the bill, explained it"}
    yield from _die(client, point, lambda: client.door.post(path, body, fence=claim.fence))
    stage = client.door.read(claim.callback_id).body["stage"]
    if (stage == "closed") != point.kept:
        yield f"it is {stage}"
    again = client.door.post(path, body, fence=claim.fence)
    if again.status != (412 if point.kept else 200):
        yield f"sent again it was answered {again.status}"


def _held(client: Client) -> clients.Claim:
    key, body = clients.arrival(client)
    clients.deliver(client, key, body)
    answer = client.door.post("/queue/next")
    assert answer.status == 200, answer
    claim = clients.Claim(
        callback_id=answer.body["id"], fence=int(answer.etag), person_id=client.door.person.id
    )
    client.ledger.claimed(claim)
    return claim


def _die(client: Client, point: Point, send: Callable[[], Any]) -> Iterator[str]:
    """Send while the fuse is laid; wait until the web is back."""
    server = client.door.server
    fuse, before = Path(server.env["FAULT_CRASH"]), server.web()
    fuse.write_text(f"web\t{point.when}\t{point.statement}\t1", "utf-8")
    try:
        answer = send()
    except httpx.TransportError:
        until(lambda: server.web() not in {before, None}, 15, server.said)
        server.wait()
    else:
        fuse.unlink(missing_ok=True)
        yield f"it did not happen: the answer was {answer.status}"
    time.sleep(0.05)  # a transaction whose client died ends a moment later


DOING: dict[str, Callable[[Client, Point], Iterator[str]]] = {
    "arrival": _arrival,
    "attempt": _attempt,
    "done": _done,
}
