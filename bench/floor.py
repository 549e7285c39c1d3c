"""The floor: what Django, uvicorn and PostgreSQL cost before a product does anything.

One process under the same uvicorn with the same pool. A view runs one statement on a table without
walls or triggers, and its commit; no session, no middleware, no template.
"""

from __future__ import annotations

import json
import os
from html import escape
from uuid import uuid4

import django
import uvicorn
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = """\
SELECT id, rank, due_at, received_at, category, stage, name, words FROM bench_floor
 WHERE closed_at IS NULL ORDER BY rank, due_at, received_at, id LIMIT 50"""

CLAIM = """\
UPDATE bench_floor SET owner_id = %s, stage = 'owned', fence = fence + 1,
       lease_until = now() + interval '15 minutes'
 WHERE id = (SELECT id FROM bench_floor WHERE closed_at IS NULL AND owner_id IS NULL
                AND stage IN ('unsorted', 'waiting')
              ORDER BY rank, due_at, received_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, rank, due_at, received_at, category, stage, name, words"""

INSERT = """\
INSERT INTO bench_floor_arrival (id, source, external_id, kind, phone, name, text, happened_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, now())"""


def nothing(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """No statement at all: what a request costs by itself."""
    return _html("ok")


def page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Fifty rows, rendered as plainly as can be."""
    rows = _run(PAGE, [])
    lines = "".join(f"<li>{' '.join(escape(str(each)) for each in row)}</li>" for row in rows)
    return _html(f"<!doctype html><ul>{lines}</ul>")


def claim(request: HttpRequest) -> HttpResponse:
    """The claim in one statement."""
    found = _run(CLAIM, [request.headers["Person"]])
    return _json([str(each) for each in found[0]] if found else None)


def arrival(request: HttpRequest) -> HttpResponse:
    """One row in."""
    new = json.loads(request.body)
    key = uuid4()
    values = [new[name] for name in ("source", "external_id", "kind", "phone", "name", "text")]
    _run(INSERT, [key, *values])
    return _json({"arrival_id": str(key)})


def _run(statement: str, values: list[object]) -> list[tuple[object, ...]]:
    from django.db import connection  # noqa: PLC0415, TID251 - the floor is nothing but this

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _html(text: str) -> HttpResponse:
    body = text.encode()
    return HttpResponse(body, headers={"Content-Length": str(len(body))})


def _json(value: object) -> HttpResponse:
    body = json.dumps(value).encode()
    headers = {"Content-Length": str(len(body))}
    return HttpResponse(body, content_type="application/json", headers=headers)


urlpatterns = [
    path("floor/nothing", nothing),
    path("floor/page", page),
    path("floor/claim", claim),
    path("floor/arrival", arrival),
]


def main() -> None:
    """Serve, as `ringback web` does, with the product's own database settings and nothing else."""
    from ringback.config.settings import DATABASES  # noqa: PLC0415 - only the floor's process

    settings.configure(
        ROOT_URLCONF="bench.floor",
        DATABASES=DATABASES,
        ALLOWED_HOSTS=["127.0.0.1"],
        USE_TZ=True,
        MIDDLEWARE=[],
    )
    django.setup()
    uvicorn.run(
        get_asgi_application(),
        host="127.0.0.1",
        port=int(os.environ["RINGBACK_PORT"]),
        log_level="warning",
        access_log=False,
        server_header=False,
    )


if __name__ == "__main__":
    main()
