"""An import as its pages show it: every number in words, every address in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ringback.channels.calllog import detect, told
from ringback.queries import practice
from ringback.rules.missedcall import Settled
from ringback.rules.phone import national
from ringback.web import log_words
from ringback.web.words import Clock, day_in_short, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from django_stubs_ext import StrOrPromise

    from ringback.channels.calllog.log import Preview
    from ringback.channels.calllog.seen import Seen
    from ringback.queries.imports import BatchRow
    from ringback.rules.access import Actor

FIELDS: Final[dict[str, StrOrPromise]] = {
    "started": gettext_lazy("when the call began"),
    "date": gettext_lazy("the day"),
    "time": gettext_lazy("the time of day"),
    "ended": gettext_lazy("when it ended"),
    "answered_at": gettext_lazy("when it was answered"),
    "caller": gettext_lazy("the caller’s number"),
    "callee": gettext_lazy("the number called"),
    "other_party": gettext_lazy("the other one’s number"),
    "extension": gettext_lazy("our extension"),
    "direction": gettext_lazy("in or out"),
    "result": gettext_lazy("answered or not"),
    "duration": gettext_lazy("how long it took"),
    "talk": gettext_lazy("how long they talked"),
    "ring": gettext_lazy("how long it rang"),
    "voicemail_seconds": gettext_lazy("how long the voicemail is"),
    "call_id": gettext_lazy("the call’s id"),
}
"""What a person may say a column holds."""

GUESSED: Final[dict[str, StrOrPromise]] = {
    "caller_extension": gettext_lazy("the caller’s extension"),
    "caller_type": gettext_lazy("what kind of caller"),
    "callee_extension": gettext_lazy("the extension called"),
    "callee_type": gettext_lazy("what kind of number was called"),
    "parent_id": gettext_lazy("the id of the call it belongs to"),
    "history_id": gettext_lazy("the id of the call’s history"),
    "taken_by": gettext_lazy("who took it"),
    "final_callee": gettext_lazy("where it ended"),
    "connect_type": gettext_lazy("how it was connected"),
    "kind": gettext_lazy("what kind of call"),
}
"""What else a guess may be; it is then kept."""

STATES: Final[dict[str, StrOrPromise]] = {
    "begun": gettext_lazy("not read to its end"),
    "ready": gettext_lazy("not in the queue yet"),
    "loading": gettext_lazy("not finished"),
    "cancelled": gettext_lazy("cancelled"),
    "undone": gettext_lazy("undone"),
}

SETTLED: Final[dict[str, StrOrPromise]] = {
    Settled.RETURNED: gettext_lazy("called back already"),
    Settled.REACHED_US: gettext_lazy("reached us later"),
    Settled.NO_NUMBER: gettext_lazy("no number, no voicemail"),
    Settled.KNOWN_CALLER: gettext_lazy("known caller, no patient"),
    Settled.SET_ASIDE: gettext_lazy("set aside: on the list of automatic callers"),
    Settled.TO_LOOK_AT: gettext_lazy("set aside, and waits for a look: every tenth does"),
}


def earlier(batches: Iterable[BatchRow], now: datetime, actor: Actor) -> list[dict[str, str]]:
    """The imports there were, each with what became of it."""
    here = Clock(now, practice.zone(actor.practice_id))
    return [
        {
            "url": reverse("list-import" if each.is_list else "import", args=[each.id]),
            "name": name_of(each),
            "days": _days(each.days),
            "when": here.moment(each.started_at),
            "words": _in_short(each),
        }
        for each in batches
    ]


def preview(log: Seen, rows: Preview, chosen: Mapping[int, str]) -> dict[str, Any]:
    """The first rows, with a choice over every column where the format leaves one."""
    batch = log.batch
    words = told.found(batch) if batch.staged_at else ()
    before = told.here(log.here) if log.here else ""
    lacking = [log_words.sentence(rows.unsettled)] if rows.unsettled else []
    return {
        **cells(rows, chosen),
        "name": name_of(batch),
        "words": " ".join((_read_as(rows), *words)),
        "before": " ".join(filter(None, (before, _listed(log)))),
        "nothing_new": nothing_new(log),
        "notes": [*lacking, *(str(each) for each in rows.problems)],
        "start_url": reverse("import-start", args=[batch.id]),
        "again_url": reverse("imports"),
    }


def _listed(log: Seen) -> str:
    """How many of the people to call back are on the list whose calls are set aside."""
    if log.here is None or not log.here.people_listed:
        return ""
    count = log.here.people_listed
    return ngettext(
        "{n} of these is on the list of known callers and set aside, but for every tenth call.",
        "{n} of these are on the list of known callers and set aside, but for every tenth call.",
        count,
    ).format(n=count)


def nothing_new(log: Seen) -> bool:
    """Whether all of it came in before."""
    return log.here is not None and log.here.nothing_new


def cells(rows: Preview, chosen: Mapping[int, str]) -> dict[str, Any]:
    """The first rows as they stand; over each column what it was taken for, or was just chosen."""
    by_column = {column: field for field, column in rows.columns.items()}
    choice = bool(rows.columns) or rows.unsettled is not None
    guessed = {name: GUESSED.get(name, name) for name in rows.columns}
    fields = {**guessed, **FIELDS} if choice else {}
    bad = {each.raw: each.reason for each in rows.problems}
    return {
        "columns": [
            {"name": name, "field": chosen.get(place, by_column.get(name, ""))}
            for place, name in enumerate(rows.header)
        ],
        "fields": [{"value": name, "label": label} for name, label in fields.items()],
        "rows": [{"cells": row, "bad": bad.get(",".join(row), "")} for row in rows.raw],
    }


def run(log: Seen, now: datetime) -> dict[str, Any]:
    """An import under way or over."""
    batch = log.batch
    return {
        **progress(batch, now),
        "url": reverse("import", args=[batch.id]),
        "step_url": reverse("import-step", args=[batch.id]),
        "words": " ".join((*state_first(batch), *told.became(batch))),
        "settled": _settled(log, now),
    }


def progress(batch: BatchRow, now: datetime) -> dict[str, Any]:
    """How far any import is, whatever was in it, and what can still be done with it."""
    pace = batch.pace(now)
    return {
        "name": name_of(batch),
        "cancel_url": reverse("import-cancel", args=[batch.id]),
        "undo_url": reverse("import-undo", args=[batch.id]) if batch.takes_back else "",
        "over": batch.state not in {"ready", "loading"},
        "undone": batch.state == "undone",
        "total": batch.total,
        "done": batch.handled,
        "done_words": _("{done} of {total}").format(
            done=number_format(batch.handled), total=number_format(batch.total)
        ),
        "rate_words": _("{rate} a second").format(rate=number_format(round(pace.per_second)))
        if pace.per_second
        else "",
        "left_words": "" if pace.left is None else _("{time} left").format(time=span(pace.left)),
        **_outcome(batch),
    }


def name_of(batch: BatchRow) -> str:
    """What an import is called: as its file was, or that somebody pasted it."""
    return batch.file_name or (_("Pasted list") if batch.is_list else "")


def state_first(batch: BatchRow) -> list[str]:
    """In which state an import is, where that is worth a sentence of its own."""
    state = STATES.get(batch.state)
    return [f"{state}.".capitalize()] if state and batch.state != "undone" else []


def _outcome(batch: BatchRow) -> dict[str, Any]:
    bad = batch.found.get("bad", 0) + batch.found.get("doubts", 0)
    return {
        "figures": [],
        "bad_rows_url": reverse("import-bad-rows", args=[batch.id]) if bad else "",
        "bad_words": ngettext("{n} row needs a look.", "{n} rows need a look.", bad).format(n=bad),
    }


def _settled(log: Seen, now: datetime) -> list[dict[str, str]]:
    here = Clock(now, log.practice.zone)
    country = log.practice.country
    return [
        {
            "when": here.moment(each.happened_at),
            "phone": national(each.phone, country) if each.phone else _("hidden number"),
            "why": str(SETTLED.get(each.why, each.why)),
        }
        for each in log.settled
    ]


def _in_short(batch: BatchRow) -> str:
    if batch.state != "finished":
        return str(STATES[batch.state])
    if batch.brought_nothing:
        return _("nothing new")
    number = batch.done.get("opened", 0)
    return ngettext("{n} callback", "{n} callbacks", number).format(n=number)


def _days(days: tuple[date, ...]) -> str:
    """The days a log is about: one, or from and to."""
    return " – ".join(day_in_short(each) for each in dict.fromkeys(days))


def _read_as(rows: Preview) -> str:
    return _("Read as: {system}.").format(system=_(detect.NAMES[rows.format]))
