"""Whether the secret signed what came: HMAC-SHA256 over the bytes as they came.

Source: RFC 2104. Form builders write it in hexadecimal or Base64, some with "sha256=" before it.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADER: Final = "X-Signature"
"""Where it stands, unless the practice says otherwise."""

BEFORE: Final = "sha256="


def made(body: bytes, secret: str) -> str:
    """The signature of these bytes, in hexadecimal."""
    return hmac.digest(secret.encode(), body, "sha256").hex()


def signed(
    body: bytes, headers: Mapping[str, str], settings: Mapping[str, str], secret: str
) -> bool:
    """Whether these bytes were signed with the secret, as the header says."""
    given = headers.get(settings.get("header") or HEADER, "").strip().removeprefix(BEFORE)
    digest = hmac.digest(secret.encode(), body, "sha256")
    ways = (digest.hex(), b64encode(digest).decode())
    held = [hmac.compare_digest(each.encode(), given.encode("utf-8", "replace")) for each in ways]
    return any(held)  # both are held against it: how long it takes tells nothing
