"""An import in words: what the file holds, what became of it, and its bad rows as a table."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from ringback.rules.csvcell import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sized

    from ringback.queries.imports import BadLine, BatchRow, Here


SETTLED = {
    "returned": ngettext_lazy(
        "{n} call was returned already.", "{n} calls were returned already.", "n"
    ),
    "reached_us": ngettext_lazy(
        "{n} call: the caller reached us later.", "{n} calls: the callers reached us later.", "n"
    ),
    "no_number": ngettext_lazy(
        "{n} call came without a number and left no voicemail.",
        "{n} calls came without a number and left no voicemail.",
        "n",
    ),
    "known_caller": ngettext_lazy(
        "{n} call came from a known caller who is no patient.",
        "{n} calls came from known callers who are no patients.",
        "n",
    ),
    "set_aside": ngettext_lazy(
        "{n} call was set aside: its number is on the list of automatic callers.",
        "{n} calls were set aside: their numbers are on the list of automatic callers.",
        "n",
    ),
}
"""Why a missed call needed no callback, by how many there were."""


def found(batch: BatchRow) -> tuple[str, ...]:
    """What the file holds, before any of it is in the queue."""
    return tuple(_found(batch))


def people(number: int) -> str:
    """How many there are to call back."""
    return ngettext("{n} person to call back.", "{n} people to call back.", number).format(n=number)


def here(found: Here) -> str:
    """How much of that came in with an earlier import; "" where nothing did."""
    before, new = found.people_before, found.people - found.people_before
    if not found.calls_before or not found.people:
        return ""
    if not new:
        return ngettext(
            "{n} person, who came in with an earlier import: nothing to call back is new.",
            "All {n} came in with an earlier import: nothing to call back is new.",
            found.people,
        ).format(n=found.people)
    if not before:
        return ngettext(
            "{n} call of this file came in with an earlier import.",
            "{n} calls of this file came in with an earlier import.",
            found.calls_before,
        ).format(n=found.calls_before)
    return _("{before} of these {n} came in with an earlier import; {new}.").format(
        before=before, n=found.people, new=ngettext("{n} is new", "{n} are new", new).format(n=new)
    )


def became(batch: BatchRow) -> tuple[str, ...]:
    """What has become of it."""
    return (*_became(batch), *_settled(batch.done), *_bad(batch), *undone(batch))


def bad_rows(lines: Iterable[BadLine], *, more: int = 0) -> str:
    """The bad rows as CSV, for a spreadsheet: nothing in it is taken for a formula.

    `more` are those that were only counted.
    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([_("line"), _("what happened"), _("reason"), _("as it stands in the file")])
    for each in lines:
        used = _("not used") if each.skipped else _("used, with a doubt")
        table.writerow([each.line, used, harmless(each.reason), harmless(each.raw)])
    if more:
        words = ngettext("and {n} more row", "and {n} more rows", more).format(n=more)
        table.writerow(["", words, "", ""])
    return text.getvalue()


def unlisted(batch: BatchRow, lines: Sized) -> int:
    """How many bad rows of an import are not among its lines: there were too many to keep."""
    return max(batch.found.get("bad", 0) + batch.found.get("doubts", 0) - len(lines), 0)


def _found(batch: BatchRow) -> Iterator[str]:
    has = batch.found
    rows, calls = batch.rows, has.get("calls", 0)
    yield _("{rows}, {calls}.").format(
        rows=ngettext("{n} row", "{n} rows", rows).format(n=rows),
        calls=ngettext("{n} call", "{n} calls", calls).format(n=calls),
    )
    yield people(has.get("callbacks", 0))
    if number := has.get("voicemails", 0):
        yield ngettext(
            "{n} of them left a voicemail.", "{n} of them left a voicemail.", number
        ).format(n=number)
    yield from _settled(has)
    yield from _bad(batch)
    if number := has.get("directions_unknown", 0):
        yield ngettext(
            "Of {n} row the direction is unknown; it is taken as a call in. Your own numbers "
            "would settle it.",
            "Of {n} rows the direction is unknown; they are taken as calls in. Your own numbers "
            "would settle it.",
            number,
        ).format(n=number)


def _became(batch: BatchRow) -> Iterator[str]:
    done = batch.done
    if batch.brought_nothing:
        yield _("Nothing new in this file.")
    else:
        number = done.get("opened", 0)
        yield ngettext("{n} callback opened.", "{n} callbacks opened.", number).format(n=number)
    if number := done.get("joined", 0):
        yield ngettext(
            "{n} call joined a callback that was open already.",
            "{n} calls joined callbacks that were open already.",
            number,
        ).format(n=number)
    if number := done.get("already_in", 0):
        yield ngettext("{n} call was already in.", "{n} calls were already in.", number).format(
            n=number
        )


def _settled(counts: dict[str, int]) -> Iterator[str]:
    for why, words in SETTLED.items():
        if number := counts.get(why, 0):
            yield words.format(n=number)


def _bad(batch: BatchRow) -> Iterator[str]:
    if number := batch.found.get("bad", 0):
        yield ngettext("{n} row could not be used.", "{n} rows could not be used.", number).format(
            n=number
        )
    if number := batch.found.get("doubts", 0):
        yield ngettext(
            "{n} row was read with a doubt.", "{n} rows were read with a doubt.", number
        ).format(n=number)


def undone(batch: BatchRow) -> Iterator[str]:
    """What became of an import that was taken back; nothing where it was not."""
    if not batch.undone_at:
        return
    done = batch.undone
    number = done.get("closed", 0)
    yield ngettext(
        "Undone: {n} callback taken out of the queue.",
        "Undone: {n} callbacks taken out of the queue.",
        number,
    ).format(n=number)
    if number := done.get("worked", 0):
        yield ngettext(
            "{n} was already worked on and stays.", "{n} were already worked on and stay.", number
        ).format(n=number)
    if number := done.get("kept", 0):
        yield ngettext(
            "{n} stays because of other calls.", "{n} stay because of other calls.", number
        ).format(n=number)
