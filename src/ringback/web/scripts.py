"""What is said on the phone: read by everybody, changed line by line, better words suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ringback.actions import parts as setup
from ringback.actions import script as actions
from ringback.actions.act import NotPermitted, Refused
from ringback.engine.wallclock import now as clock
from ringback.queries import script as suggestions
from ringback.rules import scriptedit
from ringback.rules.oneline import in_lines, in_one_line
from ringback.rules.placeholder import LANGUAGES
from ringback.rules.policy import Part
from ringback.rules.suggestion import Suggestion
from ringback.web import call, notecard, parts, reason_words, script_words
from ringback.web.forms import pressed
from ringback.web.words import in_words, language_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.rules.reason import Reason
    from ringback.web.staff import StaffRequest

SUGGESTED: Final = "suggested."
"""Where better words are typed: the field's name, before the code of the line."""


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Every line with how it sounds, and what people suggest."""
    parts.may_see(request)
    found = parts.versions(request, Part.SCRIPTS)
    context = {
        "groups": script_words.groups(found[0].written),
        **_waiting(request, found[0].written),
        **parts.listed(request, Part.SCRIPTS, found),
    }
    return render(request, "setup/scripts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: StaffRequest, slug: str) -> HttpResponse:
    """One line's words: tried with invented values, or saved as a new version."""
    setup.allowed(by=request.actor, now=clock())
    found = parts.versions(request, Part.SCRIPTS)
    before = found[0].written
    if script_words.line(before, slug) is None:
        raise Http404
    if request.method != "POST":
        return _line(request, before, slug)
    most = scriptedit.LONGEST
    said = {each: in_lines(request.POST.get(each, "")).strip()[:most] for each in LANGUAGES}
    written = scriptedit.with_words(before, slug, said)
    wrong = scriptedit.mistakes(before, slug, said)
    refused = None
    if request.POST.get("do") == "save" and not wrong:
        refused = parts.kept_or_told(request, Part.SCRIPTS, written)
        if refused is None:
            return redirect("setup-scripts")
    return _line(request, written, slug, wrong, refused)


@require_POST
def suggest(request: StaffRequest, slug: str) -> HttpResponse:
    """Better words for a line, from whoever makes the calls; leads back to the call."""
    callback_id = _callback(pressed(request, "callback"))
    if callback_id is not None:
        notecard.keep_first(request, callback_id)
    return suggested(request, slug, callback_id)


def suggested(request: StaffRequest, slug: str, callback_id: UUID | None) -> HttpResponse:
    """Send better words for a line on; where they are refused, say why at their box."""
    language = request.POST.get("language", "")
    text = in_one_line(request.POST.get(f"{SUGGESTED}{slug}", ""))
    try:
        actions.suggest(slug, language, text, by=request.actor, now=clock())
    except NotPermitted:
        raise
    except Refused as refused:
        wrong = " ".join(in_words(each) for each in refused.reasons)
        if callback_id is None:
            raise
        return call.not_suggested(request, callback_id, slug, text, wrong)
    return redirect(_back(callback_id))


@require_POST
def decide(request: StaffRequest, suggestion_id: UUID) -> HttpResponse:
    """A manager's yes or no to a suggestion."""
    actions.decide(
        suggestion_id,
        accept=request.POST.get("answer") == "yes",
        seen=parts.seen_of(request),
        reason=reason_words.SUGGESTED,
        by=request.actor,
        now=clock(),
    )
    return redirect("setup-scripts")


def _line(
    request: StaffRequest,
    written: Mapping[str, Any],
    slug: str,
    wrong: Mapping[str, tuple[Reason, ...]] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    found = parts.versions(request, Part.SCRIPTS)
    posted = request.method == "POST"
    seen = parts.seen_of(request) if posted else found[0].version
    about = parts.told(Part.SCRIPTS, refused, found, seen)
    problems = [
        {
            "field": language,
            "words": script_words.at_its_line(each),
            "label": language_words(language),
        }
        for language, reasons in (wrong or {}).items()
        for each in reasons
    ]
    if refused and not about["stale"]:
        problems += [{"field": "reason", "words": in_words(each)} for each in refused.reasons]
    context = {
        "line": script_words.line(written, slug),
        "blanks": script_words.blanks(written, slug),
        "reason": request.POST.get("reason", ""),
        "problems": parts.at_boxes(problems),
        **about,
    }
    status = 422 if problems and not refused else parts.status_of(refused)
    return render(request, "setup/script_line.html", context, status=status)


def _waiting(request: StaffRequest, written: Mapping[str, Any]) -> dict[str, Any]:
    """What people suggest: those that wait longest, and how many come after them."""
    here, found = parts.here_of(request), suggestions.waiting(request.actor)
    more = suggestions.count(request.actor) - len(found) if len(found) == suggestions.SHOWN else 0
    words = ngettext("and {count} more", "and {count} more", more)
    named = {each.code: each for group in script_words.groups(written) for each in group.lines}
    waiting = [
        {
            "id": each.id,
            "asked": each.kind == Suggestion.ASKED,
            "line": named[each.line].name if each.line in named else each.line,
            "language": language_words(each.language),
            "text": each.text,
            "author": each.author,
            "when": here.moment(each.created_at),
        }
        for each in found
    ]
    return {"waiting": waiting, "more": words.format(count=more) if more else ""}


def _callback(text: str) -> UUID | None:
    """The call somebody suggested from."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _back(callback_id: UUID | None) -> str:
    if callback_id is None:
        return reverse("setup-scripts")
    return reverse("callback", args=[callback_id])
