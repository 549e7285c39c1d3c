"""Errors as RFC 9457 problem details: what happened, and what to do next."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from ringback.actions.act import Held, NotFound, NotPermitted, Refused, Stale
from ringback.actions.arrival import KeyReused
from ringback.actions.done import NotDone
from ringback.api.schemas import OUR_FIELDS
from ringback.rules.done import NotReached

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ninja import NinjaAPI

    from ringback.rules.reason import Reason


logger = logging.getLogger(__name__)

TITLES: Final = {
    400: "The request could not be read",
    401: "A bearer token is needed",
    403: "Not permitted",
    404: "There is no such thing here",
    409: "Not now",
    405: "This is not done here",
    412: "It changed since you read it",
    413: "Too much at once",
    422: "The request says something that cannot be",
    428: "Say which version you mean",
    500: "A mistake of ours",
    503: "Not available for the moment",
}


FIELDS: Final = {
    "ask_the_greeting": "greeting_matched",
    "not_their_greeting": "greeting_matched",
    "why_late": "why_late",
    "in_the_future": "happened_at",
    "before_arrival": "happened_at",
    "time_needed": "call_again_at",
    "too_far_ahead": "call_again_at",
    "they_declined": "call_again_at",
    "say_how": "channel",
    "say_what": "note",
}
"""The field of a try in which a reason against it is put right."""


def problem(status: int, detail: str, **more: object) -> HttpResponse:
    """One problem document. `more` are its extension members."""
    body = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail}
    return HttpResponse(
        json.dumps({**body, **more}), status=status, content_type="application/problem+json"
    )


def _refused(_: HttpRequest, refusal: Refused) -> HttpResponse:
    detail = " ".join(str(reason) for reason in refusal.reasons)
    if isinstance(refusal, Stale):
        answer = problem(412, detail)
        answer["ETag"] = f'"{refusal.fence}"'
        return answer
    if isinstance(refusal, NotDone):
        missing = [_missing(each) for each in refusal.reasons]
        return problem(409, f"Still missing: {detail}", missing=missing)
    if isinstance(refusal, Held):
        return problem(409, detail, held_by=dict(refusal.reasons[0].values).get("name", ""))
    asked = [
        {"field": FIELDS[each.code], "words": str(each)}
        for each in refusal.reasons
        if each.code in FIELDS
    ]
    return problem(_status(refusal), detail, **({"fields": asked} if asked else {}))


def _missing(reason: Reason) -> dict[str, object]:
    """One missing piece; where only the call is not on record, the results that would show it."""
    told: dict[str, object] = {"code": reason.code, "words": str(reason)}
    if isinstance(reason, NotReached):
        told["results"] = sorted(reason.results)
    return told


def _status(refusal: Refused) -> int:
    if isinstance(refusal, NotPermitted):
        return 403
    if isinstance(refusal, KeyReused):
        return 422
    codes = {reason.code for reason in refusal.reasons}
    return 409 if codes & {"closed", "escalated", "wrong_stage"} else 422


def _invalid(_: HttpRequest, error: ValidationError) -> HttpResponse:
    """Names the fields that are wrong; never repeats what was sent, which may be a patient's."""
    wrong = [{"field": _place(each["loc"][1:]), "words": each["msg"]} for each in error.errors]
    detail = "; ".join(f"{each['field']}: {each['words']}" for each in wrong)
    return problem(422, detail, fields=wrong)


def _place(parts: Sequence[str | int]) -> str:
    """Where it is wrong, in our own names only: a name somebody made up may hold anything."""
    return ".".join(str(part) if part in OUR_FIELDS else "…" for part in parts)


def _too_big(_: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(413, "Send less than 2.5 MB.")


def _away(_: HttpRequest, _error: Exception) -> HttpResponse:
    """The database cannot be reached, or was lost on the way: only a repetition settles which."""
    answer = problem(
        503, "The database is away. What you sent may or may not be kept: send it again."
    )
    answer["Retry-After"] = "5"
    return answer


def _broken(_: HttpRequest, error: Exception) -> HttpResponse:
    """A mistake of ours: answer and log share a number and hold nothing of what was sent."""
    support_id = uuid4().hex[:10]
    logger.error("support id %s: %s", support_id, type(error).__name__)
    logger.debug("support id %s", support_id, exc_info=error)
    return problem(500, f"Nothing was stored. Quote support id {support_id}.")


def install(api: NinjaAPI) -> None:
    """Make every error of this API a problem document."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refused: _refused,
        ValidationError: _invalid,
        NotFound: lambda _request, _error: problem(404, "No callback has this id."),
        AuthenticationError: lambda _request, _error: problem(
            401, "Send Authorization: Bearer with a token from `ringback token`."
        ),
        HttpError: lambda _request, error: problem(error.status_code, error.message),
        RequestDataTooBig: _too_big,
        OperationalError: _away,
        InterfaceError: _away,
        Exception: _broken,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
