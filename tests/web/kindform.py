"""A form for a kind of request as a browser would send it back."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client


class _Form(HTMLParser):
    """Every field with the value it would be sent with."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.buttons: list[str] = []
        self._select = self._area = ""
        self._chosen: str | None = None
        self._first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "input" and name:
            ticks = given.get("type") == "checkbox"
            if not ticks or "checked" in given:
                self.found.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self.found[name] = [""]
        elif tag == "select":
            self._select, self._chosen, self._first = name, None, None
        elif tag == "option" and self._select:
            value = given.get("value", "")
            self._first = value if self._first is None else self._first
            self._chosen = value if "selected" in given else self._chosen
        elif tag == "button" and name == "do":
            self.buttons.append(given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            chosen = self._first if self._chosen is None else self._chosen
            self.found[self._select] = [chosen or ""]
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area] = [data]


def fields(page: bytes) -> dict[str, list[str]]:
    """What the page's form holds."""
    form = _Form()
    form.feed(page.decode())
    return form.found


def buttons(page: bytes) -> list[str]:
    """What its buttons do, in order."""
    form = _Form()
    form.feed(page.decode())
    return form.buttons


def opened(client: Client, code: str) -> dict[str, list[str]]:
    """The form of a kind of request as it is opened."""
    answer = client.get(f"/setup/kinds/{code}/change")
    assert answer.status_code == 200
    return fields(answer.content)
