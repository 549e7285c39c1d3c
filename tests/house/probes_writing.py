"""Questions of their own for checks on what is drawn anew while somebody writes: see probes.py."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ringback.actions import attempt, handover, note, opening, presence
from ringback.actions.attempt import Made
from ringback.actions.handover import To
from ringback.engine.wallclock import now as clock
from ringback.models import Draft
from ringback.queries import aftercheck, whilewriting
from ringback.queries import shift as shifts
from ringback.queries.scope import scope
from ringback.rules.access import Actor, Role
from ringback.rules.attempt import Result
from tests import patients, records
from tests.cast import a_number
from tests.house import world
from tests.house.probes import about, kept_to, now, plainly
from tests.house.probes_call import at_work, held

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from ringback.queries.whilewriting import WhileWriting
    from tests.cast import Cast


def their_draft(cast: Cast) -> Draft:
    """What Dana is writing of a callback of hers."""
    it, _ = held(cast, cast.dana)
    note.save_draft(it, world.WORDS, by=cast.dana, **now())
    with scope(cast.practice_id):
        return Draft.objects.select_related("callback").get(callback_id=it)


def another_on_the_line(cast: Cast) -> UUID:
    """One whose number a colleague talks to about something else."""
    number, who = a_number(), at_work(cast)
    other, _ = held(cast, who)
    patients.a_call(cast, other, by_id=who.person_id, begun_at=clock(), number=number)
    return world.callback(cast, phone=number)


def of_somebody_else(cast: Cast) -> UUID:
    """A callback nobody has, tried once: somebody else answered, and their name was noted."""
    it, fence = held(cast, cast.dana)
    said = Made(result=Result.REACHED_OTHER, party_name=world.NAME)
    attempt.log(it, said, by=cast.dana, **now(), fence=fence)
    fence = records.callback(cast, it).fence
    handover.hand(it, To(anyone=True), "", by=cast.dana, **now(), fence=fence)
    return it


def while_writing(who: Actor, it: UUID) -> WhileWriting:
    """What is drawn anew for somebody while they write, whoever asks."""
    with scope(who.practice_id):
        found = whilewriting.view(it, who, **now())
    assert found is not None
    return found


PROBES: dict[str, Callable[[Cast], Callable[[], Any]]] = {
    "actions/opening.py:writing (SEE_QUEUE)": about(
        world.callback, lambda cast, it: bool(opening.writing(it, by=cast.ines, **now()))
    ),
    "actions/opening.py:writing (lane)": about(
        world.outside, lambda cast, it: bool(opening.writing(it, by=cast.vik, **now()))
    ),
    "actions/presence.py:_same_number (sees)": about(
        another_on_the_line,
        lambda cast, it: presence.here(it, uuid4(), by=cast.vik, **now()).same_number,
    ),
    "queries/aftercheck.py:reader (sees)": plainly(
        lambda cast: aftercheck.reader(cast.dana, verified=False, **now(), since=None).always
    ),
    "queries/shift.py:is_open (lane)": about(
        their_draft,
        lambda cast, draft: shifts.is_open(replace(cast.dana, lanes=frozenset({"NEWPT"})), draft),
    ),
    "queries/whilewriting.py:_view (ANSWER)": about(
        world.callback, lambda cast, it: while_writing(cast.vik, it).may_answer
    ),
    "queries/whilewriting.py:_view (lane)": about(
        world.outside,
        lambda cast, it: while_writing(kept_to(cast, "NEWPT", role=Role.CLINICIAN), it).may_answer,
    ),
    "queries/whilewriting.py:_view (sees)": about(
        of_somebody_else,
        lambda cast, it: {each.party_name for each in while_writing(cast.vik, it).attempts},
    ),
}
"""A check by its name -> a question about things of this practice, made ready."""
