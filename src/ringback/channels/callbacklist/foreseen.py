"""What will become of each line of a list, told before any of it is in the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from ringback.actions.callbacklist import SOURCE
from ringback.queries import callbacklist
from ringback.queries import imports as kept
from ringback.rules.arrival import UNSORTED, Kind, OpenCallback, joins

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringback.channels.callbacklist.reading import Line
    from ringback.rules.access import Actor


NEVER: Final = datetime.max.replace(tzinfo=UTC)
"""When a line without a time is held to have come in, among those with one."""


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What one line comes to: in `before`, one more of what it `joins`, or a callback of its own.

    It joins an open callback, or the one that an earlier `line` of this list will open.

    `beside` says that its number has an open callback of somebody else's or of another kind;
    `shared` that several patients on file have it: whose it is, somebody says when it is worked.
    """

    before: bool = False
    joins: OpenCallback | None = None
    line: int = 0
    beside: bool = False
    shared: bool = False


def of(lines: Sequence[Line], category: str, *, by: Actor) -> dict[int, Ahead]:
    """Line by line, as the rule that brings them in will decide."""
    usable = [each for each in lines if each.wrong is None]
    numbers = sorted({each.phone for each in usable})
    before = kept.came_before(by, [each.key for each in usable], source=SOURCE)
    known = callbacklist.open_ones(by, numbers)
    shared = callbacklist.shared(by, numbers)
    opened_by: dict[object, int] = {}
    found: dict[int, Ahead] = {}
    for line in usable:
        if line.key in before:
            found[line.line] = Ahead(before=True)
            continue
        code = line.category or category or UNSORTED
        there = known.setdefault(line.phone, [])
        joined = joins(kind=Kind.ON_A_LIST, category=code, same_number=there, name=line.name)
        found[line.line] = Ahead(
            joins=joined,
            line=opened_by.get(joined.id, 0) if joined else 0,
            beside=bool(there) and joined is None,
            shared=line.phone in shared,
        )
        if joined is None:
            there.append(_opened(line, code))
            opened_by[there[-1].id] = line.line
    return found


def _opened(line: Line, code: str) -> OpenCallback:
    """The callback that line will open: later ones of the list may join it."""
    at = line.since.at if line.since else NEVER
    return OpenCallback(id=uuid4(), category=code, received_at=at, name=line.name)
