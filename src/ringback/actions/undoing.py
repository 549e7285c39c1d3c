"""A whole import is taken back, except what people have already worked on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.actions import imports
from ringback.actions.act import Refused
from ringback.queries import statement
from ringback.rules.access import Permission
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor

UNDONE: Final = gettext_noop("This import was undone already.")


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What became of the callbacks: closed as entered in error, kept by others' calls, worked on.

    `calls` came in with the import and count no longer; a later import may bring them back.
    """

    closed: int
    kept: int
    worked: int
    calls: int


def undo(batch_id: UUID, *, by: Actor, now: datetime) -> Undone:
    """Take a whole import back, finished or not. Raises NotFound, NotPermitted, Refused.

    A callback somebody has worked on or closed stays as it is, with its calls. One that other
    arrivals keep open loses this import's calls; a due time they moved earlier is not moved back.
    """
    with imports.signed_import("import undone", by=by, now=now, needs=Permission.IMPORT) as act:
        statement.lock_practice(str(by.practice_id))
        batch = imports.locked(act, batch_id)
        if batch.undone_at is not None:
            raise Refused(Reason(code="undone_already", words=UNDONE))
        own = {"practice": batch.practice_id, "batch": batch.id}
        statement.without_loops()
        statement.rows("undo_hold", own)
        values = {**own, "now": now, "person": by.person_id}
        closed, kept, worked, calls = statement.rows("undo_import", values)[0]
        imports.forget_rows(batch)
        imports.forget_file(batch)
        undone = Undone(closed=closed, kept=kept, worked=worked, calls=calls)
        batch.undone_at = now
        batch.counts["undone"] = act.details = {
            "closed": closed, "kept": kept, "worked": worked, "calls": calls,
        }  # fmt: skip
        batch.save(update_fields=["undone_at", "counts"])
    return undone
