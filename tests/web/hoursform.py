"""The form of the hours as a browser sends it: first looked at, then saved."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

CHANGE = "/setup/hours/change"


def text(answer: HttpResponse) -> str:
    """The words of a page, in one line."""
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(bare).split())


def sent_again(look: HttpResponse) -> dict[str, str]:
    """What the button under a preview sends beside what stands in the boxes."""
    page = look.content.decode()
    return dict(re.findall(r'type="hidden" name="(seen|shown|place|day)" value="([^"]*)"', page))


def save(client: Client, sent: dict[str, str], address: str = CHANGE) -> HttpResponse:
    """Look at what it moves, then save it, as the page asks."""
    look = client.post(address, {**sent, "do": "look"})
    assert look.status_code == 200, text(look)
    assert "Not saved yet: this is what it moves" in text(look)
    return client.post(address, {**sent, **sent_again(look), "do": "save"})
