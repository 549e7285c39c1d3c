"""R1: eight clients work over HTTP while the database is killed again and again."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.faults import checks, clients
from tests.faults.clients import Client, Door
from tests.faults.ledger import Ledger

if TYPE_CHECKING:
    from tests.faults.server import Server

BACK_WITHIN_S = 10.0
INTAKE, WORKING = 3, 5


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the run showed, and how much there was to show it on."""

    wrong: list[str]
    ledger: Ledger
    back_s: list[float]

    def summary(self) -> str:
        """One line for the report."""
        told = self.ledger
        longest = max(self.back_s, default=0.0)
        return (
            f"{len(self.back_s)} kills, back in at most {longest:.1f} s; acknowledged: "
            f"{len(told.arrivals)} arrivals, {len(told.claims)} claims, "
            f"{len(told.attempts)} tries, "
            f"{len(told.done)} closings; answers {dict(sorted(told.statuses.items()))}, "
            f"the slowest after {told.slowest_s:.1f} s"
        )


def run(server: Server, *, seed: int, kills: int) -> Outcome:
    """Kill the database `kills` times under load; answer with everything that is wrong after."""
    chance, ledger, stop = random.Random(seed), Ledger(), threading.Event()
    sent: list[tuple[str, dict[str, Any]]] = []
    workers = [
        Client(
            door=Door(server=server, person=person),
            ledger=ledger,
            stop=stop,
            chance=random.Random(f"{seed} {person.name}"),
        )
        for person in server.seed.people
    ]
    with ThreadPoolExecutor(len(workers)) as pool:
        jobs = [pool.submit(clients.intake, each, sent) for each in workers[:INTAKE]]
        jobs += [pool.submit(clients.work, each) for each in workers[INTAKE:]]
        try:
            back = [_kill(server, chance, ledger) for _ in range(kills)]
            time.sleep(0.5)
        finally:
            stop.set()
        for job in jobs:
            job.result(timeout=60)
    _replay(workers[0])
    wrong = [*checks.violations(ledger, checks.look(server)), *_too_little(ledger)]
    for each in workers:
        each.door.http.close()
    return Outcome(wrong=wrong, ledger=ledger, back_s=back)


def _kill(server: Server, chance: random.Random, ledger: Ledger) -> float:
    time.sleep(chance.uniform(0.6, 1.8))
    server.kill_database()
    killed_at = time.monotonic()
    while time.monotonic() - killed_at < 2 * BACK_WITHIN_S:
        status = server.answers()
        if status not in {200, 503}:
            ledger.say(f"/healthz was answered {status} while the database was away")
        if status == 200:
            break
        time.sleep(0.05)
    took = time.monotonic() - killed_at
    if took > BACK_WITHIN_S:
        ledger.say(f"the server answered again only {took:.1f} s after the kill")
    return took


def _replay(client: Client) -> None:
    """Over HTTP too: what was acknowledged answers with itself."""
    told = list(client.ledger.arrivals.values())
    for each in client.chance.sample(told, min(50, len(told))):
        answer = clients.deliver(client, each.key, each.body)
        if answer is not None and answer.status != 200:
            client.ledger.say(f"arrival {each.key} was answered {answer.status} when sent again")
    closed = list(client.ledger.done.values())
    for each in client.chance.sample(closed, min(20, len(closed))):
        answer = client.door.read(each.callback_id)
        if answer.status != 200 or answer.body["stage"] != "closed":
            client.ledger.say(f"{each.callback_id} was closed and is read as {answer.body}")


def _too_little(ledger: Ledger) -> list[str]:
    counts = (len(ledger.arrivals), len(ledger.claims), len(ledger.attempts), len(ledger.done))
    return [] if min(counts) >= 10 else [f"too little happened to prove anything: {counts}"]
