"""A patient list as its pages show it: every number in words, every address in place.

What only serves to be matched is not shown: of a birth date, that it was read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ringback.queries import patientlist as lists
from ringback.queries import practice
from ringback.rules.patientlist import DAY_FIRST, MONTH_FIRST
from ringback.rules.phone import national
from ringback.web.words import Clock, in_words, language_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from ringback.channels.patientlist.intake import FirstRow, Preview, Seen
    from ringback.queries.patientlist import ListRow
    from ringback.rules.access import Actor
    from ringback.web.staff import StaffRequest

FIELDS: Final[dict[str, StrOrPromise]] = {
    "name": gettext_lazy("the whole name"),
    "first_name": gettext_lazy("the first name"),
    "last_name": gettext_lazy("the last name"),
    "birth_date": gettext_lazy("the birth date"),
    "record_number": gettext_lazy("the record number"),
    "phone": gettext_lazy("a number"),
    "mobile": gettext_lazy("the mobile number"),
    "home": gettext_lazy("the number at home"),
    "work": gettext_lazy("the number at work"),
    "language": gettext_lazy("the language"),
    "asked": gettext_lazy("how they may be reached, in words"),
}
"""What a person may say a column holds."""

ORDERS: Final[dict[str, StrOrPromise]] = {
    "": gettext_lazy("as the list tells"),
    MONTH_FIRST: gettext_lazy("month before day: 12/31/1999"),
    DAY_FIRST: gettext_lazy("day before month: 31/12/1999"),
}
ASKED: Final = gettext_lazy(
    "What the list says about reaching somebody counts as soon as they are on file. Words we "
    "cannot read block every way until a colleague confirms them or takes them back."
)
STATES: Final[dict[str, StrOrPromise]] = {
    "begun": gettext_lazy("not read to its end"),
    "ready": gettext_lazy("not on file yet"),
    "loading": gettext_lazy("not finished"),
    "cancelled": gettext_lazy("cancelled"),
    "undone": gettext_lazy("taken back"),
}


def earlier(batches: Iterable[ListRow], now: datetime, actor: Actor) -> list[dict[str, str]]:
    """The lists there were, each with what became of it."""
    here = Clock(now, practice.zone(actor.practice_id))
    return [
        {
            "url": reverse("patient-list", args=[each.id]),
            "name": each.file_name,
            "when": here.moment(each.started_at),
            "words": _in_short(each),
        }
        for each in batches
    ]


def preview(seen: Seen, rows: Preview, actor: Actor) -> dict[str, Any]:
    """The first rows with what was understood of them, and what all of them come to."""
    batch = seen.batch
    by_place = {at: field for field, at in rows.columns.items()}
    country = practice.country(actor.practice_id)
    ready = batch.state == "ready" and not rows.unsettled
    return {
        "name": batch.file_name,
        "words": " ".join(_found(batch)) if ready else "",
        "notes": [
            *map(in_words, rows.unsettled),
            *([str(ASKED)] if "asked" in rows.columns else []),
        ],
        "careful": _careful(batch) if ready else "",
        "bad_rows_url": reverse("patient-list-bad-rows", args=[batch.id])
        if ready and _bad(batch)
        else "",
        "nothing_new": ready and not batch.found.get("new") and not batch.found.get("changed"),
        "columns": [
            {"name": name, "field": by_place.get(place, "")}
            for place, name in enumerate(rows.header)
        ],
        "fields": [{"value": name, "label": label} for name, label in FIELDS.items()],
        "orders": [
            {"value": value, "label": label, "on": value == batch.reading["order"]}
            for value, label in ORDERS.items()
        ],
        "order_words": ORDERS[rows.order] if rows.order and not batch.reading["order"] else "",
        "rows": [_first(each, country) for each in rows.rows],
        "alike": alike(seen, actor),
        "start_url": reverse("patient-list-start", args=[batch.id]),
        "again_url": reverse("patient-lists"),
    }


def _notes(rows: Preview) -> list[str]:
    """What to know before they are put on file."""
    asked = [str(ASKED)] if "asked" in rows.columns else []
    return [*map(in_words, rows.unsettled), *asked]


def alike(seen: Seen, actor: Actor) -> list[dict[str, str]]:
    """Who looks like somebody on file, with what is the same and what is not."""
    return [
        {"name": each.name, "like": each.like, "told": ", ".join(map(in_words, each.told))}
        for each in lists.alike(actor, seen.batch.id)
    ]


def run(seen: Seen, request: StaffRequest) -> dict[str, Any]:
    """A list under way or over."""
    batch = seen.batch
    over = batch.state not in {"ready", "loading"}
    total = batch.found.get("staged", 0)
    return {
        "name": batch.file_name,
        "step_url": reverse("patient-list-step", args=[batch.id]),
        "cancel_url": reverse("patient-list-cancel", args=[batch.id]),
        "undo_url": reverse("patient-list-undo", args=[batch.id]) if batch.takes_back else "",
        "over": over,
        "undone": batch.state == "undone",
        "total": total,
        "done": batch.handled,
        "done_words": _("{done} of {total}").format(
            done=_figure(batch.handled), total=_figure(total)
        ),
        "words": " ".join(_became(batch)),
        "careful": _careful(batch),
        "bad_rows_url": reverse("patient-list-bad-rows", args=[batch.id]) if _bad(batch) else "",
        "alike": alike(seen, request.actor) if over else [],
    }


def _first(each: FirstRow, country: str) -> dict[str, Any]:
    row = each.row
    doubts = " ".join(map(in_words, each.doubts))
    if row is None:
        return {"line": each.line, "doubts": doubts, "bad": True}
    return {
        "line": each.line,
        "name": row.name,
        "born": _("read") if row.birth_date else _("none"),
        "record": _("read") if row.record_number else _("none"),
        "numbers": ", ".join(national(number, country) for number, _label in row.numbers),
        "language": language_words(row.language) if row.language else "",
        "asked": row.asked,
        "doubts": doubts,
        "bad": False,
    }


def _found(batch: ListRow) -> list[str]:
    has = batch.found
    rows = ngettext("{n} row", "{n} rows", batch.rows).format(n=_figure(batch.rows))
    parts = [
        _new(has.get("new", 0)),
        _changed(has.get("changed", 0)),
        _same(has.get("same", 0)),
        _not_usable(has.get("bad", 0)),
    ]
    return [f"{rows}: {', '.join(filter(None, parts))}."]


def _became(batch: ListRow) -> list[str]:
    if batch.state == "undone":
        return _taken_back(batch)
    has = batch.done
    parts = [
        _new(has.get("new", 0)), _changed(has.get("changed", 0)), _same(has.get("same", 0)),
        _not_usable(batch.found.get("bad", 0) + has.get("aside", 0)),
    ]  # fmt: skip
    state = STATES.get(batch.state)
    told = ", ".join(filter(None, parts)) or _("nobody was brought in")
    return [f"{state}: {told}.".capitalize()] if state else [f"{told}.".capitalize()]


def _taken_back(batch: ListRow) -> list[str]:
    has = batch.undone
    words = [_("Taken back.")]
    if number := has.get("withdrawn", 0):
        words.append(
            ngettext(
                "{n} patient is on file no more.", "{n} patients are on file no more.", number
            ).format(n=_figure(number))
        )
    if number := has.get("put_back", 0):
        words.append(
            ngettext("{n} is as before.", "{n} are as before.", number).format(n=_figure(number))
        )
    if number := has.get("kept", 0):
        words.append(
            ngettext(
                "{n} stays on file: somebody has had to do with them since.",
                "{n} stay on file: somebody has had to do with them since.",
                number,
            ).format(n=_figure(number))
        )
    return words


def _figure(number: int) -> str:
    """A number as people write large ones."""
    return number_format(number, force_grouping=True)


def _new(number: int) -> str:
    shown = _figure(number)
    return ngettext("{n} new patient", "{n} new patients", number).format(n=shown) if number else ""


def _changed(number: int) -> str:
    shown = _figure(number)
    return ngettext("{n} changed", "{n} changed", number).format(n=shown) if number else ""


def _same(number: int) -> str:
    words = ngettext("{n} the same as on file", "{n} the same as on file", number)
    return words.format(n=_figure(number)) if number else ""


def _not_usable(number: int) -> str:
    words = ngettext("{n} not usable", "{n} not usable", number)
    return words.format(n=_figure(number)) if number else ""


def _bad(batch: ListRow) -> int:
    return batch.found.get("bad", 0) + batch.found.get("doubts", 0) + batch.done.get("aside", 0)


def _careful(batch: ListRow) -> str:
    bad = _bad(batch)
    words = ngettext("{n} row needs a look.", "{n} rows need a look.", bad)
    return words.format(n=_figure(bad)) if bad else ""


def _in_short(batch: ListRow) -> str:
    if batch.state != "finished":
        return str(STATES[batch.state])
    return (
        _new(batch.done.get("new", 0)) or _changed(batch.done.get("changed", 0)) or _("nothing new")
    )
