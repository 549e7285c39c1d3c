"""The machine door: arrivals in, the queue out, and every write under If-Match."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer

from ringback.actions import arrival, attempt, claim, done, opening, record
from ringback.api import problem
from ringback.api.described import IDEMPOTENCY_KEY, IF_MATCH, says
from ringback.api.examples import NOT_DONE
from ringback.api.schemas import (
    ArrivalIn,
    ArrivalOut,
    AttemptIn,
    AttemptOut,
    CallbackOut,
    DoneIn,
    Line,
    OpenedOut,
    in_json,
    opened_out,
    row_out,
)
from ringback.engine.wallclock import now as clock
from ringback.queries import person, practice, queue
from ringback.queries.queue import Cursor, Filter
from ringback.rules.attempt import Result
from ringback.rules.oneline import unturned
from ringback.rules.phone import normalised

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.rules.access import Actor


class Token(HttpBearer):
    """A bearer token acts as one person in one practice; see `ringback token`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:  # noqa: ARG002
        """Whom the token acts as, or None."""
        return person.actor_of_token(token, now=clock())


api = NinjaAPI(
    title="Ringback",
    version="1",
    description="Patient callbacks: receive, claim, attempt, complete.",
    auth=Token(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
problem.install(api)

_ETAG: Final = re.compile(r'\s*"(\d{1,9})"\s*')


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who calls, and when."""

    actor: Actor
    now: datetime


def _caller(request: HttpRequest) -> Caller:
    return Caller(actor=request.auth, now=clock())  # type: ignore[attr-defined]


def _fence(request: HttpRequest) -> int:
    """The version the caller read. Raises 428 without one, 400 for one that is not ours."""
    given = request.headers.get("If-Match")
    if given is None:
        raise HttpError(428, 'Send If-Match with the ETag you read, for example If-Match: "3".')
    found = _ETAG.fullmatch(given)
    if found is None:
        raise HttpError(400, 'If-Match must be one ETag of ours, for example "3".')
    return int(found[1])


def _answer(body: object, *, status: int = 200, fence: int | None = None) -> HttpResponse:
    """JSON made at once from what a query or action answered.

    The schemas of `response=` say what it looks like; they are not filled a second time for every
    answer, which cost more than the rows did.
    """
    response = HttpResponse(in_json(body), status=status, content_type="application/json")
    if fence is not None:
        response["ETag"] = f'"{fence}"'
    return response


@api.post(
    "/arrivals",
    response={200: ArrivalOut, 201: ArrivalOut},
    summary="Something came in",
    openapi_extra=says(400, 403, 413, 422, headers=(IDEMPOTENCY_KEY,)),
)
def receive(request: HttpRequest, body: ArrivalIn) -> HttpResponse:
    """201 when new, 200 when it came in before; 422 when its Idempotency-Key had another body."""
    caller = _caller(request)
    country = practice.country(caller.actor.practice_id)
    new = arrival.New(
        source=body.source,
        external_id=body.external_id,
        kind=body.kind,
        happened_at=body.happened_at or caller.now,
        phone=normalised(unturned(body.phone), country),
        name=unturned(body.name).strip(),
        text=body.text.strip(),
        category=body.category,
        location=body.location,
        best_time=unturned(body.best_time).strip(),
        language=body.language,
        unsure=body.unsure,
        raw=body.model_dump(mode="json"),
        idempotency_key=_idempotency_key(request),
        body_digest=sha256(request.body).hexdigest(),
    )
    found = arrival.receive(new, by=caller.actor, now=caller.now)
    answer = {"arrival_id": found.arrival_id, "callback_id": found.callback_id}
    return _answer(answer, status=200 if found.again else 201)


def _idempotency_key(request: HttpRequest) -> str | None:
    key = request.headers.get("Idempotency-Key")
    longest = 200
    if key is None:
        return None
    if not (1 <= len(key) <= longest and key.isascii() and key.isprintable()):
        raise HttpError(400, f"Idempotency-Key must have 1 to {longest} printable characters.")
    return key


class QueueQuery(Schema):
    """Which part of the queue."""

    filter: Filter = Filter.ALL
    category: Line = ""
    source: Line = ""
    after: Line = ""


@api.get(
    "/queue",
    response=list[CallbackOut],
    summary="Open callbacks, most pressing first",
    openapi_extra=says(400, 422),
)
def read_queue(request: HttpRequest, asked: Query[QueueQuery]) -> HttpResponse:
    """One page; the Link header with rel="next" leads to the following one."""
    caller = _caller(request)
    wanted = queue.wanted(
        caller.actor,
        now=caller.now,
        filter=asked.filter,
        category=asked.category,
        source=asked.source,
        after=_cursor(asked.after),
    )
    record.queue_seen(by=caller.actor, now=caller.now)
    found = queue.page(caller.actor, wanted)
    response = _answer([row_out(row, caller.actor.person_id) for row in found.rows])
    if found.next is not None:
        query = {**request.GET.dict(), "after": str(found.next)}
        response["Link"] = f'<{request.path}?{urlencode(query)}>; rel="next"'
    return response


def _cursor(text: str) -> Cursor | None:
    try:
        return Cursor.read(text) if text else None
    except ValueError:
        raise HttpError(400, "`after` must come from a Link header of ours.") from None


@api.post(
    "/queue/next",
    response={200: CallbackOut, 204: None},
    summary="Take the most pressing one",
    openapi_extra=says(403),
)
def take_next(request: HttpRequest) -> HttpResponse:
    """The callback, now held by this token's person, or 204 when there is nothing to take."""
    caller = _caller(request)
    found = claim.claim_next(by=caller.actor, now=caller.now)
    if found is None:
        return HttpResponse(status=204)
    return _answer(row_out(found, caller.actor.person_id), fence=found.fence)


@api.get(
    "/callbacks/{callback_id}",
    response=OpenedOut,
    summary="Read one callback",
    openapi_extra=says(403, 404, 422),
)
def read(request: HttpRequest, callback_id: UUID) -> HttpResponse:
    """The callback and its ETag."""
    caller = _caller(request)
    view = opening.opened(callback_id, by=caller.actor, now=caller.now)
    return _answer(opened_out(view), fence=view.fence)


@api.post(
    "/callbacks/{callback_id}/claim",
    response=CallbackOut,
    summary="Take this one",
    openapi_extra=says(403, 404, 409, 422),
)
def take(request: HttpRequest, callback_id: UUID) -> HttpResponse:
    """The callback, now held by this token's person; 409 says who has it."""
    caller = _caller(request)
    taken = claim.claim(callback_id, by=caller.actor, now=caller.now)
    return _answer(row_out(taken, caller.actor.person_id), fence=taken.fence)


@api.post(
    "/callbacks/{callback_id}/attempts",
    response={200: AttemptOut, 201: AttemptOut},
    summary="Write a try down",
    openapi_extra=says(400, 403, 404, 409, 412, 413, 422, 428, headers=(IF_MATCH, IDEMPOTENCY_KEY)),
)
def add_attempt(request: HttpRequest, callback_id: UUID, body: AttemptIn) -> HttpResponse:
    """What followed from the try. Needs If-Match; with an Idempotency-Key it can be sent again.

    201 when new, 200 when it was written down before; 422 when its key had another body.
    """
    caller = _caller(request)
    made = attempt.Made(
        result=Result(body.result),
        channel=body.channel,
        number=normalised(unturned(body.number), practice.country(caller.actor.practice_id)),
        happened_at=body.happened_at,
        why_late=body.why_late,
        asks_greeting=True,
        greeting_matched=body.greeting_matched,
        call_again_at=body.call_again_at,
        note=body.note,
        idempotency_key=_idempotency_key(request),
        body_digest=sha256(request.body).hexdigest(),
    )
    logged = attempt.log(callback_id, made, by=caller.actor, now=caller.now, fence=_fence(request))
    answer = {"attempt_id": logged.attempt_id, "next_attempt_at": logged.next_attempt_at}
    return _answer(answer, status=200 if logged.again else 201, fence=logged.fence)


@api.post(
    "/callbacks/{callback_id}/done",
    response=CallbackOut,
    summary="Close as done",
    openapi_extra=says(
        400, 403, 404, 409, 412, 413, 422, 428, headers=(IF_MATCH,), conflict=NOT_DONE
    ),
)
def close(request: HttpRequest, callback_id: UUID, body: DoneIn) -> HttpResponse:
    """The closed callback; 409 names what is missing. Needs If-Match."""
    caller = _caller(request)
    closed = done.complete(
        callback_id,
        body.facts,
        body.note,
        by=caller.actor,
        now=caller.now,
        fence=_fence(request),
    )
    return _answer(row_out(closed, caller.actor.person_id), fence=closed.fence)
