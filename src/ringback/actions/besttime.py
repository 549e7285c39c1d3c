"""When a patient says when to call: their words are kept, and may move the first action later.

Only a routine request waits, and never past what a coming visit demands. What comes up after they
said it, or makes it more pressing, wins over their words: then it is due as if they had said none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules import due, stand, window, wish, wishkept, wishwords
from ringback.rules.category import Kind
from ringback.rules.lifecycle import Stage
from ringback.rules.queue import Level
from ringback.rules.stand import Asked
from ringback.rules.window import Unit, Window

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.queries.practice import Bearings
    from ringback.rules.due import Judged
    from ringback.rules.known import Facts
    from ringback.rules.wish import FirstAction, Wish

FREE_AFTER: Final = Window(amount=30, unit=Unit.BUSINESS_MINUTES)
"""Business minutes past a planned try after which anyone may make it."""

FIELDS = ("best_time", "best_time_at", "best_time_read", "moved_from")
"""What a patient's own time may change, beside the times themselves."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """Their words, and when they said them (UTC)."""

    text: str
    at: datetime


def hear(callback: Callback, said: Said, where: Bearings) -> bool:
    """Keep what they said; answers whether it holds from now on.

    The latest words that mean something hold: what nobody can read changes nothing.
    """
    if not said.text or (callback.best_time_at and said.at < callback.best_time_at):
        return False
    found = _wish(said, where)
    if found.not_understood and callback.best_time_at:
        return False
    callback.best_time = said.text
    callback.best_time_at = None if found.not_understood else said.at
    told = wish.FirstAction(due_at=said.at, reasons=found.not_understood)
    callback.best_time_read = wishkept.written(told)
    return not found.not_understood


def said(callback: Callback) -> Said | None:
    """What they said, while it may move the first action."""
    if callback.best_time_at is None or callback.first_action_at is not None:
        return None
    return Said(text=callback.best_time, at=callback.best_time_at)


def first_action(
    words: Said | None, where: Bearings, found: Judged, level: Level, facts: Facts
) -> FirstAction | None:
    """By when the first action is due by their words; None where they say nothing to it."""
    asked = None if words is None else Asked(wish=_wish(words, where), at=words.at)
    category = where.pathway.category
    return stand.first_action(asked, category, found, level, facts=facts, hours=where.hours)


def kept(callback: Callback, found: FirstAction | None, unwished: datetime) -> None:
    """Keep what became of their words, once the callback has its times.

    `unwished` is when its first action would be due without them. What is pressing loses them for
    good.
    """
    if callback.first_action_at is not None:
        return
    moved = found is not None and found.moved and callback.due_at > unwished
    callback.moved_from = unwished if moved else None
    if found is not None:
        callback.best_time_read = wishkept.written(found)
    if callback.level != Level.ROUTINE:
        callback.best_time_at = None


def lose(callback: Callback) -> None:
    """It gives way: due as if they had said no time, and so from now on."""
    if callback.best_time_at is None:
        return
    callback.best_time_at = None
    callback.best_time_read = wishkept.written(wishkept.overtaken(callback.due_at))
    if callback.first_action_at is None and callback.moved_from is not None:
        callback.due_at = min(callback.due_at, callback.moved_from)
        callback.respond_by = min(callback.respond_by, callback.moved_from)
        callback.due_why = "" if callback.due_why in wish.WORDS else callback.due_why
        callback.moved_from = None


def plan(act: Act, callback: Callback, where: Bearings, found: Judged) -> None:
    """After our first try their words move the next one, where it was planned by our rhythm.

    A time we told them stays: somebody promised it.
    """
    planned, words = callback.next_attempt_at, callback.best_time_at
    ours = planned is not None and planned == callback.due_at and callback.promised_at is None
    if planned is None or words is None or not ours or callback.stage != Stage.SCHEDULED:
        return
    asked = wish.first_action_by(
        _wish(Said(text=callback.best_time, at=words), where),
        due_at=planned,
        level=Level(callback.level),
        flagged=where.pathway.category.kind is not Kind.ROUTINE,
        hours=where.hours,
        now=act.now,
        not_after=due.earliest(found.by_visit, found.by_law),
    )
    callback.best_time_read = wishkept.written(asked)
    if asked.call is not None:
        callback.next_attempt_at = callback.due_at = asked.call.start
        callback.lease_until = window.ends(FREE_AFTER, asked.call.start, where.hours)


def _wish(said: Said, where: Bearings) -> Wish:
    return wishwords.read(
        said.text,
        now=said.at,
        zone=where.zone,
        country=where.country,
        parts=where.parts,
    )
