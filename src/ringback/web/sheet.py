"""The queue on paper: printed as a call sheet with boxes, and entered again row by row."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ringback.actions import opening, sheet
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.attempt import Made
from ringback.engine.wallclock import now as clock
from ringback.queries import practice, queue
from ringback.queries import sheet as papers
from ringback.queries.queue import Filter
from ringback.rules import phone
from ringback.rules import sheet as rules
from ringback.rules.access import Permission
from ringback.rules.attempt import Result
from ringback.web.words import RESULTS, Clock, in_words, practice_words
from ringback.web.words import _ as said

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ringback.queries.queue import Wanted
    from ringback.queries.sheet import Paper, PaperRow
    from ringback.rules.reason import Reason
    from ringback.web.staff import StaffRequest

MOST_DIGITS: Final = 9
NARROWED: Final = ("filter", "category", "source")
ON_PAPER: Final = (
    Result.REACHED_PATIENT, Result.REACHED_OTHER, Result.VOICEMAIL_LEFT, Result.NO_ANSWER,
    Result.BUSY, Result.WRONG_NUMBER, Result.DECLINED,
)  # fmt: skip
"""The results with a box; what asks for more is entered on the callback itself."""


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """What would be printed of the list as it is narrowed; sent, the sheet with its number."""
    actor, now = request.actor, clock()
    sent = request.POST if request.method == "POST" else request.GET
    wanted = _wanted(request, {name: sent.get(name, "")[:40] for name in NARROWED})
    if request.method != "POST":
        opening.may("sheet printed", Permission.HAND_OUT, by=actor, now=now)
        return _new(request, wanted)
    rows = queue.page(actor, wanted, size=rules.MOST_ROWS).rows
    names = request.POST.get("names") == "1"
    try:
        number = sheet.hand_out([each.id for each in rows], names=names, by=actor, now=now)
    except NotPermitted:
        raise
    except Refused as refusal:
        return _new(request, wanted, refusal)
    return redirect("sheet", number=number)


@require_safe
def find(request: StaffRequest) -> HttpResponse:
    """To the sheet whose number stands on the paper."""
    opening.may("sheet seen", Permission.HAND_OUT, by=request.actor, now=clock())
    given = request.GET.get("number", "")
    if not given.isdecimal() or len(given) > MOST_DIGITS:
        raise NotFound
    return redirect("sheet-enter", number=int(given))


@require_safe
def one(request: StaffRequest, number: int) -> HttpResponse:
    """The sheet as it goes on paper."""
    sheet.may_open(number, by=request.actor, now=clock())
    found, here = _read(request, number)
    where = practice.remembered(request.actor.practice_id)
    context = {
        **_head(found, here),
        "rows": [_printed(each, found, here, where.country) for each in found.rows],
        "results": [said(RESULTS[each]) for each in ON_PAPER],
        "practice_name": where.name,
    }
    return render(request, "sheet/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: StaffRequest, number: int) -> HttpResponse:
    """Its results, row by row: a row that is refused keeps its text and says why."""
    sheet.may_open(number, by=request.actor, now=clock())
    if request.method != "POST":
        return _entering(request, number, {})
    refused = _enter_all(request, number)
    if not refused:
        return redirect(f"{reverse('sheet-enter', args=[number])}?entered=1")
    return _entering(request, number, refused)


def _enter_all(request: StaffRequest, number: int) -> dict[int, tuple[Reason, ...]]:
    """Every row with something on it; answers why some were not taken."""
    found, _here = _read(request, number)
    refused = {}
    for row in found.rows:
        if row.entered or not _said_anything(request, row.position):
            continue
        if reasons := _enter(request, found, row):
            refused[row.position] = reasons
    return refused


def _said_anything(request: StaffRequest, position: int) -> bool:
    return any(_box(request, kind, position).strip() for kind in ("result", "time", "who", "line"))


def _box(request: StaffRequest, kind: str, position: int) -> str:
    return request.POST.get(f"{kind}.{position}", "")[:400]


def _enter(request: StaffRequest, found: Paper, row: PaperRow) -> tuple[Reason, ...]:
    actor, now = request.actor, clock()
    code = _box(request, "result", row.position)
    zone = ZoneInfo(practice.zone(actor.practice_id))
    at = rules.moment(_box(request, "time", row.position), _day(request, found, zone), zone)
    reasons = rules.row_refusals(result=code in set(ON_PAPER), at=at, entered=row.entered)
    if reasons or at is None:
        return reasons
    made = Made(
        result=Result(code),
        happened_at=rules.in_time(at, found.at),
        why_late=request.POST.get("why_late", "")[:400],
        note=_note(request, row.position),
    )
    try:
        sheet.enter(found.number, row.position, made, by=actor, now=now)
    except NotPermitted:
        raise
    except Refused as refusal:
        return refusal.reasons
    return ()


def _day(request: StaffRequest, found: Paper, zone: ZoneInfo) -> date:
    """The day of the calls: the day the sheet was printed, unless another was written."""
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return found.at.astimezone(zone).date()


def _note(request: StaffRequest, position: int) -> str:
    """The line of the row, with who called where that was somebody else."""
    text, who = (_box(request, kind, position).strip() for kind in ("line", "who"))
    return rules.noted(text, who)


def _wanted(request: StaffRequest, narrowed: dict[str, str]) -> Wanted:
    asked = narrowed["filter"]
    return queue.wanted(
        request.actor,
        now=clock(),
        filter=Filter(asked) if asked in set(Filter) else Filter.ALL,
        category=narrowed["category"][:20],
        source=narrowed["source"],
    )


def _new(request: StaffRequest, wanted: Wanted, refusal: Refused | None = None) -> HttpResponse:
    page = queue.page(request.actor, wanted, size=rules.MOST_ROWS)
    context = {
        "count": len(page.rows),
        "is_cut": page.next is not None,
        "narrowed": [
            ("filter", str(wanted.filter)), ("category", wanted.category),
            ("source", wanted.source),
        ],
        "problems": [
            {"field": "content", "words": in_words(each)}
            for each in (refusal.reasons if refusal else ())
        ],
    }  # fmt: skip
    return render(request, "sheet/new.html", context, status=409 if refusal else 200)


def _read(request: StaffRequest, number: int) -> tuple[Paper, Clock]:
    found = papers.read(number, request.actor)
    if found is None:
        raise NotFound
    return found, Clock(clock(), practice.zone(request.actor.practice_id))


def _head(found: Paper, here: Clock) -> dict[str, Any]:
    return {"number": found.number, "by": found.by, "when": here.moment(found.at)}


def _printed(row: PaperRow, found: Paper, here: Clock, country: str) -> dict[str, Any]:
    name = row.name or ""
    return {
        "position": row.position,
        "who": name if found.names else rules.initials(name),
        "number": phone.national(row.phone, country) if row.phone else "",
        "kind": practice_words(row.category_name),
        "due": here.moment(row.due_at),
        "tries": row.tries,
    }


def _entering(
    request: StaffRequest, number: int, refused: dict[int, tuple[Reason, ...]]
) -> HttpResponse:
    found, here = _read(request, number)
    country = practice.remembered(request.actor.practice_id).country
    rows = [
        {
            **_printed(each, found, here, country),
            "url": reverse("callback", args=[each.callback_id]),
            "entered": each.entered,
            "meanwhile": _meanwhile(each, here),
            "result": _box(request, "result", each.position),
            "time": _box(request, "time", each.position),
            "by_whom": _box(request, "who", each.position),
            "line": _box(request, "line", each.position),
            "wrong": [in_words(reason) for reason in refused.get(each.position, ())],
        }
        for each in found.rows
    ]
    context = {
        **_head(found, here),
        "rows": rows,
        "results": [(str(each), said(RESULTS[each])) for each in ON_PAPER],
        "day": request.POST.get("day") or f"{here.local(found.at).date():%Y-%m-%d}",
        "why_late": request.POST.get("why_late", ""),
        "asks_why": any(each.code == "why_late" for why in refused.values() for each in why),
        "taken": request.GET.get("entered") == "1",
        "problems": [
            {"field": f"row-{place}", "words": f"{place}. {in_words(each)}"}
            for place, reasons in refused.items()
            for each in reasons
        ],
    }
    return render(request, "sheet/enter.html", context, status=409 if refused else 200)


def _meanwhile(row: PaperRow, here: Clock) -> str:
    """What somebody did with it since the sheet was printed."""
    if row.entered:
        return ""
    parts = []
    if row.since is not None:
        words = _("{who} tried at {time}: {result}")
        at, result = here.moment(row.since.at), said(RESULTS[row.since.result])
        parts.append(words.format(who=row.since.by, time=at, result=result))
    if row.closed:
        parts.append(_("It is closed."))
    elif row.owner and not row.mine:
        parts.append(_("{name} has this one.").format(name=row.owner))
    return " · ".join(parts)
