"""What every part of how a practice works has in common: its versions, compared and restored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ringback.actions import opening
from ringback.actions import parts as actions
from ringback.actions.act import NotPermitted, Refused, Stale
from ringback.engine.wallclock import now as clock
from ringback.queries import policy, practice
from ringback.queries.scope import scope
from ringback.rules import policy as rules
from ringback.rules.access import Permission, refusals
from ringback.rules.policy import Part
from ringback.web import (
    checking_words,
    contact_words,
    hours_words,
    part_words,
    promise_words,
    reason_words,
    script_words,
)
from ringback.web.words import Clock, in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from ringback.queries.policy import PartVersion
    from ringback.web.hours_words import Said
    from ringback.web.staff import StaffRequest


@dataclass(frozen=True, kw_only=True)
class PartPage:
    """One part: its page, what it is called, and a version of it line by line."""

    route: str
    name: StrOrPromise
    lines: Callable[[Mapping[str, Any]], Sequence[Said]]


PAGES: Final[dict[Part, PartPage]] = {
    Part.HOURS: PartPage(
        route="setup-hours", name=gettext_lazy("Hours and closures"), lines=hours_words.lines
    ),
    Part.SCRIPTS: PartPage(
        route="setup-scripts", name=gettext_lazy("Words for the phone"), lines=script_words.lines
    ),
    Part.CONTACT: PartPage(
        route="setup-contact", name=gettext_lazy("Reaching patients"), lines=contact_words.lines
    ),
    Part.VERIFICATION: PartPage(
        route="setup-checking", name=gettext_lazy("Checking callers"), lines=checking_words.lines
    ),
    Part.PROMISES: PartPage(
        route="setup-promises", name=gettext_lazy("Promises"), lines=promise_words.lines
    ),
}


@require_safe
def compare(request: StaffRequest, part: str) -> HttpResponse:
    """Two versions side by side."""
    may_see(request)
    kind, name = _part(part), place_of(request)
    found = versions(request, kind, name)
    one, other = (_chosen(request, each, found) for each in ("one", "other"))
    page, here = PAGES[kind], here_of(request)
    rows = part_words.version_rows(kind, name, found, here)
    lines = part_words.compared(page.lines(one.written), page.lines(other.written))
    context = {
        "name": page.name,
        "back_url": url_of(kind, name),
        "place": name,
        "one": rows[found.index(one)],
        "other": rows[found.index(other)],
        "numbers": [each.version for each in found],
        "parts": [{"title": page.name, "rows": lines}] if lines else [],
    }
    return render(request, "setup/compare.html", context)


@require_POST
def restore(request: StaffRequest, part: str, number: int) -> HttpResponse:
    """Write an earlier version once more, as the newest."""
    kind, name = _part(part), place_of(request)
    reason = reason_words.RESTORED.format(number=number)
    seen = seen_of(request)
    actions.restore(
        kind, number, seen=seen, reason=reason, by=request.actor, now=clock(), name=name
    )
    return redirect(url_of(kind, name))


def may_see(request: StaffRequest) -> None:
    """Raises NotPermitted for somebody who may not see how the practice works."""
    opening.may("set-up read", Permission.SEE_SETUP, by=request.actor, now=clock())


def may_change(request: StaffRequest) -> bool:
    """Whether this person may change how the practice works."""
    return not refusals(request.actor, Permission.SET_UP)


def versions(request: StaffRequest, part: Part, name: str = "") -> list[PartVersion]:
    """Every version of a part, the newest first."""
    with scope(request.actor.practice_id):
        return policy.versions(request.actor.practice_id, part, name)


def listed(
    request: StaffRequest, part: Part, found: Sequence[PartVersion], name: str = ""
) -> dict[str, Any]:
    """What setup/versions.html prints."""
    return {
        "place": name,
        "versions": part_words.version_rows(part, name, found, here_of(request)),
        "newest": found[0].version if found else 0,
        "may_change": may_change(request),
    }


def kept_or_told(
    request: StaffRequest,
    part: Part,
    written: Mapping[str, Any],
    name: str = "",
) -> Refused | None:
    """Keep what a form says; answers why it was not kept, where it was not."""
    try:
        actions.change(
            part,
            written,
            seen=seen_of(request),
            reason=request.POST.get("reason", ""),
            by=request.actor,
            now=clock(),
            name=name,
        )
    except NotPermitted:
        raise
    except Refused as refused:
        return refused
    return None


def told(
    part: Part, refused: Refused | None, found: Sequence[PartVersion], seen: int, name: str = ""
) -> dict[str, Any]:
    """What a form says on top when it was not kept: somebody else's change, with the way to it."""
    newest = found[0].version if found else 0
    stale = isinstance(refused, Stale)
    return {
        "seen": newest if stale else seen,
        "stale": [in_words(each) for each in refused.reasons] if refused and stale else [],
        "stale_url": part_words.compare_url(part, name, seen, newest) if stale and seen else "",
        "longest": rules.LONGEST_REASON,
    }


def at_boxes(found: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """What is wrong, one message for each box: two would have one name on the page.

    Where a box has a `label`, the message names it once.
    """
    boxes: dict[str, dict[str, None]] = {}
    labels: dict[str, str] = {}
    for each in found:
        boxes.setdefault(each["field"], {})[each["words"]] = None
        labels[each["field"]] = f"{each['label']}: " if "label" in each else ""
    return [
        {"field": field, "words": labels[field] + " ".join(words)} for field, words in boxes.items()
    ]


def status_of(refused: Refused | None) -> int:
    """412 where somebody else was quicker, 422 for mistakes."""
    if refused is None:
        return 200
    return 412 if isinstance(refused, Stale) else 422


def seen_of(request: StaffRequest) -> int:
    """The version the person had before them."""
    return number_of(request.POST.get("seen", ""))


def number_of(text: str) -> int:
    """A version's number, or 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0  # noqa: PLR2004


def place_of(request: StaffRequest) -> str:
    """The place whose hours are meant; "" is the whole practice."""
    given = request.POST if request.method == "POST" else request.GET
    return given.get("place", "")[:40]


def url_of(part: Part, name: str = "") -> str:
    """The page of a part."""
    address = reverse(PAGES[part].route)
    return f"{address}?{urlencode({'place': name})}" if name else address


def here_of(request: StaffRequest) -> Clock:
    """The practice's clock, for this reader."""
    return Clock(clock(), practice.zone(request.actor.practice_id))


def _part(text: str) -> Part:
    if text not in PAGES:
        raise Http404
    return Part(text)


def _chosen(request: StaffRequest, name: str, found: Sequence[PartVersion]) -> PartVersion:
    number = number_of(request.GET.get(name, ""))
    chosen = next((each for each in found if each.version == number), None)
    if chosen is None:
        raise Http404
    return chosen
