"""Lanes as a practice draws them: what belongs to each, who works it, whose queue it is when."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ringback.actions import lanes, opening, people
from ringback.actions.act import NotFound, NotPermitted, Refused, Stale
from ringback.engine.wallclock import now as clock
from ringback.queries import practice, roster
from ringback.queries.scope import scope
from ringback.rules import lane as rules
from ringback.rules import walltime
from ringback.rules.access import Permission, refusals
from ringback.rules.lane import Drawn
from ringback.rules.oneline import in_one_line
from ringback.rules.reason import Reason
from ringback.rules.roster import Shift
from ringback.web.words import in_words, practice_words

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from ringback.queries.roster import LaneRow, Roster
    from ringback.rules.category import Category
    from ringback.web.staff import StaffRequest

DAY: Final = 24 * 60
A_MONDAY: Final = date(2024, 1, 1)
NO_HOURS: Final = gettext_noop("Give the time the shift begins, and the time it ends.")
WHOSE: Final = gettext_noop("Choose whose queue it is.")


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Every lane, and what nobody would work."""
    actor = request.actor
    opening.may("set-up read", Permission.SEE_SETUP, by=actor, now=clock())
    found, kinds = _everything(request)
    names = {each.code: practice_words(each.name) for each in kinds}
    facts = [each.facts() for each in found.lanes]
    lost = rules.uncovered(facts, sorted(names.items(), key=lambda each: each[1]))
    context = {
        "lanes": [_row(each, found, names) for each in found.lanes],
        "lost": [in_words(each) for each in lost],
        "can_set_up": not refusals(actor, Permission.SET_UP),
    }
    return render(request, "setup/lanes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Another lane."""
    return _drawn(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: StaffRequest, lane_id: UUID) -> HttpResponse:
    """One lane: its kinds of request, room, people, rhythm and shifts."""
    return _drawn(request, lane_id)


@require_POST
def shifts(request: StaffRequest, lane_id: UUID) -> HttpResponse:
    """The queue is somebody's on some weekdays."""
    try:
        asked = _shifts(request.POST)
        lanes.add_shifts(lane_id, asked, by=request.actor, now=clock())
    except NotPermitted:
        raise
    except Refused as refusal:
        return _form(request, lane_id, refusal, of_shift=True)
    return redirect("setup-lane", lane_id=lane_id)


@require_POST
def end_shift(request: StaffRequest, lane_id: UUID, shift_id: UUID) -> HttpResponse:
    """A shift is taken away."""
    lanes.end_shift(lane_id, shift_id, by=request.actor, now=clock())
    return redirect("setup-lane", lane_id=lane_id)


@require_POST
def remove(request: StaffRequest, lane_id: UUID) -> HttpResponse:
    """A lane is taken away."""
    lanes.remove(lane_id, by=request.actor, now=clock())
    return redirect("setup-lanes")


@require_POST
def looked(request: StaffRequest, lane_id: UUID) -> HttpResponse:
    """Somebody looked through a queue."""
    lanes.look_through(lane_id, by=request.actor, now=clock())
    return redirect("queue")


def _everything(request: StaffRequest) -> tuple[Roster, list[Category]]:
    practice_id = request.actor.practice_id
    with scope(practice_id):
        found = roster.current(practice_id, now=clock())
        return found, [each.category for each in practice.categories(practice_id)]


def _drawn(request: StaffRequest, lane_id: UUID | None) -> HttpResponse:
    actor, now, given = request.actor, clock(), request.POST
    people.may_set_up(by=actor, now=now, lane_id=lane_id)
    if request.method != "POST":
        return _form(request, lane_id)
    ids = _ids(given.getlist("person"))
    drawn, seen = _as_typed(given), given.get("seen", "")
    try:
        made = lanes.draw(lane_id, drawn, ids, seen=seen, by=actor, now=now)
    except NotPermitted:
        raise
    except Refused as refusal:
        return _form(request, lane_id, refusal)
    return redirect("setup-lane", lane_id=made)


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(each) for each in texts]
    except ValueError:
        raise NotFound from None


def _as_typed(given: QueryDict) -> Drawn:
    return Drawn(
        name=in_one_line(given.get("name", "")[:200]).strip(),
        categories=frozenset(each[:20] for each in given.getlist("category")),
        room=_number(given.get("room", "")),
        check_minutes=_number(given.get("check_minutes", "")),
        check_from=walltime.at(given.get("check_from", "").strip()),
        check_until=walltime.at(given.get("check_until", "").strip()),
    )


def _number(text: str) -> int | None:
    """None for an empty box, -1 for what is no number."""
    text = text.strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else -1  # noqa: PLR2004


def _shifts(given: QueryDict) -> list[Shift]:
    start, end = (walltime.minute(given.get(name, "").strip()) for name in ("start", "end"))
    if start is None or end is None:
        raise Refused(Reason(code="start", words=NO_HOURS))
    if given.get("next_morning"):
        end += DAY
    owner = given.get("owner", "")
    if not owner:
        raise Refused(Reason(code="owner", words=WHOSE))
    (owner_id,) = _ids([owner])
    deputy = next(iter(_ids(given.getlist("deputy") if given.get("deputy") else [])), None)
    days = sorted({each for each in given.getlist("day") if each in {*"0123456"}})
    return [
        Shift(weekday=int(day), start=start, end=end, owner_id=owner_id, deputy_id=deputy)
        for day in days
    ]


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _form(
    request: StaffRequest,
    lane_id: UUID | None,
    refusal: Refused | None = None,
    *,
    of_shift: bool = False,
) -> HttpResponse:
    found, kinds = _everything(request)
    lane = None if lane_id is None else lanes.found(found, lane_id)
    typed = request.POST if refusal and not of_shift else None
    names = sorted((practice_words(each.name), each.code) for each in kinds)
    values = _typed_values(typed) if typed is not None else _values(lane)
    context = {
        "lane": lane,
        "lane_name": practice_words(lane.name) if lane else "",
        "values": values,
        "kinds": [
            {"code": code, "name": name, "has": code in values["categories"]}
            for name, code in names
        ],
        "people": [
            {"id": each.id, "name": each.name, "has": str(each.id) in values["people"]}
            for each in found.people.values()
        ],
        "whose": [
            each
            for each in found.people.values()
            if lane and found.may_have(each.id, lane.categories)
        ],
        "seen": lane.seen() if lane else "",
        "days": _days(lane),
        "planned": bool(lane and lane.shifts),
        "weekdays": [{"number": str(day), "name": weekday(day)} for day in range(7)],
        "typed_days": request.POST.getlist("day") if of_shift else [],
        "shift": request.POST if of_shift else {},
        "problems": [
            {"field": _field(each), "words": in_words(each)}
            for each in (refusal.reasons if refusal else ())
        ],
    }
    status = 200 if refusal is None else 412 if isinstance(refusal, Stale) else 409
    return render(request, "setup/lane.html", context, status=status)


FIELD_OF: Final = {
    "stale": "name", "categories": "kinds", "shift_empty": "end", "shift_overlaps": "start",
    "same_person": "deputy",
}  # fmt: skip


def _field(reason: Reason) -> str:
    return FIELD_OF.get(reason.code, reason.code)


def _values(lane: LaneRow | None) -> dict[str, Any]:
    if lane is None:
        return {"categories": set(), "people": set()}
    return {
        "name": lane.name,
        "categories": lane.categories,
        "room": lane.room or "",
        "check_minutes": lane.check_minutes or "",
        "check_from": "" if lane.check_from is None else f"{lane.check_from:%H:%M}",
        "check_until": "" if lane.check_until is None else f"{lane.check_until:%H:%M}",
        "people": {str(each) for each in lane.people},
    }


def _typed_values(typed: QueryDict) -> dict[str, Any]:
    boxes = ("name", "room", "check_minutes", "check_from", "check_until")
    return {
        **{name: typed.get(name, "") for name in boxes},
        "categories": set(typed.getlist("category")),
        "people": set(typed.getlist("person")),
    }


def _row(lane: LaneRow, found: Roster, names: dict[str, str]) -> dict[str, Any]:
    return {
        "url": reverse("setup-lane", args=[lane.id]),
        "name": practice_words(lane.name),
        "kinds": sorted(names.get(code, code) for code in lane.categories),
        "people": found.names(lane.people),
        "room": lane.room,
        "rhythm": rhythm_words(lane),
        "days": _stretches(_days(lane)),
    }


def rhythm_words(lane: LaneRow) -> str:
    """How often a lane is looked at: "every 30 min, 8:00 to 17:00"."""
    if lane.check_minutes is None or lane.check_from is None or lane.check_until is None:
        return ""
    return _("every {minutes} min, {start} to {end}").format(
        minutes=lane.check_minutes,
        start=clock_words(_minutes(lane.check_from)),
        end=clock_words(_minutes(lane.check_until)),
    )


def clock_words(minutes: int) -> str:
    """Minutes after midnight as a time of day: "8:00"."""
    return f"{minutes % DAY // 60}:{minutes % 60:02}"


def weekday(day: int) -> str:
    """A day of the week in short; 0 is Monday."""
    return date_format(A_MONDAY + timedelta(days=day), "D")


def _days(lane: LaneRow | None) -> list[dict[str, Any]]:
    """The shifts of a lane by weekday."""
    rows = lane.shifts if lane else ()
    return [
        {
            "name": weekday(day),
            "shifts": [
                {
                    "id": each.id,
                    "when": f"{clock_words(each.shift.start)}–{clock_words(each.shift.end)}",
                    "owner": each.owner,
                    "deputy": each.deputy,
                }
                for each in rows
                if each.shift.weekday == day
            ],
        }
        for day in range(7)
    ]


def _stretches(days: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Days with shifts; neighbours that are the same as one: "Mon–Fri"."""
    found: list[dict[str, Any]] = []
    for same, group in groupby(days, key=_without_ids):
        names = [each["name"] for each in group]
        name = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
        if same:
            found.append({"name": name, "shifts": same})
    return found


def _without_ids(day: dict[str, Any]) -> list[dict[str, str]]:
    return [{name: words for name, words in each.items() if name != "id"} for each in day["shifts"]]
