"""A lane is a set of kinds of request that belong together, with room for so many at a time.

Nobody's lane is where everything left over goes: a lane that is full says so before more is put
into it, and a kind of request in no lane is found before it is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any, Final

from ringback.rules import walltime
from ringback.rules.access import TABLE, Permission, Role
from ringback.rules.escalation import PATHWAY_OF
from ringback.rules.oneline import in_one_line
from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.table import MistakenError, Table, number, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from ringback.rules.table import Mistake, Path

FULL: Final = gettext_noop(
    "{lane} has {open} open, and room for {room}. Finish some first, or ask a manager for more."
)
NO_LANE: Final = gettext_noop("{category} is in no lane, so nobody is asked to work it")
NOBODY: Final = gettext_noop("Nobody works in {lane}")
NO_NAME: Final = gettext_noop("Give the lane a name.")
LONGEST_NAME: Final = 60
NAME_LONG: Final = gettext_noop("A lane’s name has at most 60 letters, in one line.")
NO_KINDS: Final = gettext_noop("Choose at least one kind of request for it.")
RHYTHM_WHOLE: Final = gettext_noop(
    "Say how often it is looked at, from when and until when; or leave all three empty."
)
RHYTHM_ENDS: Final = gettext_noop("The looking has to end later than it begins.")
NOT_IN_LANE: Final = gettext_noop("{name} does not work in this lane. Put them into it first.")
MOST_ROOM: Final = 9999
MOST_MINUTES: Final = 720
ROOM: Final = gettext_noop("Room is a number up to 9999; leave it empty for as many as come.")
MINUTES: Final = gettext_noop("Minutes are a number from 1 to 720.")
NOT_A_TIME: Final = gettext_noop("{value} is no time such as 08:00")
MIDNIGHT: Final = time()
_NO_KINDS: Final[tuple[str, ...]] = ()

OF_EVERYBODY: Final = frozenset(PATHWAY_OF.values())
"""What turns out to be clinical may be handed on by whoever works here, in whichever lane."""

FREE_OF_LANES: Final = frozenset({Role.FRONT_DESK, Role.CLINICIAN, Role.MANAGER})
"""Roles that work every kind of request as long as they were given no lanes."""


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


def may_have_it(
    roles: AbstractSet[Role], only: AbstractSet[str] | None, categories: AbstractSet[str]
) -> bool:
    """Whether a lane's queue can be somebody's: they work, and see every kind of request in it."""
    works = any(Permission.WORK in TABLE[role].permissions for role in roles)
    return works and (only is None or categories <= only)


def worked(
    roles: AbstractSet[Role], lanes: Iterable[AbstractSet[str]], every: AbstractSet[str]
) -> frozenset[str] | None:
    """The kinds of request somebody works, given their lanes; None is every kind there is.

    Lanes together that hold `every` kind are no limit, so that a kind added later is theirs too.
    """
    mine = frozenset[str]().union(*lanes)
    if not mine:
        kept_to_lanes = Role.ASSISTANT in roles and not roles & FREE_OF_LANES
        return OF_EVERYBODY if kept_to_lanes else None
    return None if every <= mine else mine | OF_EVERYBODY


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A lane as somebody filled in its form: `None` is an empty box, -1 what is no number."""

    name: str
    categories: frozenset[str]
    room: int | None
    check_minutes: int | None
    check_from: time | None
    check_until: time | None


def drawn_refusals(drawn: Drawn) -> tuple[Reason, ...]:
    """Why a lane may not be like this; empty means it may. A rhythm may last until midnight."""
    one_line = drawn.name == in_one_line(drawn.name).strip()
    found = [
        ("name", NO_NAME, not drawn.name),
        ("name", NAME_LONG, len(drawn.name) > LONGEST_NAME or not one_line),
        ("categories", NO_KINDS, not drawn.categories),
        ("room", ROOM, not 0 <= (drawn.room or 0) <= MOST_ROOM),
    ]
    minutes, start, end = drawn.check_minutes, drawn.check_from, drawn.check_until
    if minutes is None or start is None or end is None:
        some = (minutes, start, end) != (None, None, None)
        found.append(("check_minutes", RHYTHM_WHOLE, some))
    else:
        found.append(("check_minutes", MINUTES, not 1 <= minutes <= MOST_MINUTES))
        found.append(("check_until", RHYTHM_ENDS, end <= start and end != MIDNIGHT))
    return tuple(Reason(code=code, words=words) for code, words, wrong in found if wrong)


RHYTHM: Final = frozenset({"check_minutes", "check_from", "check_until"})


def mistakes(data: Mapping[str, Any], path: Path = ()) -> tuple[Mistake, ...]:
    """Everything that is wrong with a lane as a file has it. What its form refuses, a file may not.

    `path` is where the lane stands in the file.
    """
    table = Table(data=data, path=path)
    drawn = _drawn(table)
    table.end()
    unread = {key for each in table.found for key in each.path[len(path) : len(path) + 1]}
    unread |= RHYTHM if unread & RHYTHM else set()
    for reason in drawn_refusals(drawn):
        if reason.code not in unread:
            table.mistaken(reason.code, reason.words)
    return tuple(table.found)


def _drawn(table: Table) -> Drawn:
    return Drawn(
        name=table.need("name", text, ""),
        categories=frozenset(table.need("categories", texts, _NO_KINDS)),
        room=table.may("room", number(0, MOST_ROOM), 0),
        check_minutes=table.may("check_minutes", number(1, MOST_MINUTES), None),
        check_from=table.may("check_from", _wall, None),
        check_until=table.may("check_until", _wall, None),
    )


def _wall(_: str, value: object) -> time:
    found = walltime.at(value)
    if found is None:
        raise MistakenError(NOT_A_TIME, value=repr(value))
    return found
