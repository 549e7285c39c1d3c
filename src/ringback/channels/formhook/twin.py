"""A form builder that is none: sends what somebody filled in, as the real ones do.

For the demo and the tests; a real form builder sends the same bytes and headers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from ringback.channels.formhook.signature import BEFORE, HEADER, made

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON: Final = "application/json"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One request: its bytes, and the headers that go with them."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def filled_in(boxes: Mapping[str, Any], *, secret: str = "", name: str | None = None) -> Sent:
    """What is sent when somebody has filled in these boxes; signed where there is a secret.

    The same `name` twice is the same form, sent once more.
    """
    document = {"id": name or f"form-{uuid4().hex}", **boxes}
    return of_bytes(json.dumps(document).encode(), secret=secret)


def of_bytes(body: bytes, *, secret: str = "", content_type: str = JSON) -> Sent:
    """The same for any bytes."""
    headers = {"Content-Type": content_type, "User-Agent": "a form builder"}
    if secret:
        headers[HEADER] = f"{BEFORE}{made(body, secret)}"
    return Sent(body=body, headers=headers)
