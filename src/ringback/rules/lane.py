"""A lane is a set of kinds of request that belong together, with room for so many at a time.

Nobody's lane is where everything left over goes: a lane that is full says so before more is put
into it, and a kind of request in no lane is found before it is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FULL: Final = gettext_noop(
    "{lane} has {open} open, and room for {room}. Finish some first, or ask a manager for more."
)
NO_LANE: Final = gettext_noop("{category} is in no lane, so nobody is asked to work it")
NOBODY: Final = gettext_noop("Nobody works in {lane}")


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One lane: its name, the codes of its kinds of request, and how many may be open at once.

    `room` 0 means as many as come.
    """

    name: str
    categories: frozenset[str]
    room: int = 0
    people: int = 0


def full(lane: Lane, open_now: int) -> tuple[Reason, ...]:
    """Why no more should be given to a lane now; empty means there is room."""
    if not lane.room or open_now < lane.room:
        return ()
    values = (("lane", lane.name), ("open", str(open_now)), ("room", str(lane.room)))
    return (Reason(code="lane_full", words=FULL, values=values),)


def uncovered(lanes: Sequence[Lane], categories: Iterable[tuple[str, str]]) -> tuple[Reason, ...]:
    """What nobody would work: kinds of request (code, name) in no lane, lanes without people."""
    covered = frozenset[str]().union(*(lane.categories for lane in lanes))
    lost = [
        Reason(code="no_lane", words=NO_LANE, values=(("category", name),))
        for code, name in categories
        if code not in covered
    ]
    empty = [
        Reason(code="nobody_in_lane", words=NOBODY, values=(("lane", lane.name),))
        for lane in lanes
        if not lane.people
    ]
    return tuple(lost + empty)
