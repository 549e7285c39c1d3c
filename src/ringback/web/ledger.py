"""The record of who did and saw what: a day, a callback, a person, and what is worth a look."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ringback.actions import record as action
from ringback.engine.wallclock import now as clock
from ringback.queries import ledger, practice, record
from ringback.rules.csvcell import UTF_8, harmless
from ringback.rules.unusual import found as unusual_of
from ringback.web import ledger_words
from ringback.web.words import Clock, author_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringback.queries.record import Asked, Line, Page
    from ringback.web.staff import StaffRequest

OF_A_PERSON: Final = timedelta(days=30)
LONG_AGO: Final = timedelta(days=365 * 30)
"""No record goes back further than this, nor past today."""
CHOICES: Final = ("", "seen", "refused")
FILTERS: Final = ("day", "person", "what")


@dataclass(frozen=True, kw_only=True)
class Here:
    """One request for the record: by whom, when, and how this practice calls its things."""

    request: StaffRequest
    clock: Clock
    kinds: dict[str, str]

    @property
    def practice_id(self) -> UUID:
        """The practice whose record it is."""
        return self.request.actor.practice_id


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """One day, today unless another is asked for, with its filters."""
    here = _here(request, "day")
    day = _day(here)
    asked = _of_day(here, day)
    found = record.page(here.practice_id, replace(asked, after=_after(request)))
    context = {
        "day": day.isoformat(),
        "today": here.clock.today.isoformat(),
        "people": record.people(here.practice_id),
        "person": str(asked.person_id or ""),
        "what": _what(request),
        "day_words": here.clock.day(day),
    }
    return _list(here, found, "ledger/day.html", **context)


@require_safe
def one_callback(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    """Who has seen a callback and what they did with it, and with those of the same number."""
    here = _here(request, "callback", callback_id)
    named = record.callbacks_of(here.practice_id, callback_id)
    asked = record.Asked(subjects=tuple(each.id for each in named), after=_after(request))
    others = [
        {
            "url": reverse("ledger-callback", args=[each.id]),
            "words": ledger_words.callback(each.id, each.category, here.kinds),
            "when": here.clock.moment(each.received_at),
        }
        for each in named
        if each.id != callback_id
    ]
    kinds = {each.id: each.category for each in named}
    name = ledger_words.callback(callback_id, kinds[callback_id], here.kinds)
    found = record.page(here.practice_id, asked)
    return _list(here, found, "ledger/callback.html", name=name, others=others)


@require_safe
def one_person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """What one person did and saw in the last thirty days."""
    here = _here(request, "person", person_id)
    names = dict(record.people(here.practice_id))
    asked = replace(_of_person(here, person_id), after=_after(request))
    found = record.page(here.practice_id, asked)
    name = author_words(names[person_id])
    return _list(here, found, "ledger/person.html", name=name, what=_what(request))


@require_safe
def unusual(request: StaffRequest) -> HttpResponse:
    """What was unusual in the last seven days. It accuses nobody."""
    here = _here(request, "unusual")
    context = {"lines": _unusual(here), **_frame(here)}
    return render(request, "ledger/unusual.html", context)


@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """One of the lists as a file for a spreadsheet, with its filters and all of its pages."""
    which = request.GET.get("list", "")
    lists = {"day": _export_day, "callback": _export_callback, "person": _export_person}
    of = _id(request.GET.get("of", ""))
    if which not in {*lists, "unusual"} or (of is None and which in {"callback", "person"}):
        raise BadRequest("no such list")
    here = _here(request, which, of)
    if which == "unusual":
        head = [_("who"), _("what was unusual"), _("last seen")]
        rows = [[each["who"], each["words"], each["when"]] for each in _unusual(here)]
    else:
        head = [_("when"), _("who"), _("what was done"), _("how"), _("about"), _("refused")]
        found = record.everything(here.practice_id, lists[which](here, of))
        rows = [_cells(here, each) for each in found]
    action.exported(which, len(rows), of, by=request.actor, now=here.clock.now)
    if len(rows) >= record.EXPORTED_MOST:
        rows.append([_("A file has no more lines than these. Export single days.")])
    return _file(f"record-{which}-{here.clock.today}.csv", [head, *rows])


def _here(request: StaffRequest, which: str, of: UUID | None = None) -> Here:
    """Write down that the record is looked at; refuses whoever may not. Raises NotFound too."""
    actor, now = request.actor, clock()
    action.looked_at(which, of, by=actor, now=now)
    kinds = practice.kind_names(actor)
    return Here(request=request, clock=Clock(now, practice.zone(actor.practice_id)), kinds=kinds)


def _list(here: Here, found: Page, template: str, **context: Any) -> HttpResponse:  # noqa: ANN401
    request = here.request
    given = {name: request.GET.get(name, "") for name in FILTERS if request.GET.get(name)}
    following = {**given, "after": str(found.next)} if found.next else None
    shown = {
        "lines": [_line(here, each) for each in found.lines],
        "next_page_url": f"{request.path}?{urlencode(following)}" if following else "",
        "first_page": "after" not in request.GET,
        "export_query": urlencode(given),
        **_frame(here),
    }
    return render(request, template, {**shown, **context})


def _frame(here: Here) -> dict[str, Any]:
    stand = ledger.stand(here.practice_id)
    words, well = ledger_words.sealed(stand, here.clock.now, here.clock)
    return {"sealed_words": words, "sealed_well": well}


def _line(here: Here, line: Line) -> dict[str, Any]:
    named = line._replace(actor=author_words(line.actor) if line.actor else None)
    return {
        "when": here.clock.moment(line.at),
        "iso": here.clock.iso(line.at),
        "words": ledger_words.sentence(named, here.kinds, links=True),
        "how": ledger_words.DOORS.get(line.via, line.via),
        "refused": line.refused,
        "person_url": reverse("ledger-person", args=[line.actor_id]) if line.actor_id else "",
        "id": line.id,
    }


def _unusual(here: Here) -> list[dict[str, str]]:
    entries = record.for_review(here.practice_id, now=here.clock.now)
    names = dict(record.people(here.practice_id))
    return [
        {
            "who": author_words(names.get(each.person_id, "")),
            "words": ledger_words.unusual(each, here.clock),
            "when": here.clock.moment(each.ends),
            "url": reverse("ledger-person", args=[each.person_id]),
        }
        for each in unusual_of(entries, here.clock.zone)
    ]


def _of_day(here: Here, day: date) -> Asked:
    begin = datetime.combine(day, time(), here.clock.zone)
    end = datetime.combine(day + timedelta(days=1), time(), here.clock.zone)
    person = _id(here.request.GET.get("person", ""))
    return _narrowed(here, since=begin.astimezone(UTC), until=end.astimezone(UTC), person_id=person)


def _of_person(here: Here, person_id: UUID) -> Asked:
    return _narrowed(here, since=here.clock.now - OF_A_PERSON, person_id=person_id)


def _narrowed(here: Here, **more: Any) -> Asked:  # noqa: ANN401
    narrowed: dict[str, dict[str, Any]] = {
        "seen": {"verbs": record.SEEN, "refused": False},
        "refused": {"refused": True},
    }
    return record.Asked(**more, **narrowed.get(_what(here.request), {}))


def _export_day(here: Here, _of: UUID | None) -> Asked:
    return _of_day(here, _day(here))


def _export_callback(here: Here, of: UUID | None) -> Asked:
    named = record.callbacks_of(here.practice_id, of) if of else []
    return record.Asked(subjects=tuple(each.id for each in named))


def _export_person(here: Here, of: UUID | None) -> Asked:
    return _of_person(here, of or UUID(int=0))


def _cells(here: Here, line: Line) -> list[str]:
    return [
        here.clock.local(line.at).isoformat(" ", "seconds"),
        author_words(line.actor) if line.actor else str(ledger_words.CLOCKWORK),
        ledger_words.sentence(line, here.kinds, links=False),
        str(ledger_words.DOORS.get(line.via, line.via)),
        str(line.subject_id or ""),
        _("yes") if line.refused else "",
    ]


def _file(name: str, rows: Iterable[list[str]]) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text).writerows([[harmless(cell) for cell in row] for row in rows])
    response = HttpResponse(UTF_8 + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _day(here: Here) -> date:
    """The day asked for; today where that is none."""
    try:
        asked = date.fromisoformat(here.request.GET.get("day", ""))
    except ValueError:
        return here.clock.today
    return asked if here.clock.today - LONG_AGO < asked <= here.clock.today else here.clock.today


def _what(request: StaffRequest) -> str:
    what = request.GET.get("what", "")
    return what if what in CHOICES else ""


def _after(request: StaffRequest) -> record.Cursor | None:
    return record.Cursor.read(request.GET.get("after", ""))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
