"""What really happened, one line of JSON per callback: what statistics are later compared with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ringback.cli.simulation.plan import Arrive, Finish, PutRight, Sort, Try

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ringback.cli.simulation.perform import Case
    from ringback.cli.simulation.plan import Step


def lines(cases: Iterable[Case]) -> Iterator[str]:
    """A line for every life that has begun, in the order they began."""
    begun = [each for each in cases if each.done]
    for case in sorted(begun, key=lambda each: (each.done[0].at, each.key)):
        yield json.dumps(_truth(case), ensure_ascii=False, sort_keys=True)


def _truth(case: Case) -> dict[str, Any]:
    """Nothing in it depends on the run: no id, no time of writing."""
    arrivals = _of(case, Arrive)
    tries = _tries(case)
    ends = _of(case, Finish)
    return {
        "key": case.key,
        "phone": case.life.phone,
        "kind": arrivals[0].kind,
        "arrived": [_utc(each.at) for each in arrivals],
        "sorted": [_utc(each.at) for each in _of(case, Sort)],
        "first_action": _utc(tries[0].at) if tries else None,
        "tries": [each.result for each in tries],
        "closed": _utc(ends[0].at) if ends else None,
        "how": _how(ends[0]) if ends else None,
    }


def _tries(case: Case) -> list[Try]:
    """Those that count: what was struck through was somebody else's."""
    found: list[Try] = []
    for step in case.done:
        if isinstance(step, Try):
            found.append(step)
        elif isinstance(step, PutRight):
            found.pop()
    return found


def _of(case: Case, kind: type[Step]) -> list[Any]:
    return [step for step in case.done if isinstance(step, kind)]


def _how(end: Finish) -> str:
    """The first thing that made it done; two tries are no fact anybody gives."""
    given = next(iter(end.facts), "two_tries")
    return "two_tries" if given == "nothing_written_allowed" else given


def _utc(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
