"""The machine door, as a program comes to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.test import Client

from ringback.actions import door
from ringback.api import problem
from ringback.engine.wallclock import now as clock
from tests.cast import came_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ringback.rules.access import Actor
    from tests.cast import Cast

ROOT = "/api/v1"
Machines = Callable[["Actor"], "Machine"]


@dataclass
class Machine:
    """A program with one person's token."""

    token: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, query: dict[str, str] | None = None, **headers: str) -> HttpResponse:
        return self.client.get(
            path if path.startswith(ROOT) else ROOT + path, query, headers=self._headers(headers)
        )

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        data = body if isinstance(body, bytes) else json.dumps(body)
        return self.client.post(
            ROOT + path,
            b"" if body is None else data,
            content_type="application/json",
            headers=self._headers(headers),
        )

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        names = {name.replace("_", "-"): value for name, value in more.items()}
        return {"authorization": f"Bearer {self.token}", **names}


def with_token(actor: Actor) -> Machine:
    """A program with a token of somebody's."""
    return Machine(door.issue_token("test", by=actor, now=clock()))


def arrived(**change: Any) -> dict[str, Any]:
    return {
        "source": "website",
        "external_id": uuid4().hex,
        "kind": "missed_call",
        "phone": "(202) 555-0147",
        **change,
    }


def waiting(cast: Cast, **given: Any) -> UUID:
    found = came_in(cast.dana, now=clock(), **given).callback_id
    assert found is not None
    return found


def trouble(answer: HttpResponse, status: int) -> dict[str, Any]:
    """The problem document of an answer with this status."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    body: dict[str, Any] = answer.json()
    assert (body["type"], body["status"], body["title"]) == (
        "about:blank",
        status,
        problem.TITLES[status],
    )
    assert body["detail"]
    return body
