"""What the server acknowledged, and every answer it should not have given.

Only what was acknowledged must be there afterwards; what got no answer may be there once or not.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """An arrival the server said it has."""

    key: str
    body: dict[str, Any]
    arrival_id: str
    callback_id: str


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A callback the server said is this person's, at this fence."""

    callback_id: str
    fence: int
    person_id: str


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A try the server said it wrote down, with the note that came with it."""

    attempt_id: str
    callback_id: str
    person_id: str
    result: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Done:
    """A closing the server confirmed."""

    callback_id: str
    person_id: str
    facts: dict[str, Any]
    note: str


@dataclass
class Ledger:
    """Filled by all clients at once."""

    arrivals: dict[str, Arrival] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)
    claims: list[Claim] = field(default_factory=list)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    attempt_keys: Counter[str] = field(default_factory=Counter)
    done: dict[str, Done] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    slowest_s: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, status: int, what: str, took_s: float) -> None:
        """Every answer counts; only 503 may say that something is away."""
        with self.lock:
            self.statuses[status] += 1
            self.slowest_s = max(self.slowest_s, took_s)
        if status >= 500 and status != 503:
            self.say(f"{what} was answered {status}; only 503 says that the database is away")

    def say(self, violation: str) -> None:
        """Note a violation seen while it happened."""
        with self.lock:
            self.wrong.append(violation)

    def arrived(self, new: Arrival, *, created: bool) -> None:
        """An arrival was acknowledged, perhaps once more."""
        with self.lock:
            before = self.arrivals.setdefault(new.key, new)
            self.made[new.key] += created
        if self.made[new.key] > 1:
            self.say(f"arrival {new.key} was made {self.made[new.key]} times")
        if before.arrival_id != new.arrival_id or before.callback_id != new.callback_id:
            self.say(f"arrival {new.key} was acknowledged with two different ids")

    def claimed(self, new: Claim) -> None:
        """A callback was given to somebody."""
        with self.lock:
            others = [
                each
                for each in self.claims
                if (each.callback_id, each.fence) == (new.callback_id, new.fence)
                and each.person_id != new.person_id
            ]
            self.claims.append(new)
        if others:
            self.say(f"callback {new.callback_id} was given to two people at fence {new.fence}")

    def sends_attempt(self, callback_id: str) -> None:
        """One more try is going to be sent, under a key of its own."""
        with self.lock:
            self.attempt_keys[callback_id] += 1

    def attempted(self, new: Attempt) -> None:
        """A try was acknowledged."""
        with self.lock:
            self.attempts[new.attempt_id] = new

    def closed(self, new: Done) -> None:
        """A closing was acknowledged."""
        with self.lock:
            self.done[new.callback_id] = new
