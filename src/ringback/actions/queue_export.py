"""The list is taken away as a file: who took it, how much, and whose names stood in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ringback.actions.act import signed
from ringback.models import Entry
from ringback.queries import queue
from ringback.rules.access import Permission

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.queries.queue import QueueRow, Wanted
    from ringback.rules.access import Actor

MOST: Final = 5_000
"""So many lines one file holds; a longer list is narrowed first."""


def taken(wanted: Wanted, *, names: bool, by: Actor, now: datetime) -> list[QueueRow]:
    """The rows of a list as this person sees them, written down as taken. Raises NotPermitted.

    With `names` every callback of it has an entry of its own: each patient's record tells of it.
    """
    rows = _all(by, wanted)
    with signed(
        "queue exported", by=by, now=now, needs=Permission.EXPORT, subject_kind="queue"
    ) as act:
        act.changed = False
        act.details = {"lines": len(rows), "names": names}
        if names:
            Entry.objects.bulk_create(
                act.beside(each.id, verb="disclosed in a file", details={}, changed=False)
                for each in rows
            )
    return rows


def _all(by: Actor, wanted: Wanted) -> list[QueueRow]:
    found: list[QueueRow] = []
    page = queue.page(by, wanted)
    found += page.rows
    while page.next is not None and len(found) < MOST:
        page = queue.page(by, replace(wanted, after=page.next))
        found += page.rows
    return found[:MOST]
