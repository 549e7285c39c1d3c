"""Errors as RFC 9457 problem details: what happened, and what to do next."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from ringback.actions.act import Held, NotFound, NotPermitted, Refused, Stale
from ringback.actions.arrival import KeyReused
from ringback.actions.done import NotDone

if TYPE_CHECKING:
    from ninja import NinjaAPI
    from ninja.errors import ValidationError

    from ringback.rules.reason import Reason

TITLES: Final = {
    400: "The request could not be read",
    401: "A bearer token is needed",
    403: "Not permitted",
    404: "There is no such thing here",
    409: "Not now",
    412: "It changed since you read it",
    422: "The request says something that cannot be",
    428: "Say which version you mean",
    503: "Not available for the moment",
}


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """One problem document. `more` are its extension members."""
    body = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail}
    return HttpResponse(
        json.dumps({**body, **more}), status=status, content_type="application/problem+json"
    )


def in_words(reason: Reason) -> str:
    """A reason in the caller's language."""
    return gettext(reason.words).format(**dict(reason.values))


def _refused(_: HttpRequest, refusal: Refused) -> HttpResponse:
    detail = " ".join(in_words(reason) for reason in refusal.reasons)
    if isinstance(refusal, Stale):
        answer = problem(412, detail)
        answer["ETag"] = f'"{refusal.fence}"'
        return answer
    if isinstance(refusal, NotDone):
        missing = [{"code": each.code, "words": in_words(each)} for each in refusal.reasons]
        words = gettext("Still missing: {what}").format(what=detail)
        return problem(409, words, missing=missing)
    if isinstance(refusal, Held):
        return problem(409, detail, held_by=dict(refusal.reasons[0].values).get("name", ""))
    return problem(_status(refusal), detail)


def _status(refusal: Refused) -> int:
    if isinstance(refusal, NotPermitted):
        return 403
    if isinstance(refusal, KeyReused):
        return 422
    codes = {reason.code for reason in refusal.reasons}
    return 409 if codes & {"closed", "escalated", "wrong_stage"} else 422


def _invalid(_: HttpRequest, error: ValidationError) -> HttpResponse:
    """Names the fields that are wrong; never repeats what was sent, which may be a patient's."""
    wrong = [
        {"field": ".".join(str(part) for part in each["loc"][1:]), "words": each["msg"]}
        for each in error.errors
    ]
    detail = "; ".join(f"{each['field']}: {each['words']}" for each in wrong)
    return problem(422, detail, fields=wrong)


def _away(_request: HttpRequest, _error: Exception) -> HttpResponse:
    answer = problem(
        503, "The database is away. What you sent may or may not be kept: send it again."
    )
    answer["Retry-After"] = "5"
    return answer


def install(api: NinjaAPI) -> None:
    """Make every error of this API a problem document."""
    from ninja.errors import AuthenticationError, HttpError, ValidationError  # noqa: PLC0415

    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(OperationalError, _away)
    api.add_exception_handler(InterfaceError, _away)
    api.add_exception_handler(
        NotFound, lambda _request, _error: problem(404, "No callback has this id.")
    )
    api.add_exception_handler(
        AuthenticationError,
        lambda _request, _error: problem(
            401, "Send Authorization: Bearer with a token from `ringback token`."
        ),
    )
    api.add_exception_handler(
        HttpError, lambda _request, error: problem(error.status_code, error.message)
    )
