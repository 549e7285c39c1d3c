"""The machine door, as a program comes to it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.test import Client

from ringback.actions import door
from ringback.engine.wallclock import now as clock

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ringback.rules.access import Actor

ROOT = "/api/v1"


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
