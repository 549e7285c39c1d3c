"""The list as a file to be taken away, narrowed as it stands on the screen.

Without names it holds no patient. With them, every callback in it stands in the record of who saw
what: a file that has left is a disclosure.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from django.core.handlers.asgi import ASGIRequest
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ringback.actions import opening, queue_export
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.rules import phone
from ringback.rules.access import Permission
from ringback.rules.csvcell import UTF_8, harmless
from ringback.web import queue
from ringback.web.words import KINDS, LEVELS, RESULTS, Clock, practice_words, source_words
from ringback.web.words import _ as said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from ringback.queries.queue import QueueRow
    from ringback.web.staff import StaffRequest

NAME: Final = "queue.csv"


@require_safe
def export(request: StaffRequest) -> StreamingHttpResponse:
    """The list as CSV, row by row; `names` says that names and numbers stand in it."""
    actor, now = request.actor, clock()
    opening.may("queue exported", Permission.EXPORT, by=actor, now=now)
    names = "names" in request.GET
    rows = queue_export.taken(queue.narrowed(request), names=names, by=actor, now=now)
    where = practice.remembered(actor.practice_id)
    lines = _lines(rows, Clock(now, where.zone), where.country if names else None)
    content = _one_by_one(lines) if isinstance(request, ASGIRequest) else lines
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{NAME}"'
    response["Cache-Control"] = "no-store"
    return response


async def _one_by_one(lines: Iterator[str]) -> AsyncIterator[str]:
    for line in lines:
        yield line


def _lines(rows: Sequence[QueueRow], here: Clock, country: str | None) -> Iterator[str]:
    """One line of the file after the other; `country` is None where no names stand in it."""
    whose = [_("Name"), _("Number")] if country is not None else []
    yield UTF_8 + _line([*_head(), *whose])
    for row in rows:
        told = _whose(row, country) if country is not None else []
        yield _line([*_cells(row, here), *told])
    if len(rows) == queue_export.MOST:
        yield _line([_("A file has no more lines than these. Narrow the list first.")])


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([harmless(cell) for cell in cells])
    return text.getvalue()


def _head() -> list[str]:
    return [
        _("Callback"), _("Urgency"), _("Due"), _("Late"), _("Kind"), _("How it came"), _("Source"),
        _("Came in"), _("Tries"), _("Last result"), _("Next try"), _("Outcome needed"), _("Owner"),
    ]  # fmt: skip


def _cells(row: QueueRow, here: Clock) -> list[str]:
    def at(moment: object) -> str:
        return here.local(moment).isoformat(" ", "minutes") if moment else ""  # type: ignore[arg-type]

    return [
        str(row.id),
        said(LEVELS[row.level]),
        at(row.due_at),
        _("yes") if row.due_at <= here.now else "",
        practice_words(row.category_name),
        said(KINDS[row.kind]),
        source_words(row.source),
        at(row.received_at),
        str(row.tries),
        said(RESULTS[row.last_result]) if row.last_result else "",
        at(row.next_attempt_at),
        practice_words(row.outcome_needed),
        row.owner_name or "",
    ]


def _whose(row: QueueRow, country: str) -> list[str]:
    return [row.name or "", phone.national(row.phone, country) if row.phone else ""]
