from __future__ import annotations

import base64
import hashlib
import hmac
import re
from uuid import UUID

from ringback.rules import linktoken

DOOR = UUID("01981f3e-0000-7000-8000-00000000002a")
OTHER = UUID("01981f3e-0000-7000-8000-00000000002b")


def test_the_same_door_has_the_same_secret_each_time() -> None:
    first = linktoken.token("a key", "invitation", DOOR)
    assert first == linktoken.token("a key", "invitation", DOOR)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", first)


def test_another_key_purpose_or_door_has_another() -> None:
    made = {
        linktoken.token(key, purpose, door)
        for key in ("a key", "another")
        for purpose in ("invitation", "password_reset")
        for door in (DOOR, OTHER)
    }
    assert len(made) == 8


def test_the_key_is_one_of_its_own() -> None:
    own = hashlib.sha256(b"ringback link token 1\0a key").digest()
    made = hmac.new(own, b"invitation\0" + DOOR.bytes, "sha256").digest()
    found = linktoken.token("a key", "invitation", DOOR)
    assert base64.urlsafe_b64decode(found + "=") == made


def test_the_door_keeps_its_digest() -> None:
    assert linktoken.digest("secret") == hashlib.sha256(b"secret").digest()
