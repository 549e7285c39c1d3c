"""Who works here as what, who fills which post, and who is on call when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ringback.actions import lanes, opening, people
from ringback.actions.act import NotFound, NotPermitted, Refused, Stale
from ringback.engine.wallclock import now as clock
from ringback.queries import invitation, newaddress, practice, roster, signins
from ringback.queries.scope import scope
from ringback.rules.access import OF_PEOPLE, Permission, Role, refusals
from ringback.rules.category import Post
from ringback.rules.people import POST_NAMES, post_refusals
from ringback.rules.reason import Reason
from ringback.rules.roster import OnCall, gaps, leaned_on
from ringback.web import left_drafts, signin_words
from ringback.web.people import ROLE_WORDS
from ringback.web.words import Clock, in_words, practice_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpResponse

    from ringback.queries.roster import Roster, Worker
    from ringback.rules.access import Actor
    from ringback.rules.category import Category
    from ringback.web.staff import StaffRequest

WEEK: Final = timedelta(days=7)
MOST_DIGITS: Final = 6
NO_MOMENT: Final = gettext_noop("Give the day and the time it begins, and those it ends.")
WHO: Final = gettext_noop("Choose somebody.")


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Everybody of the practice: roles, posts, lanes."""
    actor = _seen(request)
    found = roster.read(actor, now=clock())
    rows = [
        {
            "url": reverse("setup-person", args=[each.id]),
            "shift_url": reverse("setup-person-shift", args=[each.id]),
            "name": each.name,
            "roles": _roles(each),
            "posts": [practice_words(POST_NAMES[post]) for post in found.posts_of(each.id)],
            "lanes": [practice_words(lane.name) for lane in found.lanes_of(each.id)],
            "own": each.id == actor.person_id,
        }
        for each in found.people.values()
    ]
    context = {
        "people": rows,
        "can_manage": _manages(actor),
        "waiting": _asked_in(actor) if _manages(actor) else [],
        "left_drafts": left_drafts.everywhere(
            actor, Clock(clock(), practice.zone(actor.practice_id))
        ),
        "mailed": request.GET.get("mailed") == "1",
        "returned": _returned(request),
    }
    return render(request, "setup/people.html", context)


def _returned(request: StaffRequest) -> int:
    """How many callbacks went back when somebody left, as the page before says."""
    given = request.GET.get("returned", "")
    return int(given) if given.isdecimal() and len(given) <= MOST_DIGITS else 0


def _asked_in(actor: Actor) -> list[dict[str, Any]]:
    """Who was asked in and has not come yet."""
    wall = Clock(clock(), practice.zone(actor.practice_id))
    return [
        {
            "id": each.id,
            "name": each.name,
            "email": each.email,
            "roles": ", ".join(str(ROLE_WORDS[role]) for role in each.roles),
            "until": wall.moment(each.expires_at) if each.expires_at else "",
        }
        for each in invitation.waiting(actor)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """One person: their roles, lanes and posts; what is pressed says which of them changes."""
    actor, now = request.actor, clock()
    people.may_manage(by=actor, now=now, person_id=person_id)
    if request.method != "POST":
        return _person(request, person_id)
    given, seen = request.POST, request.POST.get("seen", "")
    changes: dict[str, Callable[[], None]] = {
        "roles": lambda: people.set_roles(
            person_id, _chosen_roles(request), seen=seen, by=actor, now=now
        ),
        "lanes": lambda: lanes.set_lanes_of(
            person_id, _ids(given.getlist("lane")), seen=seen, by=actor, now=now
        ),
    }
    part = given.get("part", "")
    if part not in changes:
        raise BadRequest("no such part")
    try:
        changes[part]()
    except NotPermitted:
        raise
    except Refused as refusal:
        return _person(request, person_id, refusal=refusal, typed=part)
    return redirect("setup-person", person_id=person_id)


@require_safe
def posts(request: StaffRequest) -> HttpResponse:
    """Who fills which post, always and by roster, and where the coming week has gaps."""
    _seen(request)
    return _posts(request)


@require_POST
def fill(request: StaffRequest) -> HttpResponse:
    """Somebody fills a post from now on."""
    return _of_a_post(request, people.fill_post)


@require_POST
def leave(request: StaffRequest) -> HttpResponse:
    """Somebody fills a post no longer."""
    return _of_a_post(request, people.leave_post)


@require_POST
def on_call(request: StaffRequest) -> HttpResponse:
    """Somebody is on call from one moment to another, on the practice's clock."""
    actor, now, given = request.actor, clock(), request.POST
    try:
        new = _new_on_call(given, actor)
        people.put_on_call(new, by=actor, now=now)
    except NotPermitted:
        raise
    except Refused as refusal:
        return _posts(request, refusal)
    return redirect("setup-posts")


@require_POST
def off_call(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """An on-call duty is taken back."""
    people.take_off_call(entry_id, by=request.actor, now=clock())
    return redirect("setup-posts")


def _seen(request: StaffRequest) -> Actor:
    opening.may("set-up read", Permission.SEE_SETUP, by=request.actor, now=clock())
    return request.actor


def _manages(actor: Actor) -> bool:
    return not refusals(actor, Permission.MANAGE_PEOPLE)


def _sets_up(actor: Actor) -> bool:
    return not refusals(actor, Permission.SET_UP)


def _of_a_post(request: StaffRequest, do: Callable[..., None]) -> HttpResponse:
    given = request.POST
    try:
        person_id, post = _id(given.get("person", "")), _post(given.get("post", ""))
        do(person_id, post, by=request.actor, now=clock())
    except NotPermitted:
        raise
    except Refused as refusal:
        return _posts(request, refusal)
    if given.get("back") == "person":
        return redirect("setup-person", person_id=person_id)
    return redirect("setup-posts")


def _new_on_call(given: Mapping[str, str], actor: Actor) -> OnCall:
    zone = ZoneInfo(practice.zone(actor.practice_id))
    try:
        begins, ends = (
            datetime.fromisoformat(given.get(name, "")).replace(tzinfo=zone)
            for name in ("starts", "ends")
        )
    except ValueError:
        raise Refused(Reason(code="starts", words=NO_MOMENT)) from None
    return OnCall(
        post=_post(given.get("post", "")),
        person_id=_id(given.get("person", "")),
        starts_at=begins,
        ends_at=ends,
    )


def _post(text: str) -> Post:
    if text not in set(Post):
        raise BadRequest("no such post")
    return Post(text)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(Reason(code="person", words=WHO)) from None


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(each) for each in texts]
    except ValueError:
        raise NotFound from None


def _chosen_roles(request: StaffRequest) -> list[Role]:
    chosen = request.POST.getlist("role")
    if set(chosen) - set(OF_PEOPLE):
        raise BadRequest("no such role")
    return [Role(each) for each in chosen]


def _roles(them: Worker) -> str:
    return ", ".join(str(ROLE_WORDS[role]) for role in OF_PEOPLE if role in them.roles)


def _person(
    request: StaffRequest, person_id: UUID, *, refusal: Refused | None = None, typed: str = ""
) -> HttpResponse:
    actor = request.actor
    found = roster.read(actor, now=clock())
    them = found.people.get(person_id)
    if them is None:
        raise NotFound
    roles = set(request.POST.getlist("role")) if typed == "roles" else them.roles
    mine = {str(each.id) for each in found.lanes_of(person_id)}
    chosen = set(request.POST.getlist("lane")) if typed == "lanes" else mine
    held = found.posts_of(person_id)
    context = {
        "person": them,
        "own": person_id == actor.person_id,
        "roles": [
            {"code": role, "name": words, "has": role in roles}
            for role, words in ROLE_WORDS.items()
        ],
        "lanes": [
            {"id": each.id, "name": practice_words(each.name), "has": str(each.id) in chosen}
            for each in found.lanes
        ],
        "posts": [{"code": each, "name": practice_words(POST_NAMES[each])} for each in held],
        "free": [
            {"code": each, "name": practice_words(words)}
            for each, words in POST_NAMES.items()
            if each not in held and not post_refusals(each, them.name, them.roles)
        ],
        "seen_roles": people.seen_roles(them),
        "seen_lanes": lanes.seen_lanes(found, person_id),
        "problems": _problems(refusal, field="roles"),
        "new_address": newaddress.to_hand_over(actor, person_id),
        "signins": signin_words.lines(
            signins.of(person_id, actor.practice_id),
            Clock(clock(), practice.zone(actor.practice_id)),
        ),
    }
    return render(request, "setup/person.html", context, status=_status(refusal))


def _status(refusal: Refused | None) -> int:
    return 200 if refusal is None else 412 if isinstance(refusal, Stale) else 409


def _problems(refusal: Refused | None, *, field: str = "") -> list[dict[str, str]]:
    reasons = refusal.reasons if refusal else ()
    return [{"field": field or each.code, "words": in_words(each)} for each in reasons]


def _posts(request: StaffRequest, refusal: Refused | None = None) -> HttpResponse:
    actor, now = request.actor, clock()
    with scope(actor.practice_id):
        found = roster.current(actor.practice_id, now=now)
        kinds = [each.category for each in practice.categories(actor.practice_id)]
    here = Clock(now, practice.zone(actor.practice_id))
    rows = [_post_row(post, found, kinds, here) for post in Post]
    context = {
        "posts": rows,
        "open": [each for each in rows if each["gaps"]],
        "on_call": [_on_call_row(each, found, here) for each in found.on_call],
        "people": list(found.people.values()),
        "can_set_up": _sets_up(actor),
        "zone": practice.zone(actor.practice_id),
        "typed": request.POST,
        "problems": _problems(refusal, field="post-problems" if _simple(request) else ""),
    }
    return render(request, "setup/posts.html", context, status=_status(refusal))


def _simple(request: StaffRequest) -> bool:
    """Whether what was refused was a press at a post, not the form of the roster."""
    return "starts" not in request.POST


def _post_row(post: Post, found: Roster, kinds: list[Category], here: Clock) -> dict[str, Any]:
    always = found.always.get(post, ())
    needed = [practice_words(each.name) for each in kinds if post in leaned_on(each)]
    until = here.now + WEEK
    open_times = gaps(post, found.places(), since=here.now, until=until) if needed else ()
    whole = any(each.starts_at <= here.now and each.ends_at >= until for each in open_times)
    return {
        "code": post,
        "name": practice_words(POST_NAMES[post]),
        "people": [found.people[each] for each in always],
        "needed": needed,
        "gaps": [f"{here.moment(each.starts_at)} – {here.moment(each.ends_at)}"
                 for each in open_times],
        "whole_week": whole,
        "others": [
            each
            for each in found.people.values()
            if each.id not in always and not post_refusals(post, each.name, each.roles)
        ],
    }  # fmt: skip


def _on_call_row(each: roster.OnCallRow, found: Roster, here: Clock) -> dict[str, Any]:
    duty = each.on_call
    return {
        "id": each.id,
        "post": practice_words(POST_NAMES[duty.post]),
        "name": found.people[duty.person_id].name,
        "when": f"{here.moment(duty.starts_at)} – {here.moment(duty.ends_at)}",
        "now": duty.starts_at <= here.now < duty.ends_at,
        "over": duty.ends_at <= here.now,
    }
