"""Putting right what stands on the wrong person, and the incidents that follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ringback.actions import incident as acted
from ringback.actions import puttingright
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.puttingright import Move, Wrong
from ringback.engine.wallclock import now as clock
from ringback.queries import incident, practice, struck
from ringback.rules import phone
from ringback.rules.access import Permission, refusals
from ringback.rules.noteclose import time_words
from ringback.rules.puttingright import CHOOSE, Ended, Said, What, written_anew
from ringback.rules.reason import Reason
from ringback.web import ledger_words
from ringback.web.words import KINDS, RESULTS, Clock, in_words, practice_words
from ringback.web.words import _ as said

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from ringback.queries.incident import IncidentRow
    from ringback.queries.struck import Choice, RightView
    from ringback.web.staff import StaffRequest

SAID: Final[dict[Said, StrOrPromise]] = {
    Said.NO: gettext_lazy("No, nothing"),
    Said.YES: gettext_lazy("Yes"),
    Said.UNSURE: gettext_lazy("Not sure"),
}
ENDED: Final[dict[Ended, StrOrPromise]] = {
    Ended.NONE: gettext_lazy("Nobody had to be told"),
    Ended.TOLD: gettext_lazy("They were told"),
}
TOLD_TO_OTHERS: Final[dict[str, StrOrPromise]] = {
    Said.YES: gettext_lazy("Something was said or sent to the wrong person."),
    Said.UNSURE: gettext_lazy("Nobody is sure whether something was said to the wrong person."),
}
FIELDS: Final = {"move": "to", "already": "entry", "not_yours": "entry", "not_today": "entry"}
NEW: Final = "new"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, callback_id: UUID) -> HttpResponse:
    """What of this callback I may strike through; sent, it is struck through."""
    actor = request.actor
    if request.method != "POST":
        puttingright.may_see(callback_id, by=actor, now=clock())
        return _page(request, callback_id)
    if request.POST.get("entry", "").partition(".")[0] not in set(What):
        puttingright.may_see(callback_id, by=actor, now=clock())
        return _page(request, callback_id, Refused(Reason(code="entry", words=CHOOSE)))
    try:
        puttingright.strike(callback_id, _wrong(request, callback_id), by=actor, now=clock())
    except NotPermitted:
        raise
    except Refused as refusal:
        return _page(request, callback_id, refusal)
    return redirect("callback", callback_id=callback_id)


@require_safe
def incidents(request: StaffRequest) -> HttpResponse:
    """Every incident, what is open first."""
    return _incidents(request)


@require_POST
def close(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Say how it ended."""
    ended = request.POST.get("ended", "")
    how = Ended(ended) if ended in set(Ended) else None
    words = request.POST.get("words", "")[:2000]
    try:
        acted.close(incident_id, how, words, by=request.actor, now=clock())
    except NotPermitted:
        raise
    except Refused as refusal:
        return _incidents(request, refusal, incident_id)
    return redirect("incidents")


def _wrong(request: StaffRequest, callback_id: UUID) -> Wrong:
    """What the form says; an entry that no page of ours named is not there."""
    what, _dot, key = request.POST.get("entry", "").partition(".")
    told = request.POST.get("said", "")
    try:
        entry_id = UUID(key)
    except ValueError:
        raise NotFound from None
    return Wrong(
        what=What(what),
        id=entry_id,
        reason=request.POST.get("why", "")[:400],
        said=Said(told) if told in set(Said) else None,
        move=_move(request, callback_id, entry_id),
    )


def _move(request: StaffRequest, callback_id: UUID, entry_id: UUID) -> Move | None:
    to = request.POST.get("to", "")
    if not to:
        return None
    text = _to_write(request, callback_id, entry_id)
    if to == NEW:
        name, number = (request.POST.get(each, "")[:120] for each in ("name", "number"))
        return Move(name=name, number=number, text=text)
    try:
        return Move(callback_id=UUID(to), text=text)
    except ValueError:
        return Move()


def _to_write(request: StaffRequest, callback_id: UUID, entry_id: UUID) -> str:
    """What is to be signed there of a try, in the language of record: its result, its time."""
    actor, now = request.actor, clock()
    view = struck.right_view(callback_id, actor, now=now)
    here = Clock(now, practice.zone(actor.practice_id))
    found = next((each for each in view.choices if each.id == entry_id), None) if view else None
    if found is None or not found.result:
        return ""
    return written_anew(RESULTS[found.result], time_words(here.local(found.happened_at)))


def _page(request: StaffRequest, callback_id: UUID, refusal: Refused | None = None) -> HttpResponse:
    actor, now, sent = request.actor, clock(), request.POST
    view = struck.right_view(callback_id, actor, now=now)
    if view is None:
        raise NotFound
    where = practice.remembered(actor.practice_id)
    here = Clock(now, where.zone)
    context: dict[str, Any] = {
        "callback_id": callback_id,
        "who": _who(view, where.country),
        "kind": practice_words(view.category_name),
        "entries": [_entry(each, here, sent.get("entry", "")) for each in view.choices],
        "said": [(str(code), words, sent.get("said") == code) for code, words in SAID.items()],
        "own": [
            (str(key), name or (phone.national(number, where.country) if number else str(key)[:8]))
            for key, name, number in view.own
        ],
        "given": {name: sent.get(name, "") for name in ("why", "to", "name", "number")},
        "problems": [
            {"field": FIELDS.get(each.code, each.code), "words": in_words(each)}
            for each in (refusal.reasons if refusal else ())
        ],
    }
    return render(request, "right/page.html", context, status=409 if refusal else 200)


def _who(view: RightView, country: str) -> str:
    if view.phone is None:
        return view.name or said(KINDS[view.kind]).capitalize()
    return view.name or (phone.national(view.phone, country) if view.phone else _("No number"))


def _entry(found: Choice, here: Clock, chosen: str) -> dict[str, Any]:
    key = f"{found.what}.{found.id}"
    words = {
        What.TRY: said(RESULTS[found.result]).capitalize() if found.result else "",
        What.NOTE: _("A note: {text}").format(text=found.text),
        What.CHECK: _("The check of who was on the line"),
    }[found.what]
    return {
        "key": key,
        "words": words,
        "when": f"{here.moment(found.happened_at)} · {found.author}",
        "chosen": key == chosen,
    }


def _incidents(
    request: StaffRequest, refusal: Refused | None = None, about: UUID | None = None
) -> HttpResponse:
    actor, now = request.actor, clock()
    acted.seen(by=actor, now=now)
    here = Clock(now, practice.zone(actor.practice_id))
    kinds = practice.kind_names(actor)
    to = "ledger-callback" if refusals(actor, Permission.SEE_QUEUE) else "callback"
    rows = [_incident(each, here, kinds, to) for each in incident.listed(actor)]
    context = {
        "rows": rows,
        "ended": [(str(code), words) for code, words in ENDED.items()],
        "about": about,
        "words_given": request.POST.get("words", ""),
        "problems": [
            {"field": f"{each.code}-{about}", "words": in_words(each)}
            for each in (refusal.reasons if refusal else ())
        ],
    }
    return render(request, "right/incidents.html", context, status=409 if refusal else 200)


def _incident(found: IncidentRow, here: Clock, kinds: dict[str, str], to: str) -> dict[str, Any]:
    days = (found.tell_by - here.now).days
    left = ngettext("{n} day left", "{n} days left", max(days, 0)).format(n=max(days, 0))
    return {
        "id": found.id,
        "url": reverse(to, args=[found.callback_id]),
        "what": ledger_words.callback(found.callback_id, found.category, kinds),
        "by": found.by,
        "when": here.moment(found.discovered_at),
        "told": TOLD_TO_OTHERS.get(found.said, ""),
        "reason": found.reason or "",
        "tell_by": here.day(here.local(found.tell_by).date()),
        "left": _("too late") if found.tell_by <= here.now else left,
        "late": found.tell_by <= here.now,
        "theirs": found.theirs,
        "closed": found.closed_at is not None,
        "closed_words": _closed(found, here),
    }


def _closed(found: IncidentRow, here: Clock) -> str:
    if found.closed_at is None:
        return ""
    words = _("{how}: {words} ({name}, {time})") if found.words else _("{how} ({name}, {time})")
    return words.format(
        how=ENDED[Ended(found.ended)],
        words=found.words,
        name=found.closed_by,
        time=here.moment(found.closed_at),
    )
