"""While we wait for the patient or somebody else, the clock of the end stands still.

Only that of the end: a first action still promised is due as before, and so is a planned try. Where
the pause ends, for whatever reason, nobody is waited for any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.models import Waiting
from ringback.queries import practice
from ringback.rules import window
from ringback.rules.waitingon import Ended

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.models import Callback

FIELDS: Final = ("paused_at", "resolve_by", "due_at")
"""What the end of a pause changes."""


def end(callback: Callback, now: datetime) -> None:
    """Let the clock of the end go on, for a callback that is on hold no more from `now` (UTC)."""
    if callback.paused_at is None:
        return
    waits_no_more(callback, now)
    category = practice.category(callback.practice_id, callback.category_version_id)
    hours = practice.hours(
        callback.practice_id, since=callback.received_at, now=now, location=callback.location
    )
    before = callback.resolve_by
    due_then = {before, callback.review_at}
    callback.resolve_by = window.after_pause(
        category.resolve, before, since=callback.paused_at, until=now, hours=hours
    )
    callback.paused_at = None
    if callback.first_action_at and callback.due_at in due_then:
        callback.due_at = callback.resolve_by


def waits_no_more(callback: Callback, now: datetime) -> None:
    """Whoever was waited for is not any more, where it was on hold until `now` (UTC)."""
    if callback.paused_at is None:
        return
    Waiting.objects.filter(
        practice_id=callback.practice_id, callback_id=callback.id, ended_at__isnull=True
    ).update(ended_at=now, ended=Ended.STOPPED)
