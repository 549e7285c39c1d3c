"""The one row of what somebody is writing about a callback: locked, looked at, written."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ringback.models import DoneFact, Draft
from ringback.queries.leftdraft import whole
from ringback.rules import draft as rules
from ringback.rules.draft import Kept, Written
from ringback.rules.note import kept

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor
    from ringback.rules.reason import Reason


NONE: Final[Mapping[str, str]] = MappingProxyType({})


def keep(
    callback_id: UUID,
    sent: Written,
    *,
    saw: int | None,
    by: Actor,
    now: datetime,
    late: bool = False,
) -> tuple[Kept, tuple[Reason, ...]]:
    """Take what a page sent, or keep it beside, or say why neither can be. Inside an action."""
    row = _locked(callback_id, by, now)
    before = whole(row)
    after = rules.taken(before, sent, saw=saw)
    if no := rules.no_room(before, after):
        return before, no
    if after != before:
        row.late = late
        _write(row, after, now)
    return after, ()


def finish(callback_id: UUID, said: str, *, by: Actor, now: datetime) -> None:
    """What is in a signed note is no draft any more, nor is a recorded fact. Inside an action."""
    mine = {"practice_id": by.practice_id, "callback_id": callback_id}
    row = Draft.objects.select_for_update().filter(**mine, author_id=by.person_id).first()
    if row is None:
        return
    recorded = _recorded(callback_id, by) if rules.facts_in(row.fields) else {}
    if (after := rules.finished(whole(row), said, recorded)) != whole(row):
        _write(row, after, now)


def _recorded(callback_id: UUID, by: Actor) -> dict[str, Any]:
    found = DoneFact.objects.filter(practice_id=by.practice_id, callback_id=callback_id)
    return dict(found.values_list("code", "value"))


def put_back(
    callback_id: UUID, window: str, at: str, *, by: Actor, now: datetime
) -> tuple[Reason, ...]:
    """What another window of theirs had, below what is written, or why not. Inside an action."""
    row = _locked(callback_id, by, now)
    before = whole(row)
    after = rules.put_back(before, window, at)
    if no := rules.too_long(before, after):
        return no
    _write(row, after, now)
    return ()


def again(
    callback_id: UUID,
    said: str,
    fields: Mapping[str, str] = NONE,
    *,
    by: Actor,
    now: datetime,
    author_id: UUID | None = None,
) -> None:
    """Words that stand in no note (any more) are in somebody's draft, below it. Inside an action.

    `fields` are what was picked and noted with them. Whose draft that is, is `author_id`, or
    whoever acts.
    """
    row = _locked(callback_id, by, now, author_id)
    _write(row, rules.again(whole(row), kept(said), fields, at=now.isoformat()), now)


def hand_on(row: Draft, *, to: UUID, by: Actor, now: datetime) -> None:
    """All that stands in a locked draft is somebody else's, below their own. Inside an action."""
    mine = whole(row)
    again(row.callback_id, rules.in_full(mine), by=by, now=now, author_id=to)
    _write(row, Kept(version=mine.version + 1), now)


def begun(callback_id: UUID, by: Actor) -> bool:
    """Whether they were writing about it before. Inside an action."""
    mine = {"practice_id": by.practice_id, "callback_id": callback_id}
    return Draft.objects.filter(**mine, author_id=by.person_id).exists()


def now(callback_id: UUID, by: Actor) -> Written:
    """What stands in the draft now. Inside an action."""
    mine = {"practice_id": by.practice_id, "callback_id": callback_id}
    row = Draft.objects.filter(**mine, author_id=by.person_id).first()
    return whole(row).draft if row else Written()


def _locked(callback_id: UUID, by: Actor, now: datetime, author_id: UUID | None = None) -> Draft:
    whose: dict[str, Any] = {
        "practice_id": by.practice_id,
        "callback_id": callback_id,
        "author_id": author_id or by.person_id,
    }
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
