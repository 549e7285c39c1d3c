"""Whether the call page offers to close a matter as not reached: once what comes first is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.queries import practice
from ringback.rules import unreachable
from ringback.rules.attempt import Result, Side, Try
from ringback.rules.lifecycle import Stage, Step, after
from ringback.rules.queue import Level

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.queries.callback import CallbackView
    from ringback.rules.access import Actor


def offered(actor: Actor, view: CallbackView, now: datetime) -> bool:
    """Whether this person may decide it now, with the note that says why."""
    if not view.mine or after(Step.CLOSE, Stage(view.stage)) is None:
        return False
    tried = unreachable.Tried(
        tries=[
            Try(result=Result(each.result), happened_at=each.happened_at, channel=each.channel)
            for each in view.attempts
            if each.party == Side.PATIENT
        ],
        level=Level(view.level),
        zone=practice.zone(actor.practice_id),
        parts=view.parts,
        promised_at=view.promised_at,
    )
    found = unreachable.refusals(view.pathway, tried, roles=actor.roles, reason="", now=now)
    return all(each.code == "note" for each in found)
