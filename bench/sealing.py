"""Seals and verifies the record of one practice, in a process of its own, and prints both rates.

Its one argument is the practice; DATABASE_URL names the database, in which nothing is sealed yet.
"""

from __future__ import annotations

import sys
from time import perf_counter
from uuid import UUID

import django


def main(practice: str) -> None:
    """Entries a second: sealed, then verified."""
    django.setup()
    from ringback.actions import ledger as sealing  # noqa: PLC0415 - models need Django set up
    from ringback.engine.wallclock import now  # noqa: PLC0415
    from ringback.queries import ledger, statement  # noqa: PLC0415

    practice_id = UUID(practice)
    ledger.end(practice_id)  # the connection is there
    begin = perf_counter()
    sealing.seal(practice_id, now=now(), since=None)
    sealed = perf_counter() - begin
    begin = perf_counter()
    walk, gaps = ledger.walk(practice_id, {})
    walked = perf_counter() - begin
    statement.leave()
    if gaps:
        raise RuntimeError(f"the record is broken: {gaps}")
    print(walk.position / sealed, walk.position / walked)


if __name__ == "__main__":
    main(sys.argv[1])
