"""Several of one's own in one press: chosen in the list, handed on or put aside, and taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ringback.actions import opening, several
from ringback.actions.act import Refused
from ringback.actions.handover import To
from ringback.actions.several import Chosen
from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.queries import several as rows
from ringback.rules import phone
from ringback.rules import several as rules
from ringback.rules.access import Permission
from ringback.rules.reason import Reason
from ringback.rules.undo import Undoable
from ringback.web.call import local_moment
from ringback.web.hands_words import LATER
from ringback.web.words import KINDS, Clock, in_words, practice_words
from ringback.web.words import _ as said

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpResponse

    from ringback.actions.several import Outcome
    from ringback.queries.several import ChosenRow
    from ringback.rules.access import Actor
    from ringback.web.staff import StaffRequest

DID: Final = "did"
"""What the address of the list says after a press of several."""


@require_POST
def choose(request: StaffRequest) -> HttpResponse:
    """Those that are ticked, and what can be done with them."""
    actor = request.actor
    opening.may("handed over", Permission.WORK, by=actor, now=clock())
    return _page(request, _chosen(request))


@require_POST
def do(request: StaffRequest) -> HttpResponse:
    """Hand all of them on, or put all of them aside; what cannot be says why."""
    actor, now, chosen = request.actor, clock(), _chosen(request)
    opening.may("handed over", Permission.WORK, by=actor, now=now)
    try:
        outcome = _done(request, chosen, actor, now)
    except Refused as refusal:
        return _page(request, chosen, [(None, refusal.reasons)])
    return _told(request, chosen, outcome)


@require_POST
def undo(request: StaffRequest) -> HttpResponse:
    """Take the last press back, one by one."""
    actor, now = request.actor, clock()
    opening.may("undone", Permission.WORK, by=actor, now=now)
    try:
        outcome = several.undone(by=actor, now=now)
    except Refused as refusal:
        return _page(request, [], [(None, refusal.reasons)])
    return redirect("queue") if not outcome.refused else _told(request, [], outcome)


def toast(request: StaffRequest) -> dict[str, Any] | None:
    """What was just done with several, and for how long it can be taken back; None without."""
    if DID not in request.GET:
        return None
    now = clock()
    last = rows.last(request.actor, now=now)
    if last is None:
        return None
    number = len(last.callbacks)
    words = {
        Undoable.HANDED: ngettext("{n} handed over.", "{n} handed over.", number),
        Undoable.ASIDE: ngettext("{n} put aside.", "{n} put aside.", number),
    }.get(Undoable(last.kind), ngettext("{n} done.", "{n} done.", number))
    seconds = -(-(last.until - now) // timedelta(seconds=1))
    return {"words": words.format(n=number), "seconds": max(1, seconds)}


def _done(request: StaffRequest, chosen: list[Chosen], actor: Actor, now: datetime) -> Outcome:
    what, _colon, value = request.POST.get("do", "").partition(":")
    why = request.POST.get("why", "")
    if what == "aside":
        until = local_moment(value, actor)
        return several.aside(chosen, until, why, by=actor, now=now)
    if what == "anyone":
        return several.hand(chosen, To(anyone=True), why, by=actor, now=now)
    if what == "person" and (key := _id(value)):
        return several.hand(chosen, To(person_id=key), why, by=actor, now=now)
    raise Refused(Reason(code="what", words=rules.WHAT))


def _told(request: StaffRequest, chosen: list[Chosen], outcome: Outcome) -> HttpResponse:
    """Back to the list where all was done; else what was not, with why."""
    if not outcome.refused:
        return redirect(f"{reverse('queue')}?{DID}=1")
    left = {key for key, _reasons in outcome.refused}
    again = [each for each in chosen if each.callback_id in left]
    return _page(request, again, outcome.refused, done=len(outcome.done))


def _page(
    request: StaffRequest,
    chosen: list[Chosen],
    refused: Iterable[tuple[UUID | None, tuple[Reason, ...]]] = (),
    *,
    done: int = 0,
) -> HttpResponse:
    actor, now = request.actor, clock()
    here = Clock(now, practice.zone(actor.practice_id))
    country = practice.country(actor.practice_id)
    found = rows.chosen(actor, [each.callback_id for each in chosen])
    names = {each.id: _who(each, country) for each in found}
    refused = tuple(refused)
    problems = [
        {"field": f"it-{key}" if key in names else "several", "words": _why(names, key, each)}
        for key, reasons in refused
        for each in reasons
    ]
    if not problems and (none := rules.refusals(found)):
        problems = [{"field": "several", "words": in_words(each)} for each in none]
    offer = rows.offer(actor, found, now=now)
    context = {
        "rows": [
            {
                "id": each.id,
                "value": f"{each.id}:{each.fence}",
                "who": names[each.id],
                "kind": practice_words(each.category_name),
            }
            for each in found
        ],
        "colleagues": [(str(key), name) for key, name in offer.colleagues],
        "later": [
            (
                f"{here.local(each.at):%Y-%m-%dT%H:%M}",
                said(LATER[each.choice]),
                here.moment(each.at),
            )
            for each in offer.later
        ],
        "problems": problems,
        "why": request.POST.get("why", ""),
        "done": _some_done(done) if done else "",
    }
    return render(request, "queue/several.html", context, status=409 if problems else 200)


def _some_done(number: int) -> str:
    return ngettext(
        "{n} was done. The rest was not:", "{n} were done. The rest was not:", number
    ).format(n=number)


def _why(names: dict[UUID, str], key: UUID | None, reason: Reason) -> str:
    who = names.get(key, "") if key else ""
    return f"{who}: {in_words(reason)}" if who else in_words(reason)


def _who(each: ChosenRow, country: str) -> str:
    if each.phone is None:
        return each.name or said(KINDS[each.kind]).capitalize()
    return each.name or phone.national(each.phone, country) or _("No number")


def _chosen(request: StaffRequest) -> list[Chosen]:
    """What was ticked: each once, and nothing that no page of ours sends."""
    found = {}
    for each in request.POST.getlist("it")[: rules.MOST + 1]:
        key, _colon, fence = each.partition(":")
        callback_id = _id(key)
        if callback_id is not None and fence.isdecimal() and len(fence) < 10:  # noqa: PLR2004
            found[callback_id] = Chosen(callback_id=callback_id, fence=int(fence))
    return list(found.values())


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
