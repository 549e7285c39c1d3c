"""What a callback promised before its kind of request changed holds: nothing is forgiven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.actions import progress
from ringback.queries import practice
from ringback.rules import firstaction

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Callback
    from ringback.rules.category import Category


@dataclass(frozen=True, kw_only=True)
class Promised:
    """By when it promised what (UTC), and what stands behind it in words."""

    category: str
    version_id: UUID
    due_at: datetime
    respond_by: datetime
    resolve_by: datetime
    due_why: str
    due_window: str
    due_since: datetime
    moved_from: datetime | None


def of(callback: Callback) -> Promised:
    """What it promises now."""
    return Promised(
        category=callback.category,
        version_id=callback.category_version_id,
        due_at=callback.due_at,
        respond_by=callback.respond_by,
        resolve_by=callback.resolve_by,
        due_why=callback.due_why,
        due_window=callback.due_window,
        due_since=callback.due_since,
        moved_from=callback.moved_from,
    )


def hold_to(callback: Callback, before: Promised, *, now: datetime) -> None:
    """The earlier first action holds, and an end that has passed by `now` stays passed.

    An end still ahead is the new pathway's: only now is known what has to be done by then.
    """
    if before.resolve_by <= now:
        callback.resolve_by = min(callback.resolve_by, before.resolve_by)
    callback.respond_by = min(callback.respond_by, before.respond_by)
    if before.due_at > callback.due_at:
        return
    callback.due_at, callback.moved_from = before.due_at, before.moved_from
    callback.due_why = before.due_why
    callback.due_window, callback.due_since = before.due_window, before.due_since


def carry(callback: Callback, category: Category, before: Promised, *, now: datetime) -> None:
    """What was done so far counts for this pathway as far as it is what that promises."""
    held = practice.category(callback.practice_id, before.version_id)
    if held.first_action_is is category.first_action_is:
        return
    record = progress.read(callback)
    callback.first_action_at = firstaction.carried(
        category.first_action_is,
        callback.first_action_at,
        before=held.first_action_is,
        tries=record.tries,
        accepted=bool(record.facts.get("accepted")),
        now=now,
    )
