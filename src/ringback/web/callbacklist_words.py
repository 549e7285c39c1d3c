"""A list as its pages show it: what is understood of each line, and what will become of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ringback.channels.callbacklist.problems import MOST_COLUMNS
from ringback.channels.calllog import told
from ringback.queries import practice
from ringback.rules.arrival import UNSORTED
from ringback.rules.phone import national
from ringback.web import import_words
from ringback.web.words import Clock, day_in_short, in_words, practice_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from ringback.channels.callbacklist.foreseen import Ahead
    from ringback.channels.callbacklist.intake import Seen
    from ringback.channels.callbacklist.reading import Line, Sheet
    from ringback.queries.imports import BatchRow
    from ringback.rules.access import Actor

FIELDS: Final[dict[str, StrOrPromise]] = {
    "name": gettext_lazy("the name"),
    "phone": gettext_lazy("the number to call"),
    "why": gettext_lazy("why they called"),
    "when": gettext_lazy("since when"),
    "category": gettext_lazy("kind of request"),
}
"""What a person may say a column holds."""

SHOWN: Final = 200
"""Lines shown one by one; all of them are counted."""
AS_THEY_STAND: Final = 4
"""Rows shown as they stand in the list, to see what is in which column."""


def kinds(actor: Actor, chosen: str) -> list[dict[str, Any]]:
    """The kinds of request all of a list may be, by name as they read it; none is not sorted."""
    found = [
        {"code": each.code, "name": practice_words(each.name), "chosen": each.code == chosen}
        for each in practice.category_names(actor)
        if each.code != UNSORTED
    ]
    return sorted(found, key=lambda each: str(each["name"]))


def preview(seen: Seen, actor: Actor, now: datetime) -> dict[str, Any]:
    """All of a list before it is in the queue."""
    where = practice.remembered(actor.practice_id)
    here = Clock(now, where.zone)
    names = {each.code: practice_words(each.name) for each in practice.category_names(actor)}
    columns = _columns(seen)
    usable = sum(each.wrong is None for each in seen.lines)
    bad = len(seen.lines) - usable
    new = sum(not each.before for each in (seen.ahead or {}).values())
    return {
        "name": import_words.name_of(seen.batch),
        "words": " ".join(_counted(seen, usable, bad)),
        "press": ngettext("Bring in {n}", "Bring in {n}", new).format(n=new),
        "nothing_new": not new,
        "columns": columns,
        "lines": [_line(each, seen, here, where.country, names) for each in seen.lines[:SHOWN]],
        "more": _more(len(seen.lines) - SHOWN),
        "kinds": kinds(actor, seen.category),
        "no_why": columns is not None and "why" not in columns["used"],
        "bad_words": ngettext("{n} line cannot be used.", "{n} lines cannot be used.", bad).format(
            n=bad
        )
        if bad
        else "",
        "bad_rows_url": reverse("import-bad-rows", args=[seen.batch.id]),
        "start_url": reverse("list-import-start", args=[seen.batch.id]),
        "again_url": reverse("list"),
    }


def run(seen: Seen, now: datetime) -> dict[str, Any]:
    """A list under way or over."""
    batch = seen.batch
    return {
        **import_words.progress(batch, now),
        "url": reverse("list-import", args=[batch.id]),
        "step_url": reverse("list-import-step", args=[batch.id]),
        "words": " ".join((*import_words.state_first(batch), *_became(batch))),
        "settled": [],
    }


def _counted(seen: Seen, usable: int, bad: int) -> Iterator[str]:
    lines = len(seen.lines)
    yield ngettext("{n} line.", "{n} lines.", lines).format(n=lines)
    ahead = (seen.ahead or {}).values()
    new = sum(not each.before and each.joins is None for each in ahead)
    yield ngettext("{n} new callback.", "{n} new callbacks.", new).format(n=new)
    if joined := sum(each.joins is not None for each in ahead):
        yield ngettext(
            "{n} joins a callback of the same number.",
            "{n} join callbacks of the same number.",
            joined,
        ).format(n=joined)
    if before := usable - new - joined:
        yield ngettext("{n} came in before.", "{n} came in before.", before).format(n=before)
    if bad:
        yield ngettext("{n} cannot be used.", "{n} cannot be used.", bad).format(n=bad)


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("and {n} more line", "and {n} more lines", count).format(n=count)


def _columns(seen: Seen) -> dict[str, Any] | None:
    """The first rows as they stand, with a choice over each column; nothing for sticky notes."""
    sheet = seen.sheet
    if sheet is None or sheet.notes:
        return None
    header = [_column_name(sheet, n) for n in range(sheet.width)]
    return {
        "columns": [
            {"name": name, "field": sheet.columns.get(n, "")} for n, name in enumerate(header)
        ],
        "fields": [{"value": name, "label": label} for name, label in FIELDS.items()],
        "used": set(sheet.columns.values()),
        "rows": [
            {"cells": _filled(row.cells, sheet.width), "bad": ""}
            for row in sheet.rows[:AS_THEY_STAND]
        ],
    }


def _column_name(sheet: Sheet, n: int) -> str:
    named = sheet.header[n] if n < len(sheet.header) else ""
    return named or _("Column {n}").format(n=n + 1)


def _filled(cells: tuple[str, ...], width: int) -> list[str]:
    return [*cells[:MOST_COLUMNS], *[""] * (width - len(cells))]


def _line(
    line: Line, seen: Seen, here: Clock, country: str, names: dict[str, str]
) -> dict[str, Any]:
    """What was understood of one line."""
    if line.wrong is not None:
        return {"line": line.line, "raw": line.raw, "wrong": in_words(line.wrong)}
    return {
        "line": line.line,
        "name": line.name,
        "phone": national(line.phone, country),
        "why": line.text,
        "kind": names.get(line.category or seen.category, ""),
        "since": _since(line, seen, here),
        "not_said": line.since is None,
        "becomes": _becomes((seen.ahead or {})[line.line]),
        "doubts": [in_words(each) for each in line.doubts],
    }


def _since(line: Line, seen: Seen, here: Clock) -> str:
    """Since when they wait; without a word of it, since the list came in."""
    if line.since is None:
        return _("not said: from {time}").format(time=here.moment(seen.batch.started_at))
    if line.since.whole_day:
        return day_in_short(here.local(line.since.at).date())
    return here.moment(line.since.at)


def _becomes(ahead: Ahead) -> str:
    """What will become of it, in a few words."""
    if ahead.before:
        return _("came in before: nothing new")
    first = _("new callback")
    if ahead.joins is not None:
        first = _joins(ahead, ahead.joins.name)
    elif ahead.beside:
        first = _("new callback, beside another open one of this number")
    if not ahead.shared:
        return first
    return _("{what}; several patients have this number, so whose it is is asked later").format(
        what=first
    )


def _joins(ahead: Ahead, name: str) -> str:
    if ahead.line:
        return _("joins line {n} of this list").format(n=ahead.line)
    if name:
        return _("already in the queue: joins that of {name}").format(name=name)
    return _("already in the queue: joins it")


def _became(batch: BatchRow) -> Iterator[str]:
    """What has become of it so far."""
    done = batch.done
    if batch.brought_nothing:
        yield _("Nothing new on this list.")
    else:
        number = done.get("opened", 0)
        yield ngettext("{n} callback opened.", "{n} callbacks opened.", number).format(n=number)
    if number := done.get("joined", 0):
        yield ngettext(
            "{n} line joined a callback that was open already.",
            "{n} lines joined callbacks that were open already.",
            number,
        ).format(n=number)
    if number := done.get("already_in", 0):
        yield ngettext("{n} line was already in.", "{n} lines were already in.", number).format(
            n=number
        )
    if number := batch.found.get("bad", 0):
        yield ngettext(
            "{n} line could not be used.", "{n} lines could not be used.", number
        ).format(n=number)
    yield from told.undone(batch)
