"""Claims, arrivals and whole callbacks over HTTP, each beside one statement of the floor."""

from __future__ import annotations

import os
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import psycopg

from bench import serving
from bench.client import Client, rate, require
from bench.ground import Size, statement
from bench.people import WORKERS
from bench.timing import Aim, in_turns, report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.client import Answer
    from bench.ground import Ground, Loaded

REPEATS: Final = int(os.environ.get("BENCH_WRITE_REPEATS", "7"))
EACH: Final = int(os.environ.get("BENCH_WRITES_EACH", "100"))
"""Requests of one worker in one repeat."""

SIZE: Final = Size(rows=100_000, open=50_000)
HALF: Final = Aim(bound=0.5, at_most=False)
A_THIRD: Final = Aim(bound=0.3, at_most=False)


def claims(ground: Ground) -> None:
    """Next for me, by one person and by four at once; nobody may get what somebody else got."""
    with _both(ground) as (product, floor):
        taken: list[str] = []
        for people in (1, WORKERS):
            name, beside = f"claim-next, {people} at once", f"floor claim, {people} at once"
            found = in_turns(
                {
                    name: _rate([_claiming(each, taken) for each in product[:people]]),
                    beside: _rate([_floor_claiming(each) for each in floor[:people]]),
                },
                repeats=REPEATS,
                unit="requests/s",
                warm=1,
            )
            doubles = len(taken) - len(set(taken))
            report(found[name], beside=found[beside], aim=HALF, taken=len(taken), doubles=doubles)
            report(found[beside])


def arrivals(ground: Ground) -> None:
    """Arrivals of new numbers from four senders: stored, sorted, due, journalled when answered."""
    with _both(ground) as (product, floor):
        name, beside = f"arrivals, {WORKERS} at once", f"floor insert, {WORKERS} at once"
        found = in_turns(
            {
                name: _rate([_arriving(each, "/api/v1/arrivals") for each in product]),
                beside: _rate([_arriving(each, "/floor/arrival") for each in floor]),
            },
            repeats=REPEATS,
            unit="requests/s",
            warm=1,
        )
        report(found[name], beside=found[beside], aim=A_THIRD)
        report(found[beside])


def work(ground: Ground) -> None:
    """A callback from claim to done: take, log the try with its note, close. Three requests."""
    with _both(ground) as (product, floor):
        name, beside = f"claim, note, done, {WORKERS} at once", f"floor claim, {WORKERS} at once"
        found = in_turns(
            {
                name: _rate([_working(each) for each in product], requests=3, each=EACH // 3),
                beside: _rate([_floor_claiming(each) for each in floor]),
            },
            repeats=REPEATS,
            unit="requests/s",
            warm=1,
        )
        report(found[name], beside=found[beside], aim=A_THIRD)
        report(found[beside])


@contextmanager
def _both(ground: Ground) -> Iterator[tuple[list[Client], list[Client]]]:
    """Four clients of the product and four of the floor, on one fresh database."""
    with (
        ground.scratch(SIZE) as loaded,
        nothing_unsorted(loaded),
        serving.product(loaded) as product,
        serving.floor(loaded) as floor,
    ):
        yield (
            [_worker(product, number) for number in range(WORKERS)],
            [_floor_worker(floor, loaded, number) for number in range(WORKERS)],
        )


@contextmanager
def nothing_unsorted(loaded: Loaded) -> Iterator[None]:
    """Only kinds of request that can be closed at once; what is unsorted must be read first."""
    with psycopg.connect(loaded.admin) as connection:
        connection.execute(statement("nothing_unsorted"))
    yield


def _worker(url: str, number: int) -> Client:
    token = f"bench-worker{number}@bench.example"
    return Client(url=url, headers={"Authorization": f"Bearer {token}"})


def _floor_worker(url: str, loaded: Loaded, number: int) -> Client:
    return Client(url=url, headers={"Person": loaded.person(f"worker{number}")[1]})


def _rate(
    workers: list[Callable[[int], object]], *, requests: int = 1, each: int = EACH
) -> Callable[[], float]:
    return lambda: rate(workers, each) * requests


def _claiming(client: Client, taken: list[str]) -> Callable[[int], object]:
    return lambda _: taken.append(_taken(client).json()["id"])


def _taken(client: Client) -> Answer:
    answer = client.post("/api/v1/queue/next")
    require(answer, 200)
    return answer


def _floor_claiming(client: Client) -> Callable[[int], object]:
    return lambda _: require(client.post("/floor/claim"), 200)


_numbers = count(1)


def _arriving(client: Client, path: str) -> Callable[[int], object]:
    def send(_: int) -> None:
        body = {
            "source": "phone",
            "external_id": uuid4().hex,
            "kind": "missed_call",
            "phone": _number(next(_numbers)),
            "name": "Ana Reyes",
            "text": "",
        }
        require(client.post(path, body), 200, 201)

    return send


def _number(number: int) -> str:
    """Forty thousand that nobody has, in areas none of the loaded callbacks is from."""
    area, line = divmod(number, 100)
    return f"({600 + area % 400}) 555-01{line:02}"


def _working(client: Client) -> Callable[[int], object]:
    def once(_: int) -> None:
        answer = _taken(client)
        callback, fence = answer.json(), answer.headers["etag"]
        address = f"/api/v1/callbacks/{callback['id']}"
        tried = client.post(f"{address}/attempts", _TRY, **{"If-Match": fence})
        require(tried, 201)
        closing = {"facts": _FACTS[callback["category"]], "note": _NOTE}
        done = client.post(f"{address}/done", closing, **{"If-Match": tried.headers["etag"]})
        require(done, 200)

    return once


_NOTE: Final = "Spoke with the patient; gave the new appointment on Tuesday at 9:30."
_TRY: Final = {"result": "reached_patient", "note": _NOTE}
_FACTS: Final = {
    "MISSED": {"reason_learned": "moving an appointment"},
    "NEWPT": {
        "declined_because": "found another practice",
        "no_promise": True,
        "forms_not_needed": True,
    },
    "INTAKE": {"received_and_checked": True},
}
