"""Machines at the door: they send what they have, and send it again until they get an answer."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

import httpx

from tests.faults.ledger import Arrival, Attempt, Claim, Done
from tests.numbers import invented

if TYPE_CHECKING:
    import random
    import threading

    from tests.faults.ledger import Ledger
    from tests.faults.server import Person, Server

ANSWER_LIMIT_S = 10.0
"""Longer than this without an answer is a violation, whatever is broken behind."""

ASK_AGAIN_LIMIT_S = 30.0

AWAY = 503

_numbers = count()
"""Nobody here calls twice: each arrival is a callback of its own."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back. `tries` above 1: earlier copies got no answer, or 503."""

    status: int
    body: Any
    etag: str
    tries: int = 1


@dataclass
class Door:
    """The machine door, opened by one person's token."""

    server: Server
    person: Person
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(
            base_url=f"{self.server.url}/api/v1",
            headers={"Authorization": f"Bearer {self.person.token}"},
            timeout=ANSWER_LIMIT_S,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def send(
        self, method: str, path: str, body: Any = None, *, key: str = "", fence: int | None = None
    ) -> Answer:
        """One request. Raises httpx.TransportError when no answer comes."""
        headers = {"Idempotency-Key": key} if key else {}
        if fence is not None:
            headers["If-Match"] = f'"{fence}"'
        found = self.http.request(method, path, json=body, headers=headers)
        is_json = "json" in found.headers.get("Content-Type", "")
        return Answer(
            status=found.status_code,
            body=found.json() if is_json and found.content else found.text,
            etag=found.headers.get("ETag", "").strip('"'),
        )

    def post(
        self, path: str, body: Any = None, *, key: str = "", fence: int | None = None
    ) -> Answer:
        """One POST."""
        return self.send("POST", path, body, key=key, fence=fence)

    def read(self, callback_id: str) -> Answer:
        """One callback."""
        return self.send("GET", f"/callbacks/{callback_id}")


@dataclass
class Client:
    """Somebody who works at the door while things break, and tells the ledger what was said."""

    door: Door
    ledger: Ledger
    stop: threading.Event
    chance: random.Random
    names: int = 0

    def name(self, kind: str) -> str:
        """A name nothing else has; the same in every run with the same seed."""
        self.names += 1
        return f"{kind}-{UUID(int=self.chance.getrandbits(128))}"

    def ask(
        self, path: str, body: Any = None, *, key: str = "", fence: int | None = None
    ) -> Answer | None:
        """One POST; None where the answer is that it is away, or there is none."""
        began = time.monotonic()
        try:
            answer = self.door.post(path, body, key=key, fence=fence)
        except httpx.TimeoutException:
            self.ledger.say(f"POST {shape(path)} got no answer within {ANSWER_LIMIT_S:g} s")
            return None
        except httpx.TransportError:
            return None
        self.ledger.answered(answer.status, f"POST {shape(path)}", time.monotonic() - began)
        return None if answer.status >= 500 else answer

    def insist(
        self, path: str, body: Any, *, key: str = "", fence: int | None = None
    ) -> Answer | None:
        """The same POST until it is answered; None when the others stopped meanwhile."""
        deadline, tries = time.monotonic() + ASK_AGAIN_LIMIT_S, 0
        while time.monotonic() < deadline:
            tries += 1
            answer = self.ask(path, body, key=key, fence=fence)
            if answer is not None:
                return Answer(status=answer.status, body=answer.body, etag=answer.etag, tries=tries)
            time.sleep(self.chance.uniform(0.02, 0.15))
        self.ledger.say(f"POST {shape(path)} was not answered in {ASK_AGAIN_LIMIT_S:g} s of asking")
        return None


def shape(path: str) -> str:
    """A path without its ids, for sentences."""
    return "/".join("…" if len(part) > 30 else part for part in path.split("/"))


def arrival(client: Client) -> tuple[str, dict[str, Any]]:
    """A new arrival and its key."""
    external = client.name("call")
    body = {
        "source": "faults",
        "external_id": external,
        "kind": "missed_call",
        "phone": invented(next(_numbers)),
        "name": "Ada Example",
    }
    return f"key-{external}", body


def intake(client: Client, sent: list[tuple[str, dict[str, Any]]]) -> None:
    """Send arrivals; now and then one that was sent before, as providers do."""
    while not client.stop.is_set():
        if sent and client.chance.random() < 0.25:
            key, body = client.chance.choice(sent)
        else:
            key, body = arrival(client)
            sent.append((key, body))
        deliver(client, key, body)


def deliver(client: Client, key: str, body: dict[str, Any]) -> Answer | None:
    """One arrival until it is acknowledged."""
    answer = client.insist("/arrivals", body, key=key)
    if answer is None:
        return None
    if answer.status not in {200, 201}:
        client.ledger.say(f"an arrival was answered {answer.status}: {answer.body}")
        return answer
    told = Arrival(
        key=key,
        body=body,
        arrival_id=answer.body["arrival_id"],
        callback_id=answer.body["callback_id"],
    )
    # A first copy that got no answer may have been kept; then 200 is right, and 201 is too.
    client.ledger.arrived(told, created=answer.status == 201)
    return answer


def work(client: Client) -> None:
    """Take the next one, write the try and its note down, close it; leave some open."""
    while not client.stop.is_set():
        answer = client.ask("/queue/next")
        if answer is None or answer.status == 204:
            time.sleep(0.05)
        elif answer.status == 200:
            _finish(client, _claimed(client, answer))
        else:
            client.ledger.say(f"POST /queue/next was answered {answer.status}")


def _claimed(client: Client, answer: Answer) -> Claim:
    claim = Claim(
        callback_id=answer.body["id"],
        fence=int(answer.etag),
        person_id=client.door.person.id,
    )
    client.ledger.claimed(claim)
    return claim


def _finish(client: Client, claim: Claim) -> None:
    if attempt(client, claim) and client.chance.random() < 0.7:
        close(client, claim)


def attempt(client: Client, claim: Claim) -> bool:
    """Write one try down, under a key, until it is acknowledged."""
    note = f"Spoke to her about the visit, {client.name('try')}"
    body = {"result": "reached_patient", "note": note}
    client.ledger.sends_attempt(claim.callback_id)
    answer = client.insist(
        f"/callbacks/{claim.callback_id}/attempts", body, key=f"key-{note}"[:200], fence=claim.fence
    )
    if answer is None:
        return False
    if answer.status not in {200, 201}:
        client.ledger.say(f"the holder's own try was answered {answer.status}: {answer.body}")
        return False
    client.ledger.attempted(
        Attempt(
            attempt_id=answer.body["attempt_id"],
            callback_id=claim.callback_id,
            person_id=claim.person_id,
            result=body["result"],
            note=note,
        )
    )
    return True


def close(client: Client, claim: Claim) -> None:
    """Close it; after an unknown outcome 412 may mean that it is closed already."""
    note = f"She learned the result and is content, {client.name('done')}"
    facts = {"reason_learned": f"asks about {client.name('reason')}"}
    path = f"/callbacks/{claim.callback_id}/done"
    answer = client.insist(path, {"facts": facts, "note": note}, fence=claim.fence)
    if answer is None:
        return
    if answer.status == 412 and answer.tries > 1:
        return  # whether it is closed exactly once is looked up afterwards
    if answer.status != 200:
        client.ledger.say(f"the holder's own closing was answered {answer.status}: {answer.body}")
        return
    client.ledger.closed(
        Done(callback_id=claim.callback_id, person_id=claim.person_id, facts=facts, note=note)
    )
