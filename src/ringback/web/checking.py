"""What callers are asked for before anything protected is said: tried, saved, in versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ringback.actions import parts as setup
from ringback.engine.wallclock import now as clock
from ringback.queries import in_force
from ringback.rules import identifier
from ringback.rules.identifier import IN_WORDS, SPEAKERS, Identifier
from ringback.rules.policy import Part
from ringback.web import checking_words, parts
from ringback.web.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.http import HttpResponse, QueryDict

    from ringback.actions.act import Refused
    from ringback.rules.reason import Reason
    from ringback.web.staff import StaffRequest

NUMBERS: Final = ("needed", "needed_with_care", "wrong_tries", "age_of_majority")
MOST_DIGITS: Final = 3
MOST_TICKED: Final = len(Identifier)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Every setting with what it comes to; whoever may change them has them in boxes."""
    parts.may_see(request)
    if request.method != "POST":
        return _page(request, _now_set(request))
    setup.allowed(by=request.actor, now=clock())
    written = _written(request.POST)
    wrong = identifier.mistakes(written)
    if request.POST.get("do") != "save":
        return _page(request, written, wrong)
    refused = parts.kept_or_told(request, Part.VERIFICATION, written)
    if refused is None:
        return redirect("setup-checking")
    return _page(request, written, wrong, refused)


def _now_set(request: StaffRequest) -> dict[str, Any]:
    """What holds now: the product's own where the practice has set nothing."""
    found = parts.versions(request, Part.VERIFICATION)
    return identifier.whole(found[0].written if found else in_force.default("verification"))


def _page(
    request: StaffRequest,
    written: Mapping[str, Any],
    wrong: Sequence[Reason] = (),
    refused: Refused | None = None,
) -> HttpResponse:
    found = parts.versions(request, Part.VERIFICATION)
    newest = found[0].version if found else 0
    posted = request.method == "POST"
    about = parts.told(
        Part.VERIFICATION, refused, found, parts.seen_of(request) if posted else newest
    )
    reasons = wrong if refused is None else () if about["stale"] else refused.reasons
    now = clock()
    context = {
        "said": checking_words.lines(_now_set(request)),
        "w": written,
        "patient_kinds": _kinds(written["identifiers"]),
        "chart_kinds": _kinds(written["only_in_chart"], but=Identifier.NAME),
        "speakers": [_speaker(code, written["callers"][code]) for code in SPEAKERS],
        "comes_to": []
        if wrong
        else checking_words.examples(written, by=request.actor.person_id, now=now),
        "tried": posted,
        "reason": request.POST.get("reason", ""),
        "problems": parts.at_boxes(_problems(reasons)),
        **about,
        **parts.listed(request, Part.VERIFICATION, found),
    }
    status = 422 if wrong and refused is None else parts.status_of(refused)
    return render(request, "setup/checking.html", context, status=status)


def _speaker(code: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": code,
        "name": _(checking_words.SPEAKER_NAMES[code]),
        "needed_name": f"callers-{code}-needed",
        "needed": asked["needed"],
        "kinds_name": f"callers-{code}-identifiers",
        "kinds": _kinds(asked["identifiers"]),
    }


def _kinds(chosen: Sequence[str], but: str = "") -> list[tuple[str, str, bool]]:
    """Every detail there is, those that are asked for first and in their order."""
    codes = [*chosen, *(each for each in Identifier if each not in chosen)]
    known = [Identifier(each) for each in codes if each in set(Identifier) and each != but]
    return [(each, _(IN_WORDS[each]), each in chosen) for each in dict.fromkeys(known)]


def _written(post: QueryDict) -> dict[str, Any]:
    """What the form says, as the settings are written."""
    return {
        **{name: _number(post.get(name, "")) for name in NUMBERS},
        "identifiers": post.getlist("identifiers")[:MOST_TICKED],
        "only_in_chart": post.getlist("only_in_chart")[:MOST_TICKED],
        "callers": {
            code: {
                "needed": _number(post.get(f"callers-{code}-needed", "")),
                "identifiers": post.getlist(f"callers-{code}-identifiers")[:MOST_TICKED],
            }
            for code in SPEAKERS
        },
    }


def _number(text: str) -> int | str:
    """A whole number; what is none stays as it was typed, for the rules to name."""
    text = text.strip()[:40]
    whole = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if whole else text


def _problems(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    """What is wrong, each at its box, by the name the box has on the page."""
    return [_problem(each) for each in reasons]


def _problem(reason: Reason) -> dict[str, str]:
    values = dict(reason.values)
    place = values.pop("place", "reason")
    words = _(reason.words).format(place="", **values).removeprefix(": ")
    found = {"field": place.replace(".", "-"), "words": words[:1].upper() + words[1:]}
    label = checking_words.box_label(place)
    return {**found, "label": label} if label else found
