"""The practice's kinds of request: read by everybody, changed by a manager, tried before saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ringback.actions import category as actions
from ringback.actions import opening
from ringback.actions.act import NotPermitted, Refused, Stale
from ringback.engine.wallclock import now as clock
from ringback.queries import category, practice
from ringback.rules import categoryfile, categorywrite, policy, policyfile
from ringback.rules.access import Permission, refusals
from ringback.web import kind_data, kind_fields, kind_form, kind_page, kind_words, reason_words
from ringback.web.words import Clock, in_words, practice_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringback.queries.category import Version
    from ringback.rules.reason import Reason
    from ringback.rules.table import Mistake
    from ringback.web.kind_form import Tree
    from ringback.web.kind_words import TriedWords
    from ringback.web.staff import StaffRequest


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Every kind of request, by name."""
    _may_see(request)
    rows = kind_words.rows(category.current(request.actor), _here(request))
    return render(request, "setup/kinds.html", {"kinds": rows})


@require_safe
def kind(request: StaffRequest, code: str) -> HttpResponse:
    """One kind of request as it is now, in plain words, and its versions."""
    _may_see(request)
    return _one(request, _versions(request, code), 0)


@require_safe
def version(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """One kind of request as one version of it was written."""
    _may_see(request)
    found = _versions(request, code)
    return _one(request, found, _place(found, number))


@require_safe
def compare(request: StaffRequest, code: str) -> HttpResponse:
    """Two versions side by side."""
    _may_see(request)
    found = _versions(request, code)
    one, other = (_chosen(request, name, found) for name in ("one", "other"))
    context = {
        "name": practice_words(found[0].category.name),
        "back_url": reverse("setup-kind", args=[code]),
        "one": kind_words.version_rows([one], _here(request))[0],
        "other": kind_words.version_rows([other], _here(request))[0],
        "numbers": [each.number for each in found],
        "parts": kind_words.compared(one.category, other.category, _names(request)),
    }
    return render(request, "setup/compare.html", context)


@require_POST
def restore(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Write an earlier version once more, as the newest."""
    reason = reason_words.RESTORED.format(number=number)
    seen = _seen(request)
    actions.restore(code, number, seen=seen, reason=reason, by=request.actor, now=clock())
    return redirect("setup-kind", code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, code: str) -> HttpResponse:
    """The form: opened, added to, tried on the last thirty days, or saved."""
    actions.allowed(by=request.actor, now=clock())
    found = _versions(request, code)
    now_set = categorywrite.written(found[0].category)
    if request.method != "POST":
        return _form(request, found, kind_form.of_data(now_set))
    tree = kind_form.of_post(request.POST)
    do = request.POST.get("do", "try")
    if do == "save":
        return _save(request, found, tree)
    if do == "try":
        return _try(request, found, tree)
    return _form(request, found, tree, focus=kind_form.pressed(tree, do))


def _save(request: StaffRequest, found: Sequence[Version], tree: Tree) -> HttpResponse:
    code = found[0].code
    written = kind_data.data_of(tree, categorywrite.written(found[0].category))
    try:
        actions.change(
            code,
            written,
            seen=_seen(request),
            reason=request.POST.get("reason", ""),
            by=request.actor,
            now=clock(),
        )
    except Stale as stale:
        return _form(request, found, tree, stale=stale)
    except NotPermitted:
        raise
    except Refused as refused:
        return _form(request, found, tree, reasons=refused.reasons)
    return redirect("setup-kind", code=code)


def _try(request: StaffRequest, found: Sequence[Version], tree: Tree) -> HttpResponse:
    """What the change would have meant, where it can be meant at all."""
    before = found[0].category
    written = kind_data.data_of(tree, categorywrite.written(before))
    wrong = (
        *categoryfile.mistakes(written),
        *policyfile.leads_nowhere([written], _names(request), at=()),
    )
    if wrong:
        return _form(request, found, tree, reasons=wrong)
    after = categoryfile.read(written)
    tried = category.tried(request.actor, before=before, after=after, now=clock())
    return _form(request, found, tree, tried=kind_words.tried(tried))


def _form(
    request: StaffRequest,
    found: Sequence[Version],
    tree: Tree,
    *,
    reasons: Sequence[Reason | Mistake] = (),
    stale: Stale | None = None,
    tried: TriedWords | None = None,
    focus: str = "",
) -> HttpResponse:
    current, opened = found[0], _opened(request, found[0])
    context: dict[str, Any] = {
        "code": current.code,
        "name": practice_words(current.category.name),
        "number": current.number,
        "seen": current.number if stale else opened,
        **_cards(request, current.code, tree, reasons, focus),
        "stale": [in_words(each) for each in stale.reasons] if stale else [],
        "compare_url": kind_words.compare_url(current.code, opened, current.number),
        "tried": tried,
        "reason": request.POST.get("reason", ""),
        "longest": policy.LONGEST_REASON,
    }
    status = 412 if stale else 422 if reasons else 200
    return render(request, "setup/kind_form.html", context, status=status)


def _cards(
    request: StaffRequest,
    code: str,
    tree: Tree,
    reasons: Sequence[Reason | Mistake],
    focus: str,
) -> dict[str, Any]:
    """The form's fields, and what is wrong: each at its field, and all of it above."""
    names = [(each, practice_words(name)) for each, name in _names(request).items()]
    kinds = kind_fields.other_kinds(sorted(names, key=lambda each: each[1]), code)
    facts = kind_words.fact_names(kind_fields.known_facts(tree))
    plain = kind_page.cards(tree, kinds, {}, focus)
    problems = kind_words.problems(reasons, plain, facts)
    wrong: dict[str, tuple[str, ...]] = {}
    for each in problems:
        wrong[each.field] = (*wrong.get(each.field, ()), each.words)
    cards = kind_page.cards(tree, kinds, wrong, focus) if wrong else plain
    return {"cards": cards, "problems": problems}


def _opened(request: StaffRequest, current: Version) -> int:
    """The version the person had before them."""
    return _seen(request) if request.method == "POST" else current.number


def _one(request: StaffRequest, found: Sequence[Version], place: int) -> HttpResponse:
    shown, here = found[place], _here(request)
    context = {
        "code": shown.code,
        "name": practice_words(shown.category.name),
        "shown": kind_words.version_rows(found, here)[place],
        "newest": found[0].number,
        "newest_url": compare_to_newest(found, place),
        "sections": kind_words.printed(shown.category, _names(request)),
        "versions": kind_words.version_rows(found, here),
        "may_change": not refusals(request.actor, Permission.SET_UP),
    }
    return render(request, "setup/kind.html", context)


def compare_to_newest(found: Sequence[Version], place: int) -> str:
    """Where an earlier version stands beside the one that holds now."""
    if place == 0:
        return ""
    return kind_words.compare_url(found[0].code, found[place].number, found[0].number)


def _may_see(request: StaffRequest) -> None:
    opening.may("set-up read", Permission.SEE_SETUP, by=request.actor, now=clock())


def _versions(request: StaffRequest, code: str) -> list[Version]:
    found = category.versions(request.actor, code)
    if not found:
        raise Http404
    return found


def _place(found: Sequence[Version], number: int) -> int:
    place = next((at for at, each in enumerate(found) if each.number == number), None)
    if place is None:
        raise Http404
    return place


def _chosen(request: StaffRequest, name: str, found: Sequence[Version]) -> Version:
    text = request.GET.get(name, "")
    return found[_place(found, int(text) if text.isdecimal() and len(text) < 6 else 0)]  # noqa: PLR2004


def _seen(request: StaffRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 6 else 0  # noqa: PLR2004 - no version


def _names(request: StaffRequest) -> dict[str, str]:
    """Every kind of request by its code."""
    return practice.kind_names(request.actor)


def _here(request: StaffRequest) -> Clock:
    return Clock(clock(), practice.zone(request.actor.practice_id))
