"""The secret in a link we send: made anew from the practice's key each time, and kept nowhere.

The row of the door holds its digest only. Whoever sends the link makes the same secret again from
the door's id, so that no message waiting to be sent holds one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from uuid import UUID

SALT: Final = b"ringback link token 1"
"""Of its own: what else the same key signs can never be taken for a link, nor the other way."""


def token(key: str, purpose: str, door_id: UUID) -> str:
    """The secret of a door for one purpose, in letters an address may have."""
    own = hashlib.sha256(SALT + b"\0" + key.encode()).digest()
    made = hmac.new(own, purpose.encode() + b"\0" + door_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def digest(token: str) -> bytes:
    """What the door keeps of it."""
    return hashlib.sha256(token.encode()).digest()
