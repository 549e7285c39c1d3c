"""How patients may be reached: consent, hours for texts, and what a voicemail may say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ringback.rules import contactpolicy
from ringback.rules.oneline import in_lines
from ringback.rules.placeholder import LANGUAGES
from ringback.rules.policy import Part
from ringback.rules.voicemail import Template
from ringback.web import contact_words, hours_form, parts
from ringback.web.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpResponse, QueryDict

    from ringback.actions.act import Refused
    from ringback.rules.reason import Reason
    from ringback.web.staff import StaffRequest

PLAIN = (
    "text_from",
    "text_until",
    "voicemail_level",
    "neutral_name",
    "redisclosure",
    "redisclosure_es",
)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Every setting; whoever may change them has them in boxes."""
    parts.may_see(request)
    found = parts.versions(request, Part.CONTACT)
    if request.method != "POST":
        return _page(request, found[0].written)
    written = _written(request.POST)
    refused = parts.kept_or_told(request, Part.CONTACT, written)
    return redirect("setup-contact") if refused is None else _page(request, written, refused)


def _page(
    request: StaffRequest, written: Mapping[str, Any], refused: Refused | None = None
) -> HttpResponse:
    found = parts.versions(request, Part.CONTACT)
    seen = parts.seen_of(request) if request.method == "POST" else found[0].version
    about = parts.told(Part.CONTACT, refused, found, seen)
    reasons = () if refused is None or about["stale"] else refused.reasons
    context = {
        "said": contact_words.lines(found[0].written),
        "w": written,
        "channels": [(code, _(words)) for code, words in contact_words.CHANNELS.items()],
        "levels": [(code, _(words)) for code, words in contact_words.LEVELS.items()],
        "voicemails": _voicemails(written),
        "reason": request.POST.get("reason", ""),
        "problems": parts.at_boxes(_problems(reasons)),
        **about,
        **parts.listed(request, Part.CONTACT, found),
    }
    return render(request, "setup/contact.html", context, status=parts.status_of(refused))


def _voicemails(written: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "name": _box(code, language),
            "label": contact_words.voicemail_label(code, language),
            "hint": ", ".join("{" + each + "}" for each in sorted(contactpolicy.HOLDS[code])),
            "text": written["voicemail"][code][language],
        }
        for code in Template
        for language in LANGUAGES
    ]


def _box(code: str, language: str) -> str:
    return f"voicemail-{code}-{language}"


def _written(post: QueryDict) -> dict[str, Any]:
    said = {
        str(code): {
            each: in_lines(post.get(_box(code, each), "")).strip()[: contactpolicy.LONGEST[1]]
            for each in LANGUAGES
        }
        for code in Template
    }
    most = contactpolicy.LONGEST[0]
    plain = {name: in_lines(post.get(name, "")).strip()[:most] for name in PLAIN}
    times = {name: _time(plain[name]) for name in ("text_from", "text_until")}
    return {"consent_needed": post.getlist("consent_needed"), **plain, **times, "voicemail": said}


def _time(text: str) -> str:
    """A time as it is kept, however it was typed ("8am"); what is none stays for the rules."""
    found = hours_form.minute(text)
    return text if found is None else f"{found // 60:02}:{found % 60:02}"


def _problems(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    """What is wrong, each at its box, by the name the box has on the page."""
    return [_problem(each) for each in reasons]


def _problem(reason: Reason) -> dict[str, str]:
    values = dict(reason.values)
    place = values.pop("place", reason.code if reason.code == "reason" else "consent_needed")
    words = _(reason.words).format(place="", **values).removeprefix(": ")
    found = {"field": place.replace(".", "-"), "words": words[:1].upper() + words[1:]}
    label = contact_words.box_label(place)
    return {**found, "label": label} if label else found
