"""R3: workers are killed in the middle of sending; every mail arrives, and a repeat can be told."""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import TYPE_CHECKING

from tests.faults.mailing import posted
from tests.faults.server import SOURCE, until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.mailing import Post
    from tests.faults.server import Seed

WORKERS = 3
LIMIT_S = 60


def run(
    seed: Seed, source: Path = SOURCE, *, mails: int = 1500, kills: int = 25, chance: int = 3
) -> list[str]:
    """Kill one of the workers each time some more mails arrived; then let the others finish."""
    with posted(seed, mails, source, RINGBACK_OUTBOX_LEASE_S="1.5") as post:
        for _ in range(WORKERS):
            post.start()
        _harm(post, kills, random.Random(chance))
        until(lambda: post.count("sent_at IS NULL") == 0, LIMIT_S, post.said)
        return _wrong(post, kills)


def _harm(post: Post, kills: int, chance: random.Random) -> None:
    """A kill comes between any two moments of a send, which takes a few thousandths of a second."""
    share = post.mails // (kills + 1)
    for number in range(1, kills + 1):
        reached = number * share
        until(lambda reached=reached: len(post.twin.kept) >= reached or _over(post), LIMIT_S)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.01))
        post.kill(chance.choice(post.workers))
        post.start()


def _over(post: Post) -> bool:
    """Marked all of them, sent or not: nothing more will come."""
    return post.count("sent_at IS NULL") == 0


def _wrong(post: Post, kills: int) -> list[str]:
    arrived, expected = Counter(post.names()), post.expected()
    wrong = [
        f"{each} is the name of no mail that was asked for" for each in arrived.keys() - expected
    ]
    wrong += [f"{each} was never sent" for each in expected - arrived.keys()]
    repeats = arrived.total() - len(arrived)
    if repeats > kills:
        wrong.append(f"{repeats} repeats after {kills} kills")
    marked = sum(times for _, refused, times in post.ends() if not refused)
    if marked != post.mails:
        wrong.append(f"{marked} of {post.mails} mails are marked in the journal")
    print(f"R3: {len(arrived)} of {post.mails} arrived, {repeats} repeats, {kills} kills")  # noqa: T201
    return wrong
