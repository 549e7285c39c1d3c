"""The same search where something does tell of the canary: each place must be found out."""

from __future__ import annotations

import base64
import json
import pickle
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote
from uuid import uuid4

import httpx

from ringback.web.session import SessionStore
from tests.house.canary import places
from tests.house.canary.house import engine_log
from tests.house.canary.patient import BORN, NAME, NUMBER, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import psycopg

    from tests.house.canary.house import House
    from tests.house.canary.places import Kept

KINDS: Final = (
    "log of the processes", "log of the database", "addresses asked", "addresses on a page",
    "where it led", "cookies", "headers", "titles", "error pages", "live events", "the record",
    "a mail", "file server.log", "file temporary", "file kept", "name of a file",
    "table journal.details", "table outbox.payload", "table django_session.session_data",
    "table cache.value", "table import_batch.file_name", "table door.label",
)  # fmt: skip
"""Every kind of place, by how its hits begin."""

PLANTS: Final = """
INSERT INTO journal (id, practice_id, at, via, os_user, verb, subject_kind, details, refused,
                     changed)
VALUES (%(id)s, %(practice)s, now(), 'web', '', 'x', 'x', %(json)s, false, false);
INSERT INTO outbox (id, practice_id, kind, payload, dedupe_key, created_at, not_before, tries,
                    error)
VALUES (%(id)s, %(practice)s, 'x', %(json)s, 'x', now(), now(), 0, '');
INSERT INTO django_session VALUES ('canary', %(session)s, now());
INSERT INTO cache VALUES ('canary', %(cache)s, now());
UPDATE import_batch SET file_name = %(name)s;
UPDATE door SET label = %(name)s
"""


@contextmanager
def everywhere(house: House) -> Iterator[list[Kept]]:
    """What stands at each of these places while the canary is there."""
    with ExitStack() as undo:
        for log in (house.log, engine_log(house)):
            undo.enter_context(_longer(log, f"ERROR cannot read {BORN}\n"))
        undo.enter_context(_file(house.temp / "temporary", f"call {NUMBER[2:5]}-555-0188"))
        undo.enter_context(_file(house.home / "kept", json.dumps({"name": NAME})))
        undo.enter_context(_file(house.home / quote(NAME), ""))
        undo.callback(house.kept.update, {kind: list(kept) for kind, kept in house.kept.items()})
        _shown(house)
        house.post.kept.append(f"Subject: {NAME}\r\n\r\n".encode())
        undo.callback(house.post.kept.pop)
        found = list(places.everything(house))
        with closing(places.connected(house)) as admin:
            found += _rows(house, admin)
        yield found


@contextmanager
def _longer(log: Path, line: str) -> Iterator[None]:
    before = log.stat().st_size
    with log.open("a") as said:
        said.write(line)
    try:
        yield
    finally:
        with log.open("r+") as said:
            said.truncate(before)


@contextmanager
def _file(path: Path, text: str) -> Iterator[None]:
    path.write_text(text)
    try:
        yield
    finally:
        path.unlink()


def _shown(house: House) -> None:
    """A page that says too much in every way a page can."""
    page = f'<title>{NAME.replace("z", "&#122;")}</title><a href="/?q=%51uetzalina">'
    headers = {
        "location": f"/?q={quote(NUMBER)}&name=vandermolen", "x-patient": WORDS,
        "set-cookie": f"last={base64.b64encode(NAME.encode()).decode()}",
        "content-type": "text/html",
    }  # fmt: skip
    asked = httpx.Request("GET", f"{house.url}/?q={quote(NAME)}")
    answer = httpx.Response(404, headers=headers, text=page, request=asked)
    house.read(answer)
    house.error(answer, 404)
    house.keep("live events", "the stream", f"data: {NAME}")
    house.keep("the record", "/ledger", f"<td>Dana opened {NAME}</td>")


def _rows(house: House, admin: psycopg.Connection[Any]) -> list[Kept]:
    """Rows that hold it, seen by this transaction only, which is undone."""
    at = {"practice": house.places["cedar"], "name": NAME, "id": uuid4(), "json": json.dumps(
        {"why": NAME}), "session": SessionStore().encode({"searched": f"{NAME} " * 9}),
        "cache": base64.b64encode(pickle.dumps({"searched": NAME})).decode()}  # fmt: skip
    admin.autocommit = False
    for statement in filter(None, map(str.strip, PLANTS.split(";"))):
        admin.execute(statement.encode(), at)
    found = list(places.rows(admin))
    admin.rollback()
    return found
