"""The one row of what somebody is writing about a callback: locked, looked at, written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringback.models import Draft
from ringback.queries.leftdraft import whole
from ringback.rules import draft as rules
from ringback.rules.draft import Written

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor
    from ringback.rules.draft import Kept


def keep(
    callback_id: UUID,
    sent: Written,
    *,
    saw: int | None,
    by: Actor,
    now: datetime,
    late: bool = False,
) -> Kept:
    """Take what a page sent, or keep it beside. Inside an action."""
    row = _locked(callback_id, by, now)
    before = whole(row)
    after = rules.taken(before, sent, saw=saw)
    if after != before:
        row.late = late
        _write(row, after, now)
    return after


def finish(callback_id: UUID, said: str, *, by: Actor, now: datetime) -> None:
    """What is in a signed note is no draft any more. Inside an action."""
    mine = {"practice_id": by.practice_id, "callback_id": callback_id}
    row = Draft.objects.select_for_update().filter(**mine, author_id=by.person_id).first()
    if row is not None and (after := rules.finished(whole(row), said)) != whole(row):
        _write(row, after, now)


def put_back(callback_id: UUID, window: str, at: str, *, by: Actor, now: datetime) -> Kept:
    """What another window of theirs had, below what is written. Inside an action."""
    row = _locked(callback_id, by, now)
    after = rules.put_back(whole(row), window, at)
    _write(row, after, now)
    return after


def again(callback_id: UUID, said: str, *, by: Actor, now: datetime) -> None:
    """Words of theirs that stand in no note any more are a draft again. Inside an action."""
    row = _locked(callback_id, by, now)
    _write(row, rules.again(whole(row), said), now)


def now(callback_id: UUID, by: Actor) -> Written:
    """What stands in the draft now. Inside an action."""
    mine = {"practice_id": by.practice_id, "callback_id": callback_id}
    row = Draft.objects.filter(**mine, author_id=by.person_id).first()
    return whole(row).draft if row else Written()


def _locked(callback_id: UUID, by: Actor, now: datetime) -> Draft:
    whose: dict[str, Any] = {
        "practice_id": by.practice_id, "callback_id": callback_id, "author_id": by.person_id,
    }  # fmt: skip
    there = Draft.objects.select_for_update().filter(**whose).first()
    if there is not None:
        return there
    Draft.objects.get_or_create(**whose, defaults={"saved_at": now})
    return Draft.objects.select_for_update().get(**whose)


def _write(row: Draft, after: Kept, now: datetime) -> None:
    row.text, row.fields = after.draft.text, dict(after.draft.fields)
    row.window, row.version = after.draft.window, after.version
    row.beside, row.saved_at = rules.stored(after.beside), now
    row.save(update_fields=["text", "fields", "window", "version", "beside", "saved_at", "late"])
