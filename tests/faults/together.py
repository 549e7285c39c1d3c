"""R6: the same thing comes in many times at the same moment."""

from __future__ import annotations

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.faults import checks, clients
from tests.faults.clients import Client, Door
from tests.faults.ledger import Ledger

if TYPE_CHECKING:
    from typing import Any

    from tests.faults.clients import Answer
    from tests.faults.server import Server

TIMES = 50


def run(server: Server, *, seed: int = 6) -> list[str]:
    """Send one arrival fifty times at once, then its key with another body."""
    with Door(server=server, person=server.seed.people[0]) as door:
        client = Client(
            door=door, ledger=Ledger(), stop=threading.Event(), chance=random.Random(seed)
        )
        key, body = clients.arrival(client)
        answers = _at_once(server, key, body)
        return [
            *_one_and_the_same(answers),
            *_other_body(client, key, body),
            *checks.nothing_came_in_twice(client.ledger, checks.look(server)),
            *checks.nothing_is_half(client.ledger, checks.look(server)),
        ]


def until_it_shows(server: Server) -> list[str]:
    """For a mutant: again with other arrivals until chance brings two copies close enough."""
    for seed in range(6, 26):
        if wrong := run(server, seed=seed):
            return wrong
    return []


def _at_once(server: Server, key: str, body: dict[str, Any]) -> list[Answer]:
    start = threading.Barrier(TIMES)

    def send(number: int) -> Answer:
        person = server.seed.people[number % len(server.seed.people)]
        with Door(server=server, person=person) as door:
            door.read("00000000-0000-7000-8000-000000000000")  # the connection stands already
            start.wait(30)
            return door.post("/arrivals", body, key=key)

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(send, range(TIMES)))


def _one_and_the_same(answers: list[Answer]) -> list[str]:
    wrong = []
    statuses = Counter(each.status for each in answers)
    if statuses != {201: 1, 200: TIMES - 1}:
        wrong.append(f"the same arrival {TIMES} times at once was answered {dict(statuses)}")
    told = {str(each.body) for each in answers if each.status in {200, 201}}
    if len(told) > 1:
        wrong.append(f"the same arrival has {len(told)} ids")
    return wrong


def _other_body(client: Client, key: str, body: dict[str, Any]) -> list[str]:
    other = {**body, "external_id": client.name("other")}
    status = client.door.post("/arrivals", other, key=key).status
    return [] if status == 422 else [f"the same key with another body was answered {status}"]
