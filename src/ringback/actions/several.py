"""Several callbacks in one press: each is a step of its own, with its own entry and undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.actions import handover, snooze, undo
from ringback.actions.act import NotFound, Refused
from ringback.queries import several as rows
from ringback.rules import several as rules
from ringback.rules.reason import Reason
from ringback.rules.undo import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.handover import To
    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """One callback of the list, with the fence it was shown with."""

    callback_id: UUID
    fence: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of them: those it was done with, and why not with each of the others."""

    done: tuple[UUID, ...]
    refused: tuple[tuple[UUID, tuple[Reason, ...]], ...]


def hand(chosen: Sequence[Chosen], to: To, why: str, *, by: Actor, now: datetime) -> Outcome:
    """Hand each of them on. Raises Refused where none or too many are chosen."""
    return _each(
        chosen,
        lambda one: handover.hand(one.callback_id, to, why, by=by, now=now, fence=one.fence),
    )


def aside(
    chosen: Sequence[Chosen], until: datetime | None, why: str, *, by: Actor, now: datetime
) -> Outcome:
    """Put each of them aside until then. Raises Refused where none or too many are chosen."""
    return _each(
        chosen,
        lambda one: snooze.aside(one.callback_id, until, why, by=by, now=now, fence=one.fence),
    )


def undone(*, by: Actor, now: datetime) -> Outcome:
    """Take back the last press of theirs, one by one: what somebody acted on since stays.

    Raises Refused where there is nothing to take back.
    """
    last = rows.last(by, now=now)
    chosen = [Chosen(callback_id=each, fence=0) for each in (last.callbacks if last else ())]
    if not chosen:
        raise Refused(Reason(code="nothing_to_undo", words=NOTHING))
    return _each(chosen, lambda one: undo.undo(one.callback_id, by=by, now=now))


def _each(chosen: Sequence[Chosen], do: Callable[[Chosen], None]) -> Outcome:
    if reasons := rules.refusals(chosen):
        raise Refused(*reasons)
    done, refused = [], []
    for one in chosen:
        try:
            do(one)
        except Refused as no:
            refused.append((one.callback_id, no.reasons))
        except NotFound:
            gone = Reason(code="not_there", words=rules.NOT_THERE)
            refused.append((one.callback_id, (gone,)))
        else:
            done.append(one.callback_id)
    return Outcome(done=tuple(done), refused=tuple(refused))
