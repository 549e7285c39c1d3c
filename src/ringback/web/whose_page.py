"""Whose page a form was on: at a shared computer every form says so, signed by us.

What one person left open the next cannot send in their own name; it is not done, and the text on it
is kept for whoever wrote it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.shortcuts import render
from django.urls import Resolver404, resolve

from ringback.actions import anotherpage
from ringback.engine.wallclock import now as clock
from ringback.web import standing, trouble
from ringback.web.uploads import UPLOADS
from ringback.web.words import in_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringback.rules.access import Actor

FIELD: Final = "whose"
BETWEEN: Final = "/"

_signer = Signer(salt="ringback_whose_page")


def mark(request: HttpRequest | None) -> str:
    """What a form on this page says of whose it is; "" where one person has the computer."""
    actor: Actor | None = getattr(request, "actor", None)
    if request is None or actor is None or not standing.on_shared_desk(request):
        return ""
    return _signer.sign(f"{actor.person_id}{BETWEEN}{actor.practice_id}")


def not_theirs(request: HttpRequest, actor: Actor) -> HttpResponse | None:
    """The answer to a form from the page of somebody else; None for one's own."""
    if request.method != "POST" or request.path.startswith(UPLOADS):
        return None  # a file is nobody's words, and is read by whoever takes it
    writer = _writer(request.POST.get(FIELD, ""))
    if writer is None or writer[0] == actor.person_id:
        return None
    text = trouble.own_text(request)
    said = anotherpage.refused(_callback(request), text, writer=writer, by=actor, now=clock())
    context = {"reasons": [in_words(each) for each in said.reasons], "kept_text": bool(text)}
    return render(request, "trouble/another_page.html", context, status=409)


def _writer(given: str) -> tuple[UUID, UUID] | None:
    """The person and the practice of a mark of ours."""
    try:
        person, practice = _signer.unsign(given).split(BETWEEN)
    except BadSignature:
        return None
    return UUID(person), UUID(practice)


def _callback(request: HttpRequest) -> UUID | None:
    try:
        found: UUID | None = resolve(request.path).kwargs.get("callback_id")
    except Resolver404:
        return None
    return found
