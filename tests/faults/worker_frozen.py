"""R4: a worker is frozen past its lease while another takes over, then thawed."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from typing import TYPE_CHECKING

from tests.faults.mailing import posted
from tests.faults.server import SOURCE, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.mailing import Post
    from tests.faults.server import Seed

LEASE_S = 2.0
LIMIT_S = 20


def run(seed: Seed, source: Path = SOURCE) -> list[str]:
    """The late mark alone, then freezes among many mails."""
    with posted(seed, 1, source, RINGBACK_OUTBOX_LEASE_S=str(LEASE_S)) as post:
        wrong = list(_late(post))
    if wrong:
        return wrong
    with posted(seed, 200, source, RINGBACK_OUTBOX_LEASE_S="1") as post:
        return list(_among_many(post, freezes=4, chance=random.Random(4)))


def _late(post: Post) -> Iterator[str]:
    """Two have sent the same mail, the second is about to mark it: then the first comes back."""
    post.twin.mood = "says_nothing"
    first = post.start()
    until(lambda: len(post.twin.kept) == 1, LIMIT_S, post.said)
    os.kill(first.pid, signal.SIGSTOP)
    second = post.start()
    until(lambda: len(post.twin.kept) == 2, LIMIT_S, post.said)
    os.kill(second.pid, signal.SIGSTOP)
    post.twin.let_go.set()
    os.kill(first.pid, signal.SIGCONT)
    until(post.ends, LIMIT_S, post.said)
    post.kill(first)
    if post.count("sent_at IS NOT NULL"):
        yield "the late mark of a frozen worker was taken"
    os.kill(second.pid, signal.SIGCONT)
    until(lambda: len(post.ends()) == 2, LIMIT_S, post.said)
    if post.ends() != [(1, True, 1), (2, False, 1)]:
        yield f"the marks were {post.ends()}"
    if len(set(post.names())) != 1:
        yield f"one mail has the names {set(post.names())}"
    if len(post.twin.kept) != 2:
        yield f"one mail went out {len(post.twin.kept)} times"


def _among_many(post: Post, freezes: int, chance: random.Random) -> Iterator[str]:
    """Each freeze may repeat the one mail its worker was in the middle of, and no other."""
    workers = [post.start() for _ in range(2)]
    share = post.mails // (freezes + 2)
    for number in range(1, freezes + 1):
        reached = number * share
        until(lambda reached=reached: len(post.twin.kept) >= reached, LIMIT_S, post.said)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.01))
        frozen = chance.choice(workers)
        os.kill(frozen.pid, signal.SIGSTOP)
        time.sleep(1.2)
        os.kill(frozen.pid, signal.SIGCONT)
    until(lambda: post.count("sent_at IS NULL") == 0, LIMIT_S, post.said)
    arrived = Counter(post.names())
    if set(arrived) != post.expected():
        yield f"{len(set(arrived))} of {post.mails} mails arrived"
    repeats = arrived.total() - len(arrived)
    if repeats > freezes:
        yield f"{repeats} repeats after {freezes} freezes"
    marked = sum(times for _, refused, times in post.ends() if not refused)
    if marked != post.mails:
        yield f"{marked} marks of {post.mails} mails were taken"
