"""A manager asks somebody in, makes a new way in, or takes somebody out of the practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ringback.actions import invitation, leaving, newaddress, people, wayin
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.invitation import Asked
from ringback.engine.wallclock import now as clock
from ringback.queries import leaving as leaving_rows
from ringback.queries import roster
from ringback.rules.access import OF_PEOPLE, Role
from ringback.web.people import ROLE_WORDS
from ringback.web.words import in_words, practice_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from ringback.web.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Ask somebody in: name, address, roles and lanes; then the link to hand over."""
    people.may_manage(by=request.actor, now=clock())
    if request.method != "POST":
        return _form(request)
    asked = _asked(request)
    try:
        secret = invitation.invite(
            asked, by=request.actor, now=clock(), language=get_language() or "en"
        )
    except NotPermitted:
        raise
    except Refused as refusal:
        return _form(request, refusal)
    return _link(request, secret, asked.name)


@require_POST
def again(request: StaffRequest, invitation_id: UUID) -> HttpResponse:
    """A new link for somebody who was asked in; the old one leads nowhere."""
    secret = invitation.renew(
        invitation_id, by=request.actor, now=clock(), language=get_language() or "en"
    )
    return _link(request, secret, "")


@require_POST
def withdraw(request: StaffRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation.withdraw(invitation_id, by=request.actor, now=clock())
    return redirect("setup-people")


@require_POST
def way_in(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """A new way in for somebody who lost their password or their phone."""
    return _link(request, wayin.renew(person_id, by=request.actor, now=clock()), "")


@require_POST
def address(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The link that makes the address somebody asked for count, where no mail takes it there."""
    secret = newaddress.hand_over(person_id, by=request.actor, now=clock())
    return _link(request, secret, "", to="address-confirm")


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """What would happen, to be pressed once more; then they are out, and what they held is back."""
    if request.method != "POST":
        return _would_leave(request, person_id)
    returned = leaving.leave(person_id, by=request.actor, now=clock())
    return redirect(f"{reverse('setup-people')}?returned={returned}")


def _would_leave(request: StaffRequest, person_id: UUID) -> HttpResponse:
    people.may_manage(by=request.actor, now=clock(), person_id=person_id)
    would = leaving_rows.of(person_id, request.actor)
    if would is None:
        raise NotFound
    return render(request, "setup/leave.html", {"would": would})


def _asked(request: StaffRequest) -> Asked:
    given = request.POST
    known = {str(role) for role in OF_PEOPLE}
    lanes = {str(each.id): each.id for each in roster.read(request.actor, now=clock()).lanes}
    return Asked(
        email=given.get("email", ""),
        name=given.get("name", ""),
        roles=frozenset(Role(each) for each in given.getlist("role") if each in known),
        lanes=frozenset(lanes[each] for each in given.getlist("lane") if each in lanes),
    )


def _form(request: StaffRequest, refusal: Refused | None = None) -> HttpResponse:
    given = request.POST
    lanes = roster.read(request.actor, now=clock()).lanes
    context = {
        "name": given.get("name", ""),
        "email": given.get("email", ""),
        "roles": [
            {"code": role, "name": words, "has": role in given.getlist("role")}
            for role, words in ROLE_WORDS.items()
        ],
        "lanes": [
            {
                "id": each.id,
                "name": practice_words(each.name),
                "has": str(each.id) in given.getlist("lane"),
            }
            for each in lanes
        ],
        "problems": [
            {"field": FIELDS.get(each.code, ""), "words": in_words(each)}
            for each in (refusal.reasons if refusal else ())
        ],
    }
    return render(request, "setup/invite.html", context, status=409 if refusal else 200)


FIELDS = {
    "no_address": "email",
    "is_here": "email",
    "was_asked": "email",
    "no_name": "name",
    "no_role": "role",
}
"""At which box of the form a refusal stands."""


def _link(
    request: StaffRequest, secret: str | None, name: str, *, to: str = "welcome"
) -> HttpResponse:
    """The link, to be read this one time; or that it is on its way by mail."""
    if secret is None:
        return redirect(f"{reverse('setup-people')}?mailed=1")
    url = f"{settings.BASE_URL}{reverse(to, args=[secret])}"
    context = {"url": url, "for_whom": name or _("them")}
    return render(request, "setup/link.html", context)
