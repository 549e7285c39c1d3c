"""Pages for when something goes wrong: what happened to the work, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.shortcuts import render
from django.utils.translation import gettext as _

from ringback.actions.note import NoRoom
from ringback.rules import draft
from ringback.rules.access import SECOND_STEP
from ringback.web import elsewhere, in_need
from ringback.web.words import in_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringback.actions.act import Refused, Stale


MEGABYTE: Final = 1_000_000


def own_text(request: HttpRequest) -> str:
    """What the refused form had in its boxes."""
    boxes = [request.POST.get(name, "").strip() for name in ("note", "asked")]
    beside = draft.fields_of(request.POST.dict().items()) if "saw" in request.POST else {}
    written = draft.Written(text="\n\n".join(filter(None, boxes)), fields=beside)
    return draft.in_full(draft.Kept(draft=written))


def conflict(request: HttpRequest, error: Stale) -> HttpResponse:
    """412: it changed hands; the person's own text is on the page, and kept as their draft."""
    return _page(
        request,
        412,
        "conflict",
        reasons=[in_words(each) for each in error.reasons],
        own_text=own_text(request),
        back=request.path.rsplit("/", 1)[0],
    )


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """409: the rules say no, and why."""
    return _page(
        request,
        409,
        "refused",
        reasons=[in_words(each) for each in error.reasons],
        own_text=own_text(request),
        not_kept=isinstance(error, NoRoom),
        back=request.path.rsplit("/", 1)[0],
    )


def forbidden(request: HttpRequest, error: Refused) -> HttpResponse:
    """403: this person's role or lane does not include it; or what need would open it, and how."""
    reasons = [in_words(each) for each in error.reasons]
    more = in_need.offered(request, error) | _second_step(request, error)
    return _page(request, 403, "forbidden", reasons=reasons, **more)


def _second_step(request: HttpRequest, error: Refused) -> dict[str, object]:
    """Whether only a PIN was shown, and the page they go on with once they have shown more."""
    by_pin = any(each.code == SECOND_STEP for each in error.reasons)
    return {"by_pin": by_pin, "goes_on": request.path if request.method == "GET" else "/"}


def file_too_large(request: HttpRequest, size: int, most: int) -> HttpResponse:
    """413: a file too large to be read, with its size where it was told, and the way out."""
    words = _(
        "The file has {size} MB, and the browser may send {most} MB at most. Export fewer days at "
        "a time, or ask your IT to import it on the command line."
    )
    if size <= most:
        words = _(
            "The file has more than {most} MB, which is the most the browser may send. Export "
            "fewer days at a time, or ask your IT to import it on the command line."
        )
    words = words.format(size=round(size / MEGABYTE), most=round(most / MEGABYTE))
    return _page(request, 413, "refused", reasons=[words])


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """413: more text than any form of ours takes."""
    words = _("What you sent is larger than {most} MB, which is the most a form may have.")
    return _page(request, 413, "refused", reasons=[words.format(most=most / MEGABYTE)])


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: the same page whether it never was, or is another practice's.

    Whoever may open it in another practice of theirs is told which, and finds the way there.
    """
    return _page(request, 404, "absent", own_text=own_text(request), **elsewhere.offered(request))


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """400: something that no page of ours sends."""
    return _page(request, 400, "unreadable")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's own
    """403: a form without the mark of this session; most often a page from before signing in."""
    return _page(request, 403, "forged", own_text=own_text(request))


def broken(request: HttpRequest, support_id: str) -> HttpResponse:
    """500: our mistake; the number leads to the log."""
    return _page(request, 500, "broken", support_id=support_id)


def away(request: HttpRequest) -> HttpResponse:
    """503: the database is not there for the moment."""
    response = _page(request, 503, "away")
    response["Retry-After"] = "5"
    return response


def _page(request: HttpRequest, status: int, name: str, **context: object) -> HttpResponse:
    return render(
        request, f"trouble/{name}.html", {"title": _("Ringback"), **context}, status=status
    )
