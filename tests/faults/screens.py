"""A person at the screens: signs in to the demo with one click, gives back, reads a callback."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Self

import httpx

if TYPE_CHECKING:
    from tests.faults.server import Person, Server


@dataclass
class Screens:
    """One person's browser, as far as forms go."""

    server: Server
    person: Person
    http: httpx.Client = field(init=False)

    def __enter__(self) -> Self:
        self.http = httpx.Client(base_url=self.server.url, timeout=10, trust_env=False)
        self.http.get("/people/")
        self._post(f"/people/{self.server.seed.practice}/{self.person.id}")
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def give_back(self, callback_id: str, fence: int) -> None:
        """So that anyone may take it."""
        self._post(f"/callbacks/{callback_id}/give-back", fence=str(fence))

    def writes(self, callback_id: str, window: str, saw: int, note: str) -> None:
        """What one window of theirs is writing, as it keeps it by itself."""
        fields = {"form_id": window, "saw": str(saw), "note": note}
        self._post(f"/callbacks/{callback_id}/draft", **fields)

    def refused(self, callback_id: str, fence: int, note: str) -> str:
        """The page that answers a try at a fence of before; "" where it is not refused as that."""
        fields = {"fence": str(fence), "note": note, "result": "reached_patient"}
        found = self.http.post(f"/callbacks/{callback_id}/attempts", data=self._form(fields))
        return unescape(found.text) if found.status_code == httpx.codes.PRECONDITION_FAILED else ""

    def page(self, callback_id: str) -> str:
        """The callback's page, as text."""
        found = self.http.get(f"/callbacks/{callback_id}")
        assert found.status_code == 200, found.status_code
        return unescape(found.text)

    def _post(self, path: str, **fields: str) -> None:
        found = self.http.post(path, data=self._form(fields))
        assert found.status_code in {200, 302}, (path, found.status_code)

    def _form(self, fields: dict[str, str]) -> dict[str, str]:
        """With the mark against forgery: what its cookie says, another after signing in."""
        return {**fields, "csrfmiddlewaretoken": self.http.cookies["csrftoken"]}
