"""Other systems that bring requests in: added, agreed on, switched on and off."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ringback.actions import connector, people
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.connector import Places
from ringback.channels.formhook.reading import PLACES
from ringback.channels.formhook.signature import HEADER
from ringback.engine.wallclock import now as clock
from ringback.queries import connector as connectors
from ringback.queries import practice
from ringback.rules import connector as rules
from ringback.rules.connector import Agreement
from ringback.web import connector_words
from ringback.web.words import Clock, in_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponse

    from ringback.web.staff import StaffRequest

FORM_BUILDER = "formhook"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Every one of them; and a new one, with its address to be read this one time."""
    if request.method != "POST":
        people.may_set_up(by=request.actor, now=clock())
        return _page(request)
    places = {**PLACES, "header": HEADER}
    try:
        made = connector.add(
            FORM_BUILDER, request.POST.get("label", ""), places, by=request.actor, now=clock()
        )
    except NotPermitted:
        raise
    except Refused as refusal:
        return _page(request, refusal)
    return _one(request, made.id, secret=made.secret)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: StaffRequest, connector_id: UUID) -> HttpResponse:
    """How one of them stands; where in what it brings what stands, and what signs it."""
    if request.method != "POST":
        connector.may_see(connector_id, by=request.actor, now=clock())
        return _one(request, connector_id)
    given = request.POST
    signing = given.get("signing", "").strip()
    where = {name: given.get(f"where_{name}", "").strip() for name in connector_words.BOXES}
    places = Places(where=where, secret="" if "unsigned" in given else signing or None)
    return _changed(
        request,
        connector_id,
        lambda: connector.place(connector_id, places, by=request.actor, now=clock()),
    )


@require_POST
def agree(request: StaffRequest, connector_id: UUID) -> HttpResponse:
    """Write its agreement down, or that it needs none."""
    day = None
    with suppress(ValueError):
        day = date.fromisoformat(request.POST.get("signed_on", ""))
    found = Agreement(party=request.POST.get("party", ""), signed_on=day, own="own" in request.POST)
    return _changed(
        request,
        connector_id,
        lambda: connector.agree(connector_id, found, by=request.actor, now=clock()),
    )


@require_POST
def switch(request: StaffRequest, connector_id: UUID) -> HttpResponse:
    """Let it bring something in from now on, or no more."""
    on = request.POST.get("on") == "1"
    return _changed(
        request,
        connector_id,
        lambda: connector.switch(connector_id, on=on, by=request.actor, now=clock()),
    )


@require_POST
def rotate(request: StaffRequest, connector_id: UUID) -> HttpResponse:
    """A new address; the old one leads nowhere."""
    secret = connector.rotate(connector_id, by=request.actor, now=clock())
    return _one(request, connector_id, secret=secret)


def _changed(request: StaffRequest, connector_id: UUID, do: Callable[[], None]) -> HttpResponse:
    try:
        do()
    except NotPermitted:
        raise
    except Refused as refusal:
        return _one(request, connector_id, refusal=refusal)
    return redirect("setup-connector", connector_id=connector_id)


def _here(request: StaffRequest) -> Clock:
    return Clock(clock(), practice.remembered(request.actor.practice_id).zone)


def _page(request: StaffRequest, refusal: Refused | None = None) -> HttpResponse:
    here = _here(request)
    context = {
        "connectors": [
            connector_words.row(each, here) for each in connectors.listing(request.actor)
        ],
        "label": request.POST.get("label", ""),
        "longest": rules.LONGEST_LABEL,
        "problems": _problems(refusal),
    }
    return render(request, "setup/connectors.html", context, status=409 if refusal else 200)


def _one(
    request: StaffRequest,
    connector_id: UUID,
    *,
    secret: str = "",
    refusal: Refused | None = None,
) -> HttpResponse:
    found = connectors.one(connector_id, request.actor)
    if found is None:
        raise NotFound
    context = {
        "it": connector_words.row(found, _here(request)),
        "address": f"{settings.BASE_URL}{reverse('inbound', args=[secret])}" if secret else "",
        "longest_party": rules.LONGEST_PARTY,
        "longest_place": rules.LONGEST_PLACE,
        "longest_secret": rules.LONGEST_SECRET,
        "problems": _problems(refusal),
    }
    return render(request, "setup/connector.html", context, status=409 if refusal else 200)


def _problems(refusal: Refused | None) -> list[dict[str, str]]:
    """Each at its box of the form."""
    return [
        {"field": BOX.get(each.code, f"where_{each.code}"), "words": in_words(each)}
        for each in (refusal.reasons if refusal else ())
    ]


BOX = {
    "label": "label", "party": "party", "signed_on": "signed_on", "secret": "signing",  # nosec B105 # the name of a box
    "no_agreement": "party",
}  # fmt: skip
"""At which box a refusal stands; the others are of where things stand."""
